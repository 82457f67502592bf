package dev.everline.line.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Which styles of a workbook's cells show a number as a date. */
final class CellStyles {

  private static final int MOST = 100_000;

  /** What a format shows as it stands: in quotes, behind a backslash, in brackets. */
  private static final Pattern LITERAL = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\[[^\\]]*\\]");

  private final Map<Integer, String> formats = new HashMap<>();
  private final BitSet dates = new BitSet();
  private int count;

  /** Reads {@code styles.xml}. */
  void read(InputStream part) throws IOException, XMLStreamException {
    XMLStreamReader xml = BoundedXml.reader(part);
    boolean ofCells = false;
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "numFmt" -> format(xml);
          case "cellXfs" -> ofCells = true;
          case "xf" -> {
            if (ofCells) {
              style(whole(xml.getAttributeValue(null, "numFmtId")));
            }
          }
          default -> {
            // Fonts, colours and so on.
          }
        }
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
        ofCells = false;
      }
    }
  }

  private void format(XMLStreamReader xml) throws IOException {
    String code = xml.getAttributeValue(null, "formatCode");
    if (formats.size() >= MOST) {
      throw new WorkbookParts.TooLarge();
    }
    if (code != null && code.length() <= 1_000) {
      formats.put(whole(xml.getAttributeValue(null, "numFmtId")), code);
    }
  }

  private void style(int format) throws IOException {
    if (count >= MOST) {
      throw new WorkbookParts.TooLarge();
    }
    dates.set(count, isDate(format));
    count++;
  }

  /** Built-in formats have no code; their numbers are those of ECMA-376, 18.8.30. */
  private boolean isDate(int format) {
    String code = formats.get(format);
    if (code == null) {
      return (format >= 14 && format <= 17)
          || format == 22
          || (format >= 27 && format <= 31)
          || format == 36
          || (format >= 50 && format <= 58);
    }
    String shown = LITERAL.matcher(code.toLowerCase(Locale.ROOT)).replaceAll("");
    boolean text = shown.contains("general") || shown.contains("@");
    return !text && (shown.indexOf('y') >= 0 || shown.indexOf('d') >= 0);
  }

  /**
   * @param style as a cell has it, or null where it has none
   */
  boolean isDateStyle(@Nullable String style) {
    return style != null && dates.get(Math.max(0, whole(style)));
  }

  private static int whole(@Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text.strip());
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}

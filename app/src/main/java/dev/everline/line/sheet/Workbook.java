package dev.everline.line.sheet;

import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An Excel workbook (ECMA-376, {@code .xlsx}): what its sheets share. The sheets themselves are
 * read by {@link SheetRows}, in a second pass over the file, since in most workbooks they stand
 * before their texts.
 */
public final class Workbook {

  private static final int MOST_SHEETS = 1_000;
  private static final Pattern BOOK = Pattern.compile("xl/workbook[^/]{0,20}\\.xml");
  private static final Pattern RELATIONS =
      Pattern.compile("xl/_rels/workbook[^/]{0,20}\\.xml\\.rels");

  private record Sheet(String name, String relation) {}

  final SharedTexts texts = new SharedTexts();
  final CellStyles styles = new CellStyles();
  boolean from1904;
  private final List<Sheet> sheets = new ArrayList<>();
  private final Map<String, String> targets = new HashMap<>();

  private Workbook() {}

  /**
   * Reads what the sheets share.
   *
   * @param open opens the file from its beginning each time
   * @throws InvalidValue when it is no workbook, or one that can't be read
   */
  static Workbook read(Supplier<InputStream> open) {
    Workbook workbook = new Workbook();
    try (WorkbookParts parts = new WorkbookParts(open.get())) {
      for (String part = parts.next(); part != null; part = parts.next()) {
        workbook.read(part, parts);
      }
    } catch (IOException | XMLStreamException broken) {
      throw wrong(broken);
    }
    if (workbook.sheets.isEmpty()) {
      throw NoTable.ARCHIVE.because("is an archive, not an Excel workbook");
    }
    return workbook;
  }

  /** What to say of a workbook that can't be read on. A disk that fails is no damaged workbook. */
  static InvalidValue wrong(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WorkbookParts.TooLarge) {
        return tooLarge();
      }
      if (cause instanceof UncheckedIOException unchecked) {
        throw unchecked;
      }
    }
    return damaged();
  }

  private static InvalidValue damaged() {
    return NoTable.DAMAGED.because("is a damaged workbook");
  }

  private static InvalidValue tooLarge() {
    return NoTable.TOO_LARGE_A_WORKBOOK.because(
        "is too large for a workbook", "save the sheet as CSV in UTF-8");
  }

  private void read(String part, WorkbookParts parts) throws IOException, XMLStreamException {
    if (BOOK.matcher(part).matches()) {
      readBook(parts.content());
    } else if (RELATIONS.matcher(part).matches()) {
      readRelations(parts.content());
    } else if (part.equals("xl/styles.xml")) {
      styles.read(parts.content());
    } else if (part.equals("xl/sharedstrings.xml")) {
      texts.read(parts.content());
    } else if (part.equals("mimetype")) {
      String type = new String(parts.content().readNBytes(100), StandardCharsets.ISO_8859_1);
      if (type.startsWith("application/vnd.oasis.opendocument")) {
        throw NoTable.OPEN_DOCUMENT.because("is an OpenDocument file");
      }
    }
  }

  private void readBook(InputStream part) throws IOException, XMLStreamException {
    XMLStreamReader xml = BoundedXml.reader(part);
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (xml.getLocalName().equals("workbookPr")) {
        String date1904 = xml.getAttributeValue(null, "date1904");
        from1904 = "1".equals(date1904) || "true".equals(date1904);
      } else if (xml.getLocalName().equals("sheet")) {
        addSheet(xml);
      }
    }
  }

  private void addSheet(XMLStreamReader xml) throws IOException {
    String state = xml.getAttributeValue(null, "state");
    String name = xml.getAttributeValue(null, "name");
    String relation = null;
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      // In one of two namespaces, by the age of the program.
      if (xml.getAttributeLocalName(i).equals("id") && xml.getAttributeNamespace(i) != null) {
        relation = xml.getAttributeValue(i);
      }
    }
    if (sheets.size() >= MOST_SHEETS) {
      throw new WorkbookParts.TooLarge();
    }
    boolean visible = state == null || state.equals("visible");
    if (visible && name != null && relation != null) {
      sheets.add(new Sheet(name, relation));
    }
  }

  private void readRelations(InputStream part) throws IOException, XMLStreamException {
    XMLStreamReader xml = BoundedXml.reader(part);
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT
          && xml.getLocalName().equals("Relationship")) {
        String id = xml.getAttributeValue(null, "Id");
        String target = xml.getAttributeValue(null, "Target");
        if (id != null && target != null && targets.size() < MOST_SHEETS * 10) {
          targets.put(id, target.startsWith("/") ? target : "xl/" + target);
        }
      }
    }
  }

  /** The names of the sheets that are shown, in their order. */
  List<String> sheets() {
    return sheets.stream().map(Sheet::name).toList();
  }

  /**
   * The part in which a sheet is.
   *
   * @param index among those shown
   */
  @Nullable String partOf(int index) {
    if (index < 0 || index >= sheets.size()) {
      return null;
    }
    String target = targets.get(sheets.get(index).relation());
    return target == null ? null : WorkbookParts.name(target);
  }
}

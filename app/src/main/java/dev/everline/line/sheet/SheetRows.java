package dev.everline.line.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one sheet of a workbook. Cells are read as they are typed: a date is a date whatever
 * its format, a number has all the digits that the spreadsheet kept, text is as it was typed.
 */
public final class SheetRows implements FileRows {

  private static final int MOST_COLUMNS = 16_384;

  private final Workbook workbook;
  private final WorkbookParts parts;
  private final XMLStreamReader xml;
  private int widest;
  private long number;
  private @Nullable FileRow next;
  private boolean ended;

  /**
   * @param open opens the file from its beginning each time
   * @param sheet among those shown
   * @throws dev.everline.kernel.InvalidValue when it is no workbook, or one that can't be read
   */
  public SheetRows(Supplier<InputStream> open, int sheet) {
    this.workbook = Workbook.read(open);
    this.parts = new WorkbookParts(open.get());
    try {
      this.xml = BoundedXml.reader(find(workbook.partOf(sheet)));
    } catch (IOException | XMLStreamException broken) {
      close(parts);
      throw Workbook.wrong(broken);
    }
  }

  private InputStream find(@Nullable String part) throws IOException {
    for (String name = parts.next(); name != null; name = parts.next()) {
      if (name.equals(part)) {
        return parts.content();
      }
    }
    throw new IOException("no such sheet");
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = read();
        ended = next == null;
      } catch (IOException | XMLStreamException broken) {
        ended = true;
        throw new UnreadableRows("no sheet", Workbook.wrong(broken));
      }
    }
    return next != null;
  }

  @Override
  public FileRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    FileRow row = next;
    next = null;
    return Objects.requireNonNull(row);
  }

  /** The next row that isn't blank, or null at the end. */
  private @Nullable FileRow read() throws IOException, XMLStreamException {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
        number = place(xml.getAttributeValue(null, "r"), number + 1);
        FileRow row = new FileRow(number, cells());
        if (!row.isBlank()) {
          return row;
        }
      } else if (event == XMLStreamConstants.END_ELEMENT
          && xml.getLocalName().equals("sheetData")) {
        return null;
      }
    }
    return null;
  }

  private List<String> cells() throws IOException, XMLStreamException {
    List<String> cells = new ArrayList<>();
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
        int column = column(xml.getAttributeValue(null, "r"), cells.size());
        String text = cell();
        // Styled cells that hold nothing would widen the table to the last column.
        if (!text.isEmpty()) {
          cells.addAll(Collections.nCopies(Math.max(0, column - cells.size()), ""));
          cells.add(text);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("row")) {
        break;
      }
    }
    // Cells that hold nothing are left out of the file, and a row ends with its last one.
    widest = widest == 0 ? cells.size() : widest;
    cells.addAll(Collections.nCopies(Math.max(0, widest - cells.size()), ""));
    return List.copyOf(cells);
  }

  private String cell() throws IOException, XMLStreamException {
    String type = xml.getAttributeValue(null, "t");
    String style = xml.getAttributeValue(null, "s");
    String inline = "";
    StringBuilder value = new StringBuilder();
    boolean inValue = false;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          inValue = xml.getLocalName().equals("v");
          if (xml.getLocalName().equals("is")) {
            inline = CellText.read(xml, "is");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          inValue = false;
          if (xml.getLocalName().equals("c")) {
            return value.isEmpty() ? inline : text(type, style, value.toString());
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
          if (inValue) {
            CellText.append(value, xml);
          }
        }
        default -> {
          // Nothing else is of a cell.
        }
      }
    }
    throw new IOException("no end of a cell");
  }

  private String text(@Nullable String type, @Nullable String style, String value)
      throws IOException {
    return switch (type == null ? "n" : type) {
      case "s" -> workbook.texts.get(value);
      case "b" -> value.strip().equals("1") ? "TRUE" : "FALSE";
      case "n" ->
          workbook.styles.isDateStyle(style)
              ? CellText.date(value.strip(), workbook.from1904)
              : CellText.number(value.strip());
      // Texts that a formula gave, errors such as #N/A, and dates in the form of ISO 8601.
      default -> value;
    };
  }

  /** The column of a cell's name, such as 1 of {@code B7}; cells without a name follow the last. */
  private static int column(@Nullable String name, int following) throws IOException {
    if (name == null) {
      return requireColumn(following);
    }
    int column = 0;
    for (int i = 0; i < name.length() && Character.isLetter(name.charAt(i)); i++) {
      column = requireColumn(column) * 26 + (Character.toUpperCase(name.charAt(i)) - 'A' + 1);
    }
    return Math.max(requireColumn(column - 1), following);
  }

  private static int requireColumn(int column) throws IOException {
    if (column < 0 || column >= MOST_COLUMNS) {
      throw new IOException("no column of a sheet");
    }
    return column;
  }

  private static long place(@Nullable String text, long following) {
    try {
      return text == null ? following : Math.max(following, Long.parseLong(text.strip()));
    } catch (NumberFormatException none) {
      return following;
    }
  }

  private static void close(WorkbookParts parts) {
    try {
      parts.close();
    } catch (IOException leftOpen) {
      // It was only read from.
    }
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}

package dev.everline.line.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The texts of a workbook's cells, which stand in a part of their own and are named by their place.
 * They are kept in one array of bytes, since a million strings would cost many times as much.
 */
final class SharedTexts {

  /** Part of the memory, so that several workbooks at once can't fill it. */
  private static final long MOST_BYTES =
      Math.min(256L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 32);

  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 8];
  private int length;
  private int count;

  /** Reads {@code sharedStrings.xml}. */
  void read(InputStream part) throws IOException, XMLStreamException {
    XMLStreamReader xml = BoundedXml.reader(part);
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si")) {
        add(CellText.read(xml, "si"));
      }
    }
  }

  private void add(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (length + (long) utf8.length + 4L * count > MOST_BYTES) {
      throw new WorkbookParts.TooLarge();
    }
    if (length + utf8.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + utf8.length));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    ends[count] = length;
    count++;
  }

  /**
   * @param index as a cell has it
   * @throws IOException when there is no such text
   */
  String get(String index) throws IOException {
    int place;
    try {
      place = Integer.parseInt(index.strip());
    } catch (NumberFormatException none) {
      throw new IOException("no index of a text", none);
    }
    if (place < 0 || place >= count) {
      throw new IOException("no such text");
    }
    int from = place == 0 ? 0 : ends[place - 1];
    return new String(bytes, from, ends[place] - from, StandardCharsets.UTF_8);
  }
}

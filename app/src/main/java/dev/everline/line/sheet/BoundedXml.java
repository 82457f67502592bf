package dev.everline.line.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML of a workbook's part, without what could blow it up. Workbooks need no document type, no
 * entities of their own, no comments; and a parser keeps attributes in memory, so that how much may
 * stand between two tags is bounded before it sees them.
 */
final class BoundedXml extends FilterInputStream {

  private static final int MOST_BETWEEN_TAGS = 512 * 1024;

  private static final XMLInputFactory FACTORY = factory();

  private long at;
  private long tagAt;
  private int before;

  private BoundedXml(InputStream part) {
    super(part);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  static XMLStreamReader reader(InputStream part) throws XMLStreamException {
    // By default a parser believes an encoding that the part declares, in which bounds fail.
    return FACTORY.createXMLStreamReader(new BoundedXml(part), StandardCharsets.UTF_8.name());
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      see(read);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    for (int i = 0; i < read; i++) {
      see(buffer[offset + i]);
    }
    return read;
  }

  private void see(int c) throws IOException {
    at++;
    boolean declaration = before == '<' && (c == '!' || (c == '?' && at > 5));
    if (declaration || c == 0 || at - tagAt > MOST_BETWEEN_TAGS) {
      throw new IOException("no XML as workbooks have it");
    }
    if (c == '<') {
      tagAt = at;
    }
    before = c;
  }
}

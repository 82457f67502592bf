package dev.everline.line.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds workbooks as spreadsheets save them, part by part. */
public final class WorkbookFile {

  private static final String HEAD =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
  private static final String MAIN =
      " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private final Map<String, String> parts = new LinkedHashMap<>();
  private final StringBuilder sheets = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();
  private final StringBuilder texts = new StringBuilder();
  private String properties = "";
  private int count;
  private int textCount;

  /** Style 0 is general, 1 a built-in date, 2 a Chinese one of its own, 3 a time, 4 text. */
  private static final String STYLES =
      "<styleSheet"
          + MAIN
          + "><numFmts count=\"1\"><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts>"
          + "<cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs count=\"5\">"
          + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"20\"/>"
          + "<xf numFmtId=\"49\"/></cellXfs></styleSheet>";

  public WorkbookFile from1904() {
    properties = "<workbookPr date1904=\"1\"/>";
    return this;
  }

  /** Adds a text that cells name by its place. */
  public WorkbookFile text(String xml) {
    texts.append("<si>").append(xml).append("</si>");
    textCount++;
    return this;
  }

  /**
   * @param rows the XML of its rows
   */
  public WorkbookFile sheet(String name, String state, String rows) {
    count++;
    sheets.append(
        "<sheet name=\"%s\" sheetId=\"%d\" state=\"%s\" r:id=\"rId%d\"/>"
            .formatted(name, count, state, count));
    relations.append(
        "<Relationship Id=\"rId%d\" Type=\"%s/worksheet\" Target=\"worksheets/sheet%d.xml\"/>"
            .formatted(count, RELATIONS, count));
    return part(
        "xl/worksheets/sheet" + count + ".xml",
        HEAD + "<worksheet" + MAIN + "><sheetData>" + rows + "</sheetData></worksheet>");
  }

  public WorkbookFile sheet(String rows) {
    return sheet("Lines", "visible", rows);
  }

  public WorkbookFile part(String name, String content) {
    parts.put(name, content);
    return this;
  }

  /** A row of inline texts. */
  public static String row(int number, String... cells) {
    StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
    for (int i = 0; i < cells.length; i++) {
      row.append("<c r=\"%c%d\" t=\"inlineStr\"><is><t>".formatted('A' + i, number))
          .append(cells[i])
          .append("</t></is></c>");
    }
    return row.append("</row>").toString();
  }

  public byte[] bytes() {
    Map<String, String> all = new LinkedHashMap<>(parts);
    all.putIfAbsent(
        "xl/workbook.xml",
        HEAD
            + "<workbook"
            + MAIN
            + " xmlns:r=\""
            + RELATIONS
            + "\">"
            + properties
            + "<sheets>"
            + sheets
            + "</sheets></workbook>");
    all.putIfAbsent(
        "xl/_rels/workbook.xml.rels",
        HEAD
            + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + relations
            + "</Relationships>");
    all.putIfAbsent("xl/styles.xml", HEAD + STYLES);
    all.putIfAbsent(
        "xl/sharedStrings.xml",
        HEAD + "<sst" + MAIN + " count=\"" + textCount + "\">" + texts + "</sst>");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, String> part : all.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return file.toByteArray();
  }
}

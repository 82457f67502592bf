package dev.everline.line.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.InvalidValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workbooks as spreadsheets save them, and as attackers do. */
class SheetRowsTest {

  private static List<FileRow> rows(byte[] file, int sheet) {
    List<FileRow> rows = new ArrayList<>();
    try (SheetRows read = new SheetRows(() -> new ByteArrayInputStream(file), sheet)) {
      read.forEachRemaining(rows::add);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return rows;
  }

  private static String cell(String xml) {
    byte[] file =
        new WorkbookFile()
            .text("<t>shared</t>")
            .text(
                "<r><t>rich </t></r><r><t xml:space=\"preserve\">text</t></r><rPh><t>no</t></rPh>")
            .text("<t>tab_x0009_here</t>")
            .sheet("<row r=\"1\">" + xml + "</row>")
            .bytes();
    return rows(file, 0).getFirst().cells().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "<c r='A1'><v>2125550107</v></c>, 2125550107",
    "<c r='A1'><v>31.5</v></c>, 31.5",
    "<c r='A1'><v>31.499999999999996</v></c>, 31.5",
    "<c r='A1'><v>2.1255501070000000E9</v></c>, 2125550107",
    "<c r='A1'><v>8.9012601234567798E+18</v></c>, 8.90126012345678E+18",
    "<c r='A1' s='1'><v>46380</v></c>, 2026-12-24",
    "<c r='A1' s='2'><v>46380.75</v></c>, 2026-12-24",
    "<c r='A1' s='3'><v>0.5</v></c>, 0.5",
    "<c r='A1' s='4' t='s'><v>0</v></c>, shared",
    "<c r='A1' t='s'><v>1</v></c>, rich text",
    "<c r='A1' t='b'><v>1</v></c>, TRUE",
    "<c r='A1' t='b'><v>0</v></c>, FALSE",
    "<c r='A1' t='str'><f>A2</f><v>a formula</v></c>, a formula",
    "<c r='A1'><f>1+1</f><v>2</v></c>, 2",
    "<c r='A1' t='e'><v>#N/A</v></c>, #N/A",
    "<c r='A1' t='d'><v>2026-12-24T00:00:00</v></c>, 2026-12-24T00:00:00",
    "<c r='A1' t='inlineStr'><is><t>a &amp; b</t></is></c>, a & b",
    "<c><v>7</v></c>, 7",
    "<c r='A1'><v>1e999999999</v></c>, 1e999999999",
  })
  void aCellIsReadAsItIsTyped(String xml, String text) {
    assertThat(cell(xml)).isEqualTo(text);
  }

  @Test
  void aDateOfAMacIsTheDayThatItsWorkbookCounts() {
    byte[] file =
        new WorkbookFile()
            .from1904()
            .sheet("<row r='1'><c r='A1' s='1'><v>44918</v></c></row>")
            .bytes();
    assertThat(rows(file, 0).getFirst().cells()).containsExactly("2026-12-24");
  }

  @Test
  void cellsStandInTheirColumnsAndRowsHaveTheirNumbers() {
    byte[] file =
        new WorkbookFile()
            .sheet(
                WorkbookFile.row(2, "number", "carrier", "label")
                    + "<row r='3'/><row r='4'><c r='A4' s='1'/><c r='XFD4' s='1'/></row>"
                    + "<row r='7'><c r='B7' t='inlineStr'><is><t>mint</t></is></c></row>")
            .bytes();
    assertThat(rows(file, 0))
        .containsExactly(
            new FileRow(2, List.of("number", "carrier", "label")),
            new FileRow(7, List.of("", "mint", "")));
  }

  @Test
  void hiddenSheetsAreNotReadAndOthersAreByTheirOrder() {
    byte[] file =
        new WorkbookFile()
            .sheet("Lists", "hidden", WorkbookFile.row(1, "hidden"))
            .sheet("Mom", "visible", WorkbookFile.row(1, "first"))
            .sheet("备用", "visible", WorkbookFile.row(1, "second"))
            .bytes();
    assertThat(Tables.sheets(() -> new ByteArrayInputStream(file))).containsExactly("Mom", "备用");
    assertThat(rows(file, 0).getFirst().cells()).containsExactly("first");
    assertThat(rows(file, 1).getFirst().cells()).containsExactly("second");
  }

  private static byte[] zipped(String name, byte[] unit, long times) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry(name));
      for (long i = 0; i < times; i++) {
        zip.write(unit);
      }
    }
    return file.toByteArray();
  }

  @Test
  void whatWouldFillTheMemoryIsRefused() throws IOException {
    byte[] text = "a".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    byte[] comments = "<!-- a --> ".repeat(1 << 12).getBytes(StandardCharsets.UTF_8);
    for (byte[] bomb :
        List.of(
            zipped("xl/sharedStrings.xml", text, 100),
            zipped("xl/styles.xml", comments, 10),
            zipped("xl/workbook.xml", new byte[1 << 16], 10))) {
      assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> rows(bomb, 0));
    }
    String entities =
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>"
            + "<sst><si><t>&b;</t></si></sst>";
    byte[] expanding = new WorkbookFile().sheet("").part("xl/sharedStrings.xml", entities).bytes();
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> rows(expanding, 0));
    byte[] outside =
        new WorkbookFile()
            .sheet("")
            .part(
                "xl/sharedStrings.xml",
                "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><sst><si><t>&a;</t></si></sst>")
            .bytes();
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> rows(outside, 0));
  }

  @Test
  void aWorkbookBrokenOffOrOfAnotherKindIsSaidToBeSo() throws IOException {
    byte[] whole = new WorkbookFile().sheet(WorkbookFile.row(1, "number")).bytes();
    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 3);
    assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> rows(half, 0));
    byte[] ods =
        zipped(
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet".getBytes(StandardCharsets.UTF_8),
            1);
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> rows(ods, 0))
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("OPEN_DOCUMENT"));
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> rows(zipped("letter.txt", "x".getBytes(StandardCharsets.UTF_8), 1), 0))
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("ARCHIVE"));
  }

  /** Whatever bytes are changed, there are rows or a problem that says what to do. */
  @Property(tries = 300)
  void anyBytesAreRowsOrAClearProblem(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] file =
        new WorkbookFile()
            .text("<t>shared</t>")
            .sheet(WorkbookFile.row(1, "number") + "<row r='2'><c t='s'><v>0</v></c></row>")
            .bytes();
    for (int i = random.nextInt(20); i >= 0; i--) {
      file[4 + random.nextInt(file.length - 4)] = (byte) random.nextInt();
    }
    try {
      assertThat(rows(file, 0)).isNotNull();
    } catch (InvalidValue refused) {
      assertThat(refused.remedy()).isNotBlank();
    } catch (UnreadableRows broken) {
      assertThat(broken.getCause()).isInstanceOf(InvalidValue.class);
    }
  }
}

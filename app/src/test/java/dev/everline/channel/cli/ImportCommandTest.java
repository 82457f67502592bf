package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.line.sheet.WorkbookFile;
import dev.everline.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people type and spreadsheets write, at the command line. */
class ImportCommandTest {

  private static Services services;
  private static TestDatabase database;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    services = new Services(LineCommandsTest.World.class);
    database = services.get(TestDatabase.class);
  }

  @AfterAll
  static void close() {
    services.close();
  }

  @BeforeEach
  void noLines() {
    database.execute("TRUNCATE line_note, line_iccid, line");
  }

  private int everline(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command = EverlineCommand.commandLine(services);
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("lines.csv"), text);
  }

  @Test
  void aFileInAnotherEncodingIsReadAsAWholeAndThatIsTold() throws IOException {
    Path file =
        Files.write(
            folder.resolve("gbk.csv"),
            "number,carrier,label\n2125550101,mint,默默妈妈\n".getBytes(Charset.forName("GB18030")));
    assertThat(everline("import", file.toString())).isZero();
    assertThat(err.toString()).contains("The file isn't UTF-8; it was read as GB18030.");
    assertThat(everline("lines")).isZero();
    assertThat(out.toString()).contains("默默");
  }

  @Test
  void aFileThatTwoEncodingsFitIsReadByTheOptionOnly() throws IOException {
    Path file =
        Files.write(
            folder.resolve("one.csv"),
            "number,carrier,label\n2125550101,mint,妈\n".getBytes(Charset.forName("GB18030")));
    assertThat(everline("import", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("say which by --encoding");
    assertThat(everline("import", file.toString(), "--encoding", "GB18030")).isZero();
    assertThat(everline("lines")).isZero();
    assertThat(out.toString()).contains("妈");
    assertThat(everline("import", file.toString(), "--encoding", "no-such")).isEqualTo(2);
    assertThat(err.toString()).contains("encoding 'no-such' is unknown");
  }

  @Test
  void datesThatTwoOrdersFitAreReadByTheOptionOnlyAndOthersByTheOneThatFits() throws IOException {
    Path both = file("number,carrier,valid_until\n2125550100,mint,12/04/2026\n");
    assertThat(everline("import", both.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("12/04/2026").contains("--dates mdy");
    assertThat(everline("lines")).isZero();
    assertThat(out.toString()).doesNotContain("2125550100");
    assertThat(everline("import", both.toString(), "--dates", "dmy")).isZero();
    assertThat(everline("line", "+12125550100")).isZero();
    assertThat(out.toString()).contains("2026-04-12");
    Path one =
        file(
            """
            number,carrier,valid_until
            2125550105,mint,12/04/2026
            2125550106,mint,12/24/2026
            """);
    assertThat(everline("import", one.toString())).isZero();
    assertThat(err.toString()).contains("Dates were read as mdy");
    assertThat(everline("line", "+12125550105")).isZero();
    assertThat(out.toString()).contains("2026-12-04");
    Path neither =
        file(
            """
            number,carrier,valid_until
            2125550102,mint,24/12/2026
            2125550103,mint,12/24/2026
            """);
    assertThat(everline("import", neither.toString())).isEqualTo(2);
    assertThat(everline("import", neither.toString(), "--dates", "mdy")).isEqualTo(2);
    assertThat(out.toString()).contains("1 added").contains("1 rejected");
  }

  @Test
  void whatSpreadsheetsWriteIsReadAndWhatTheyLostIsSaid() throws IOException {
    Path file =
        file(
            """
            sep=;
            number;carrier;iccid;valid_until;balance;auto_renew;label;tags;;
            '2125550100;Ultra Mobile;'8901260000000000006;2026年12月24日;31,50;是;'n Ana;;;
            "=""2125550101""\";紫卡;"=""8901260000000000014""\";46380;$31.50;✓;Eva;;;
            2125550102.0;MetroPCS;;24-Dec-26;1,234.50;TRUE;'007;;;
            2.12556E+11;mint;;;;;;;;
            2125550103;mint;8.90126E+18;;;;;;;
            2125550104;mint;8901260123456780000;;;;;;;
            2125550105;mint;890126000000000000;;;;;;;
            2125550106;T-Mobile;;;;;;;;
            ;;;;;;;;;
            ;;;;;;;;;
            """);
    assertThat(everline("import", file.toString())).isEqualTo(2);
    assertThat(out.toString()).contains("8 rows: 3 added, 0 changed, 0 unchanged, 5 rejected.");
    assertThat(folder.resolve("lines.csv.rejects.csv"))
        .content()
        .contains("6;number;\"number was rounded by a spreadsheet")
        .contains("7;iccid;\"iccid was rounded by a spreadsheet")
        .contains("8;iccid;\"iccid was rounded by a spreadsheet")
        .contains("9;")
        .contains("metro, tmobile-prepaid");
    assertThat(everline("lines", "--carrier", "紫卡")).isZero();
    assertThat(out.toString()).contains("'n Ana").contains("Eva").doesNotContain("007");
    for (String number : List.of("+12125550100", "+12125550101", "+12125550102")) {
      assertThat(everline("line", number)).isZero();
      assertThat(out.toString()).contains("2026-12-24");
    }
  }

  @Test
  void aWorkbookIsReadAsItsCellsAreTyped() throws IOException {
    byte[] book =
        new WorkbookFile()
            .sheet("Notes", "visible", WorkbookFile.row(1, "nothing here"))
            .sheet(
                "Lines",
                "visible",
                WorkbookFile.row(1, "number", "carrier", "valid_until", "balance", "auto_renew")
                    + "<row r='2'><c r='A2'><v>2125550100</v></c>"
                    + "<c r='B2' t='inlineStr'><is><t>Tello</t></is></c>"
                    + "<c r='C2' s='1'><v>46380</v></c><c r='D2'><v>12.5</v></c>"
                    + "<c r='E2' t='b'><v>1</v></c></row>")
            .bytes();
    // Whatever its name says.
    Path file = Files.write(folder.resolve("lines.csv"), book);
    assertThat(everline("import", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("The workbook has 2 sheets; the first was read: Notes.");
    assertThat(everline("import", file.toString(), "--sheet", "none")).isEqualTo(2);
    assertThat(err.toString()).contains("give one of Notes, Lines");
    assertThat(everline("import", file.toString(), "--sheet", "Lines")).isZero();
    assertThat(everline("line", "+12125550100")).isZero();
    assertThat(out.toString()).contains("2026-12-24").contains("12.50");
    assertThat(everline("import", file.toString(), "--sheet", "2")).isZero();
    assertThat(out.toString()).contains("1 unchanged");
  }

  @Test
  void oneSimIsOneSimInAllItsSpellingsAndCantBeTwoLines() throws IOException {
    String[] first = {"line", "add", "2125550100", "--carrier", "Tello", "--iccid"};
    assertThat(everline(with(first, "8901260000000000006"))).isZero();
    for (String spelling :
        List.of("890126000000000000", "8901260000000000006F", "981062000000000000F6")) {
      assertThat(everline("line", "add", "2125550101", "--carrier", "tello", "--iccid", spelling))
          .isEqualTo(2);
      assertThat(err.toString()).contains("is the SIM of another line");
      assertThat(everline("line", "set", "+12125550100", "--iccid", spelling)).isZero();
    }
    assertThat(everline("line", "+12125550100")).isZero();
    assertThat(out.toString()).contains("8901260000000000006").doesNotContain("earlier SIM");
    Path same = file("number,carrier,iccid\n2125550100,tello,890126000000000000\n");
    assertThat(everline("import", same.toString())).isZero();
    assertThat(out.toString()).contains("1 unchanged");
    Path other = file("number,carrier,iccid\n2125550109,tello,890126000000000000\n");
    assertThat(everline("import", other.toString())).isEqualTo(2);
    assertThat(folder.resolve("lines.csv.rejects.csv"))
        .content()
        .contains("2,iccid,\"iccid is the SIM of another line");
    Path moved =
        file(
            """
            number,carrier,iccid
            2125550109,tello,8901260000000000006
            2125550100,tello,8901260000000000014
            """);
    assertThat(everline("import", moved.toString())).isZero();
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  /** It is 2 o'clock on the 25th in Shanghai, and still the 24th in New York. */
  @Test
  void aLineThatEndsTodayIsInEachListOnceAndItIsSaidWhere() throws IOException {
    assertThat(everline("accounts", "zone", "Asia/Shanghai")).isZero();
    Path file =
        file(
            """
            number,carrier,plan,valid_until,as_of
            2125550100,mint,mint-6gb,2026-11-24,2026-11-25
            2125550101,mint,mint-6gb,2028-12-31,
            """);
    assertThat(everline("import", file.toString())).isZero();
    for (String[] list :
        List.of(
            new String[] {"due", "--days", "0"},
            new String[] {"lines", "--ending-within", "0"},
            new String[] {"lines", "--ending-within", "800"},
            new String[] {"due", "--days", "800"})) {
      assertThat(everline(list)).isZero();
      assertThat(out.toString().split("today in New York", -1)).as(out.toString()).hasSize(2);
    }
    assertThat(everline("accounts", "zone", "Pacific/Honolulu")).isZero();
    assertThat(everline("lines", "--ending-within", "0")).isZero();
    assertThat(out.toString()).contains("2026-11-24, today in New York");
  }

  @Test
  void columnsMayHaveTheNamesThatPeopleGiveThemInThreeLanguages() throws IOException {
    Path file = file("手机号,运营商,到期日,备注\n2125550100,红口袋,2026年12月24日,\"=\"\"007\"\"\"\n");
    assertThat(everline("import", file.toString())).isZero();
    assertThat(everline("lines")).isZero();
    assertThat(out.toString()).contains("red-pocket").contains(" 007 ").contains("2026-12-23");
  }

  @Test
  void aPipeIsJudgedAsAWholeToo() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(
              "number,carrier,label,valid_until\n2125550101,mint,妈妈的手机,24/12/2026\n"
                  .getBytes(Charset.forName("GBK"))));
      assertThat(everline("import", "-", "--rejects", folder.resolve("r.csv").toString())).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(everline("lines")).isZero();
    assertThat(out.toString()).contains("妈妈的手机").contains("2026-12-24");
  }
}

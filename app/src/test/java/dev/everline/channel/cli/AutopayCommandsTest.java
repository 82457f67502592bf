package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Lines of carriers' own autopay at the command line, as the real application shows them. */
class AutopayCommandsTest {

  private static TestDatabase database;
  private static Services services;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final LocalDate today = LocalDate.now(ZoneId.of("America/New_York"));

  @TempDir private Path folder;

  @BeforeAll
  static void aNewInstallation() {
    database = TestDatabase.create();
    services = new Services(OnTestDatabase.at(database.settings(2)));
  }

  @AfterAll
  static void close() {
    services.close();
    database.close();
  }

  private int everline(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine command = EverlineCommand.commandLine(services);
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private int imports(String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("lines.csv"), rows);
    return everline("import", file.toString());
  }

  @Test
  void itsOwnerSaysHowTheAutopayWentAndEveryListFollows() throws IOException {
    // US Mobile charges two days before the end, which is to be confirmed on the last day.
    String file =
        """
        number,carrier,plan,valid_until,label,renewed_by
        2125550120,us-mobile,usmobile-starter,TODAY,Grandpa,carrier
        2125550121,us-mobile,usmobile-starter,TODAY,Aunt,carrier
        """
            .replace("TODAY", today.toString());
    assertThat(imports(file)).isZero();

    assertThat(everline("lines", "--renewed-by", "carrier")).isZero();
    assertThat(out.toString()).contains("Grandpa", "by its carrier's autopay");
    assertThat(everline("due")).isZero();
    assertThat(out.toString())
        .contains("by its carrier's autopay")
        .contains("check that its autopay went through, and confirm the new date")
        .doesNotContain("service ends soon");
    assertThat(everline("renew", "+12125550120")).isEqualTo(4);
    assertThat(err.toString()).contains("US Mobile's own autopay").contains("autopay-failed");
    assertThat(everline("whatif", "--days", "40")).isZero();
    assertThat(out.toString())
        .contains("ITS CARRIER'S AUTOPAY IS TO EXTEND")
        .contains("0 renewals for 0.00 USD")
        .doesNotContain("ENDS UNLESS YOU ACT");

    assertThat(everline("line", "confirm-autopay", "+12125550120")).isZero();
    assertThat(out.toString()).contains("paid until " + today.plusDays(30));
    assertThat(everline("line", "autopay-failed", "+12125550121")).isZero();
    assertThat(out.toString()).contains("everline renew");
    assertThat(everline("lines", "--json")).isZero();
    assertThat(out.toString()).contains("\"renewedBy\" : \"CARRIER\"", "\"autopayFailed\" : true");
    assertThat(everline("due")).isZero();
    assertThat(out.toString()).contains("service ends soon").doesNotContain("Grandpa");
    assertThat(everline("line", "autopay-failed", "+12125550121")).isEqualTo(4);
    assertThat(err.toString()).contains("isn't renewed by its carrier's autopay");
  }

  @Test
  void aLineTellsWhatIsExpectedOfItsAutopay() {
    String end = today.plusDays(10).toString();
    everline("line", "add", "2125550122", "--carrier", "tello", "--renewed-by", "carrier");

    assertThat(everline("line", "set", "+12125550122", "--plan", "tello-5gb", "--valid-until", end))
        .isZero();

    assertThat(out.toString())
        .contains("by its carrier's autopay")
        .contains("autopay charges", end + " 05:00 America/New_York to " + end + " 11:00")
        .contains("then paid until", today.plusDays(40).toString());
    assertThat(everline("line", "+12125550122", "--timeline")).isZero();
    assertThat(out.toString())
        .contains("the carrier's autopay charges", "confirm that the autopay went through")
        .doesNotContain("you are reminded");
  }

  @Test
  void aFileOfAnOlderVersionIsReadAndAContradictionIsARejectedRow() throws IOException {
    String file =
        """
        number,carrier,renewed_by,auto_renew
        2125550130,mint,,yes
        2125550131,mint,,no
        2125550132,mint,carrier,
        2125550133,mint,everline,yes
        2125550134,mint,carrier,yes
        2125550135,mint,somebody,
        """;
    assertThat(imports(file)).isEqualTo(2);

    assertThat(Files.readString(folder.resolve("lines.csv.rejects.csv")))
        .contains("contradicts auto_renew, which says 'yes': that is everline")
        .contains("is unknown; write one of [everline, carrier, owner]");
    everline("lines", "--carrier", "mint", "--renewed-by", "everline");
    assertThat(out.toString()).contains("555-0130", "555-0133").doesNotContain("555-0131");
    everline("lines", "--carrier", "mint", "--renewed-by", "carrier");
    assertThat(out.toString()).contains("555-0132").doesNotContain("555-0134");
    everline("lines", "--carrier", "mint", "--renewed-by", "owner");
    assertThat(out.toString()).contains("555-0131").doesNotContain("555-0130");
  }
}

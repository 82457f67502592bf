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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people paid their carriers themselves, at the command line. */
class RenewedCommandTest {

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

  @Test
  void oneIsRecordedListedAndUndone() throws IOException {
    Path file = folder.resolve("lines.csv");
    Files.writeString(
        file,
        "number,carrier,plan,valid_until\n+12125550160,mint,mint-6gb," + today.plusDays(2) + "\n");
    assertThat(everline("import", file.toString())).isZero();

    assertThat(everline("renewed", "+12125550160", "--paid", "16.15", "--where", "store"))
        .as(err.toString())
        .isZero();
    Matcher id = Pattern.compile("rn_[0-9A-Z*~$=]{14}").matcher(out.toString());
    assertThat(id.find()).as(out.toString()).isTrue();
    assertThat(out.toString()).contains("paid until");
    assertThat(everline("renewed", "list", "+12125550160", "--json")).isZero();
    assertThat(out.toString()).contains(id.group(), "16.15", "STORE");
    assertThat(everline("ledger", "check")).isZero();
    assertThat(out.toString()).contains("OUTSIDE");

    assertThat(everline("renewed", "undo", id.group())).isZero();
    assertThat(out.toString()).contains("is undone");
    assertThat(everline("line", "+12125550160")).isZero();
    assertThat(out.toString()).contains(today.plusDays(2).toString());
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(everline("renewed")).isEqualTo(2);
    assertThat(everline("renewed", "undo", "rn_nothing")).isEqualTo(2);
  }
}

package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.renewal.operate.WhatIf;
import dev.everline.storage.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The forecast as the real application shows it, on connections as it pools them. */
class WhatIfCommandTest {

  private static TestDatabase database;
  private static Services services;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void aNewInstallationWithAHouseholdsLines() {
    database = TestDatabase.create();
    services = new Services(OnTestDatabase.at(database.settings(2)));
    assertThat(
            everline(new StringWriter(), new StringWriter(), "import", "../samples/household.csv"))
        .isZero();
  }

  @AfterAll
  static void close() {
    services.close();
    database.close();
  }

  private static int everline(StringWriter out, StringWriter err, String... arguments) {
    CommandLine command = EverlineCommand.commandLine(services);
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  @Test
  void aForecastCallsEachLineByItsName() {
    int exit = everline(out, err, "whatif", "--days", "90");
    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("ENDS UNLESS YOU ACT", "Mom", "Student", "wallet ends with");
  }

  @Test
  void aForecastLeavesThePoolsConnectionsAsTheyWere() {
    Account account = services.get(Accounts.class).first(1).getFirst();
    LineStore store = services.get(LineStore.class);
    // So often that the server keeps the statement prepared for the tables it was asked of.
    List<LineId> before = List.of();
    for (int i = 0; i < 5; i++) {
      before = ids(store, account);
    }

    WhatIf.Forecast forecast = services.get(WhatIf.class).forecast(account.id(), 30, day -> {});

    assertThat(forecast.lapses()).isNotEmpty();
    assertThat(ids(store, account)).isEqualTo(before).isNotEmpty();
    assertThat(database.number("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'whatif%'"))
        .isZero();
  }

  private static List<LineId> ids(LineStore store, Account account) {
    return store.list(account.id(), LineFilter.ALL, null, LineStore.LARGEST_PAGE).lines().stream()
        .map(Line::id)
        .toList();
  }
}

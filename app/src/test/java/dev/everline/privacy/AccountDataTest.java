package dev.everline.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.storage.AccountData;
import dev.everline.storage.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Of every table of the database somebody has said what becomes of its rows when their account is
 * copied and erased, or that it holds nothing of an account.
 */
class AccountDataTest {

  /** Tables without a row of any account, and what is in them. */
  private static final Map<String, String> OF_NO_ACCOUNT =
      Map.ofEntries(
          Map.entry("backup_run", "backups that were made"),
          Map.entry("clock_seen", "one time"),
          Map.entry("catalog_bundle", "files of the catalog, of nobody"),
          Map.entry("catalog_change", "which of them was in force"),
          Map.entry("catalog_key", "makers of bundles, whom the operator names"),
          Map.entry("catalog_seen", "hashes of the catalog"),
          Map.entry("connected_carriers", "carriers"),
          Map.entry("flyway_schema_history", "migrations"),
          Map.entry("ledger_proof", "when the ledger was checked"),
          Map.entry("restored", "from which backup the database came"),
          Map.entry("route_record", "how carriers' routes have done"),
          Map.entry("sealing", "which keys seal the database"),
          Map.entry("sign_in_try", "hashes of names and addresses, until they count no more"));

  /** A column of such a name leads to an account. */
  private static final String LEADS_TO_AN_ACCOUNT =
      "(account|owner|wallet|member|author|session|device|line|lines|order|job|upload)(_id)?";

  private static TestDatabase database;
  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    context =
        new SpringApplicationBuilder(OnTestDatabase.at(database.settings(4)))
            .web(WebApplicationType.NONE)
            .lazyInitialization(true)
            .logStartupInfo(false)
            .run();
  }

  @AfterAll
  static void stop() {
    context.close();
    database.close();
  }

  @Test
  void ofEveryTableItIsSaidWhatBecomesOfAnAccountsRows() {
    assertThat(said().keySet())
        .as("said by an AccountData of the table's module, or here that it is of no account")
        .containsExactlyInAnyOrderElementsOf(
            texts("SELECT table_name FROM information_schema.tables WHERE table_schema = :schema"));
  }

  @Test
  void aTableThatLeadsToAnAccountIsNotPassedOver() {
    assertThat(OF_NO_ACCOUNT.keySet())
        .doesNotContainAnyElementsOf(
            texts(
                "SELECT table_name FROM information_schema.columns WHERE table_schema = :schema"
                    + " AND column_name ~ '^"
                    + LEADS_TO_AN_ACCOUNT
                    + "$'"));
  }

  @Test
  void noTableIsSaidTwice() {
    assertThat(tables().stream().map(AccountData.Table::name)).doesNotHaveDuplicates();
    assertThat(tables().stream().map(AccountData.Table::name))
        .doesNotContainAnyElementsOf(OF_NO_ACCOUNT.keySet());
  }

  private static Map<String, String> said() {
    Map<String, String> said = new TreeMap<>(OF_NO_ACCOUNT);
    tables().forEach(table -> said.put(table.name(), table.because()));
    return said;
  }

  private static List<AccountData.Table> tables() {
    return context.getBeansOfType(AccountData.class).values().stream()
        .flatMap(data -> data.tables().stream())
        .toList();
  }

  private static List<String> texts(String sql) {
    return JdbcClient.create(database.dataSource())
        .sql(sql)
        .param("schema", "everline")
        .query(String.class)
        .list();
  }
}

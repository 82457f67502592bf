package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Accounts;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.identify.Identifier;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.SimHistory;
import dev.everline.line.imports.LineImport;
import dev.everline.notice.Notices;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.price.Quoter;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import picocli.CommandLine;

/** Importing, listing, showing and changing lines at the command line. */
class LineCommandsTest {

  private static Services services;
  private static TestDatabase database;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  /**
   * What the commands need, on a database of the test's own; not for the whole application to find.
   */
  static class World extends CommandWorld {

    @Bean
    Catalog catalog() {
      return CatalogLoader.builtIn().load();
    }

    @Bean
    Identifier identifier(Catalog catalog) {
      return CatalogLoader.builtIn().loadIdentifier(catalog);
    }

    @Bean
    Accounts accounts(Seal seal, DataSource dataSource, IdAllocator ids, Clock clock) {
      return new Accounts(dataSource, seal, ids, clock);
    }

    @Bean
    LineStore lineStore(Seal seal, DataSource dataSource) {
      return new LineStore(dataSource, seal);
    }

    @Bean
    SimHistory simHistory(Seal seal, DataSource dataSource) {
      return new SimHistory(dataSource, seal);
    }

    @Bean
    LineService lineService(
        Seal seal, DataSource dataSource, IdAllocator ids, Catalog catalog, Clock clock) {
      return new LineService(dataSource, seal, ids, catalog, clock);
    }

    @Bean
    LineNotes lineNotes(Seal seal, DataSource dataSource, IdAllocator ids, Clock clock) {
      return new LineNotes(dataSource, seal, ids, clock);
    }

    @Bean
    LineImport lineImport(
        Seal seal, DataSource dataSource, IdAllocator ids, Catalog catalog, Clock clock) {
      return new LineImport(dataSource, seal, ids, catalog, clock);
    }

    @Bean
    RenewalEngine engine(Seal seal, DataSource dataSource, Catalog catalog, Clock clock) {
      return RenewalEngine.on(
          dataSource,
          seal,
          catalog,
          any -> Optional.empty(),
          RenewalSettings.defaults(),
          Runnable::run,
          clock,
          new SplittableRandom(1));
    }

    @Bean
    Renewals renewals(RenewalEngine engine) {
      return engine.renewals();
    }

    @Bean
    Notices notices(RenewalEngine engine) {
      return engine.notices();
    }

    @Bean
    Quotes quotes(RenewalEngine engine) {
      return engine.quotes();
    }

    @Bean
    Outlook outlook(Catalog catalog, Clock clock) {
      return new Outlook(
          catalog, new Quoter(catalog, Money.usd(0)), any -> Optional.empty(), clock);
    }
  }

  @BeforeAll
  static void open() {
    services = new Services(World.class);
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
  void aNumberWithALetterIsNobodysLine() {
    assertThat(everline("line", "add", "2125556466", "--carrier", "mint")).isZero();
    assertThat(everline("line", "pause", "(212) 555-OIOO")).isEqualTo(2);
    assertThat(err.toString()).contains("contains the letter 'O'").doesNotContain("OIOO");
    assertThat(everline("line", "add", "646-214-2100 Ann", "--carrier", "mint")).isEqualTo(2);
    assertThat(err.toString()).contains("contains the letter 'A'");
  }

  @Test
  void anImportTellsWhatItDidAndWhereTheRejectsAre() throws IOException {
    Path file =
        file(
            """
            number,carrier,valid_until
            2125550100,mint,2026-12-24
            2125550101,nobody,2026-12-24
            """);
    assertThat(everline("import", file.toString())).isEqualTo(2);
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("2 rows: 1 added, 0 changed, 0 unchanged, 1 rejected.");
    assertThat(err.toString()).contains("lines.csv.rejects.csv");
    assertThat(folder.resolve("lines.csv.rejects.csv")).content().contains("3,carrier,");
    assertThat(everline("import", file.toString(), "--json")).isEqualTo(2);
    assertThat(out.toString()).contains("\"unchanged\" : 1");
  }

  @Test
  void aWishThatCantComeTrueHereIsKeptAndSaidAtOnce() throws IOException {
    String file = file("number,carrier,plan,auto_renew\n2125550100,mint,mint-6gb,yes\n").toString();
    assertThat(everline("import", file)).isZero();
    assertThat(err.toString())
        .contains("can't pay Mint Mobile from here: 1 of its lines are set to renew automatically");

    assertThat(everline("line", "set", "+12125550100", "--renewed-by", "everline")).isZero();
    assertThat(out.toString()).contains("on, but no effect").doesNotContain("automatically");
    assertThat(err.toString()).contains("Everline can't pay mint from here");

    everline("line", "set", "+12125550100", "--valid-until", "2026-11-26");
    assertThat(everline("lines")).isZero();
    assertThat(out.toString()).contains("on, but no effect").doesNotContain("automatically");
    assertThat(everline("lines", "--json")).isZero();
    assertThat(out.toString()).contains("\"renewsByItself\" : false");
    assertThat(everline("due", "--days", "20")).isZero();
    assertThat(out.toString()).contains("manually: Everline can't pay mint from here");
    assertThat(everline("quote", "+12125550100")).isZero();
    assertThat(err.toString()).contains("Everline can't pay mint from here");
    assertThat(everline("renew", "+12125550100")).isEqualTo(4);
    assertThat(err.toString()).contains("can't pay Mint Mobile from here");
  }

  @Test
  void aLineWithoutServiceNeedsItsOwnerWhoseLineIsCalledByItsName() throws IOException {
    String file =
        file("""
                number,carrier,plan,valid_until,label,auto_renew
                2125550100,mint,mint-6gb,2026-11-20,Mum,no
                2125550101,mint,mint-6gb,2026-11-26,,no
                2125550102,mint,mint-6gb,,Dateless,yes
                """)
            .toString();
    assertThat(everline("import", file)).isZero();
    String title = "NEEDS ATTENTION";

    assertThat(everline("due")).isZero();
    assertThat(out.toString().substring(out.toString().indexOf(title)))
        .containsSubsequence("Mum", "no service", "service ends soon", "Dateless");
    assertThat(everline("due", "--json")).isZero();
    assertThat(out.toString()).contains("\"linesThatNeedYou\"").contains("\"LAPSED\"");
  }

  @Test
  void anEndFarAheadIsTakenAndDoubted() {
    everline("line", "add", "2125550104", "--carrier", "mint", "--valid-until", "2036-12-01");
    assertThat(err.toString()).contains("more than two years ahead");
    everline("line", "set", "+12125550104", "--valid-until", "2026-12-01");
    assertThat(err.toString()).doesNotContain("ahead");
  }

  @Test
  void tooManyPeriodsAreRefusedByHowLongOneIsAndWhatTheCarrierSells() {
    Plan plan =
        services.get(Catalog.class).plans().values().stream()
            .filter(one -> Length.ofDays(90).equals(one.period()))
            .filter(one -> !one.terms().isEmpty() && !one.prices().isEmpty())
            .min(Comparator.comparing(Plan::id))
            .orElseThrow();
    everline("line", "add", "2125550103", "--carrier", plan.carrier(), "--plan", plan.id());
    String id = out.toString().strip();

    assertThat(everline("quote", id, "--periods", "12")).isEqualTo(2);
    assertThat(err.toString()).contains("a period of this plan is 90 days").contains("at once for");
  }

  @Test
  void aFileWithoutItsColumnsIsRefusedWhole() throws IOException {
    assertThat(everline("import", file("label\nx\n").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("column 'number'");
    assertThat(everline("import", folder.resolve("none.csv").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("doesn't exist");
  }

  @Test
  void aFolderIsNoFileToImport() {
    assertThat(everline("import", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is a folder").doesNotContain("unexpected");
  }

  @Test
  void aKeyIsNamedAsItIsTyped() {
    assertThat(everline("renew", "12125550100", "--key", "")).isEqualTo(2);
    assertThat(err.toString()).contains("--key").doesNotContain("Idempotency");
  }

  @Test
  void linesAreListedAndFilteredAsTheyStandToday() throws IOException {
    everline(
        "import",
        file("""
                number,carrier,plan,valid_until,label,tags,auto_renew,paused
                2125550100,mint,mint-6gb,2026-11-26,奶奶,family,yes,
                2125550101,mint,mint-6gb,2026-11-01,Tablet,work,no,
                2125550102,mint,mint-6gb,2027-06-01,Spare,work,no,yes
                """)
            .toString());
    assertThat(everline("lines")).isZero();
    assertThat(out.toString())
        .contains("+1 212-555-0100")
        .contains("奶奶")
        .contains("suspended")
        .contains("active, paused");
    assertThat(everline("lines", "--state", "suspended")).isZero();
    assertThat(out.toString()).contains("Tablet").doesNotContain("Spare");
    assertThat(everline("lines", "--ending-within", "7", "--renewed-by", "everline")).isZero();
    assertThat(out.toString()).contains("奶奶").doesNotContain("Tablet");
    assertThat(everline("lines", "--limit", "2", "--json")).isZero();
    assertThat(out.toString()).contains("\"next\" : \"ln_").doesNotContain("Spare");
    assertThat(everline("lines", "--tag", "none")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("everline import");
  }

  private static AccountId accountOf(String line) {
    return new AccountId(
        database.number("SELECT account_id FROM line WHERE id = " + LineId.parse(line).value()));
  }

  @Test
  void aLineIsAddedShownChangedPausedAndRemoved() {
    assertThat(
            everline(
                "line",
                "add",
                "(212) 555-0123",
                "--carrier",
                "mint",
                "--plan",
                "mint-6gb",
                "--valid-until",
                "2026-12-01",
                "--iccid",
                "8901260123456789012"))
        .isZero();
    String id = out.toString().strip();
    assertThat(id).startsWith("ln_");
    assertThat(err.toString()).contains("iccid: ").contains("confirm-brand " + id);
    assertThat(everline("line", "confirm-brand", id)).isZero();
    assertThat(everline("line", "set", id, "--balance", "12.50", "--label", "Home")).isZero();
    assertThat(out.toString()).contains("12.50 USD").contains("owner, 2026-11-24");
    assertThat(everline("line", "212-555-0123")).isZero();
    assertThat(out.toString()).contains("Home").contains("confirmed by you");
    Line line = services.get(LineService.class).get(accountOf(id), id);
    services
        .get(LineNotes.class)
        .add(line.account(), line.id(), new MemberId(line.account().value()), "Two\nlines.");
    assertThat(everline("line", id)).isZero();
    assertThat(out.toString()).containsPattern("note +Two lines. +noted 2026-11-24");
    assertThat(everline("line", "set", id, "--if-not-renewed", "keep-number")).isZero();
    assertThat(out.toString()).contains("the number is kept at the lowest cost");
    assertThat(err.toString()).contains("you will only be notified");
    assertThat(everline("line", "set", id, "--plan=")).isZero();
    assertThat(everline("line", id, "--json")).isZero();
    assertThat(out.toString()).contains("\"plan\" : null").contains("Two\\nlines.");
    assertThat(everline("line", "pause", id)).isZero();
    assertThat(everline("line", "resume", id)).isZero();
    assertThat(everline("line", "remove", id)).isZero();
    assertThat(everline("line", id)).isEqualTo(3);
    assertThat(err.toString()).contains("has no line " + id);
  }

  @Test
  void aTimelineTellsWhatLapsesWhenAndByWhichSource() {
    everline(
        "line", "add", "2125550123", "--carrier", "att-prepaid", "--valid-until", "2026-12-01");
    String id = out.toString().strip();
    assertThat(everline("line", id, "--timeline")).isZero();
    assertThat(out.toString())
        .contains("2026-12-01")
        .contains("catalog plans --carrier att-prepaid")
        .doesNotContain("THE NUMBER MAY BE LOST");
    everline("line", "set", id, "--valid-until=");
    assertThat(everline("line", id, "--timeline")).isEqualTo(4);
    assertThat(err.toString()).contains("catalog plans --carrier att-prepaid");
    everline("line", "set", id, "--valid-until", "2026-12-01");
    // A day's plan of the same rule lives on five dollars for days, so not just any will do.
    String plan =
        services.get(Catalog.class).plansOf("att-prepaid").stream()
            .filter(one -> one.lapseRule().equals("att-prepaid-monthly"))
            .filter(one -> Length.ofDays(30).equals(one.period()))
            .filter(one -> !one.prices().isEmpty())
            .map(Plan::id)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    everline("line", "set", id, "--plan", plan, "--balance", "5");
    assertThat(everline("line", id, "--timeline")).isZero();
    assertThat(out.toString())
        .contains("2026-12-01")
        .contains("last day of service")
        .contains("service stops")
        .contains("THE NUMBER MAY BE LOST")
        .contains("Cheapest way to keep the number: pay 10.00 USD")
        .contains("[1] att.com");
    assertThat(everline("line", id, "--timeline", "--json")).isZero();
    assertThat(out.toString()).contains("NUMBER_MAY_BE_LOST");
    assertThat(everline("line", "set", id, "--if-not-renewed", "keep-number")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aPayAsYouGoLineWithoutCreditIsShownAsSuspendedAndWhy() {
    everline(
        "line",
        "add",
        "2125550124",
        "--carrier",
        "tello",
        "--plan",
        "tello-paygo",
        "--valid-until",
        "2027-02-01",
        "--balance",
        "0");
    String id = out.toString().strip();
    assertThat(everline("line", id, "--timeline")).isZero();
    assertThat(out.toString())
        .contains("is suspended on 2026-11-24")
        .contains("the balance that pays for its service is used up")
        .doesNotContain("service stops");
    assertThat(everline("line", id)).isZero();
    assertThat(out.toString()).contains("suspended, balance used up");
    assertThat(everline("lines", "--state", "SUSPENDED")).isZero();
    assertThat(out.toString()).contains("+1 212-555-0124");
    assertThat(everline("line", id, "--json")).isZero();
    assertThat(out.toString()).contains("\"suspendedBy\" : \"BALANCE\"");
  }

  @Test
  void mistakesAreUsageErrorsWithTheRemedy() {
    assertThat(everline("line")).isEqualTo(2);
    assertThat(err.toString()).contains("everline lines");
    assertThat(everline("line", "add", "2125550123")).isEqualTo(2);
    assertThat(err.toString()).contains("carrier (none) is missing");
    assertThat(everline("lines", "--paused", "perhaps")).isEqualTo(2);
    assertThat(everline("lines", "--limit", "0")).isEqualTo(2);
    assertThat(everline("line", "nonsense")).isEqualTo(2);
  }
}

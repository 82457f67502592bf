package dev.everline.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.account.Accounts;
import dev.everline.fixture.TestCatalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What owners do with their lines. */
class LineServiceTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String SIM = "8901260123456789012";

  private static TestDatabase database;

  private LineService service;
  private LineStore store;
  private SimHistory sims;
  private AccountId account;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void anAccount() {
    IdAllocator ids = new IdAllocator(database.dataSource());
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    service =
        new LineService(database.dataSource(), database.seal(), ids, TestCatalog.get(), clock);
    store = new LineStore(database.dataSource(), database.seal());
    sims = new SimHistory(database.dataSource(), database.seal());
    account =
        new Accounts(database.dataSource(), database.seal(), ids, clock)
            .open("Home", "UTC", null)
            .id();
  }

  private Line aLine(String number) {
    return service.add(account, Map.of(LineField.NUMBER, number, LineField.CARRIER, "acme"));
  }

  private LineService later(int days) {
    return new LineService(
        database.dataSource(),
        database.seal(),
        new IdAllocator(database.dataSource()),
        TestCatalog.get(),
        Clock.fixed(NOW.plusSeconds(86_400L * days), ZoneOffset.UTC));
  }

  @Test
  void anAddedLineIsFoundAsItWasGivenAndLookedAtAtOnce() {
    Line added =
        service.add(
            account,
            Map.ofEntries(
                Map.entry(LineField.NUMBER, "(212) 555-0123"),
                Map.entry(LineField.CARRIER, "Acme Mobile"),
                Map.entry(LineField.ICCID, SIM + "F"),
                Map.entry(LineField.LABEL, "奶奶 👵 سارة"),
                Map.entry(LineField.PLAN, "acme-30"),
                Map.entry(LineField.VALID_UNTIL, "2026-12-24"),
                Map.entry(LineField.BALANCE, "12.50"),
                Map.entry(LineField.BALANCE_EXPIRES_ON, "2027-02-28"),
                Map.entry(LineField.ANCHOR_DAY, "24"),
                Map.entry(LineField.LAST_PAYMENT_ON, "2026-11-24"),
                Map.entry(LineField.AUTO_RENEW, "yes"),
                Map.entry(LineField.PRICE_CEILING, "30"),
                Map.entry(LineField.STATE, "ca"),
                Map.entry(LineField.TAGS, "family; travel;family")));
    Line found = store.find(account, "12125550123").orElseThrow();
    assertThat(found).isEqualTo(added);
    assertThat(found.carrier()).isEqualTo("acme");
    assertThat(found.iccid()).isEqualTo(SIM);
    assertThat(found.label()).isEqualTo("奶奶 👵 سارة");
    assertThat(found.tags()).containsExactly("family", "travel");
    assertThat(found.state()).isEqualTo("CA");
    assertThat(found.priceCeiling()).isEqualTo(Money.usd(30_00));
    assertThat(found.facts())
        .isEqualTo(
            new LineFacts(
                LocalDate.of(2026, 12, 24),
                Money.usd(12_50),
                LocalDate.of(2027, 2, 28),
                24,
                LocalDate.of(2026, 11, 24),
                null));
    assertThat(found.validityFrom()).isEqualTo(new FactSource("owner", NOW));
    assertThat(found.nextWakeAt()).isEqualTo(NOW);
    assertThat(found.brandConfirmedAt()).isNull();
    assertThat(service.get(account, "+1 212 555 0123")).isEqualTo(found);
    assertThat(service.get(account, found.id().toString())).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number | 12 | number is not a telephone number",
        "iccid | 123 | iccid is not an ICCID",
        "carrier | nobody | carrier 'nobody' is not in the catalog",
        "plan | bolt-30 | plan 'bolt-30' is a plan of 'bolt', not of 'acme'",
        "plan | acme-99 | plan 'acme-99' is not in the catalog",
        "valid_until | 2027-02-29 | valid_until '2027-02-29' is not a date",
        "valid_until | 9999-12-31 | valid_until '9999-12-31' is not between 2000-01-01 and 2100",
        "valid_until | 1999-12-31 | is not between",
        "balance | -1 | balance '-1' is negative",
        "balance | 1.005 | has more than 2 decimals",
        "balance | 99999999999999999999 | is too large",
        "balance | 12125550123 | is more than",
        "balance | 1e3 | is not a plain decimal number",
        "price_ceiling | 0 | price_ceiling '0.00 USD' is not positive",
        "currency | US Dollars | is not an ISO 4217 code",
        "anchor_day | 32 | anchor_day '32' is not a day of the month",
        "last_payment_on | 2026-12-24 | lies in the future",
        "auto_renew | maybe | is neither yes nor no",
        "if_not_renewed | renew | if_not_renewed 'renew' is unknown",
        "state | California | is not a US state",
        "as_of | 2027-01-01 | lies in the future"
      })
  void aValueThatCannotBeTakenIsRefusedByName(String field, String value, String message) {
    Map<LineField, String> values =
        new java.util.EnumMap<>(Map.of(LineField.NUMBER, "2125550100", LineField.CARRIER, "acme"));
    values.put(LineField.parse(field), value);
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> service.add(account, values))
        .withMessageContaining(message);
    assertThat(store.count(account)).isZero();
  }

  @Test
  void numbersAreNeverRepeatedInAnError() {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> aLine("21255501234567"))
        .withMessageNotContaining("2125");
  }

  @Test
  void aNumberStandsInAnAccountOnce() {
    aLine("2125550101");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> aLine("+1-212-555-0101"))
        .matches(problem -> problem.type() == ProblemType.CONFLICT);
  }

  @Test
  void anotherAccountNeverSeesTheLine() {
    Line line = aLine("2125550101");
    AccountId other =
        new Accounts(
                database.dataSource(),
                database.seal(),
                new IdAllocator(database.dataSource()),
                MicrosecondClock.system())
            .open("Other", "UTC", null)
            .id();
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> service.get(other, line.id().toString()))
        .matches(problem -> problem.type() == ProblemType.NOT_FOUND);
    assertThat(store.find(other, line.msisdn())).isEmpty();
    assertThat(store.list(other, LineFilter.ALL, null, 10).lines()).isEmpty();
    assertThat(store.list(other, LineFilter.ALL, line.id(), 10).lines()).isEmpty();
  }

  @Test
  void changingTheCarrierTakesBackTheConfirmationAndTheOldCarriersPlan() {
    Line line = aLine("2125550101");
    service.change(line.id(), Map.of(LineField.PLAN, "acme-30"));
    assertThat(service.confirmBrand(line.id()).brandConfirmedAt()).isEqualTo(NOW);
    Line moved = service.change(line.id(), Map.of(LineField.CARRIER, "bolt"));
    assertThat(moved.brandConfirmedAt()).isNull();
    assertThat(moved.plan()).isNull();
    assertThat(moved.planFrom()).isNull();
    assertThat(store.find(line.id())).contains(moved);
  }

  @Test
  void anEmptyValueClearsWhatALineCanBeWithout() {
    Line line = aLine("2125550101");
    service.change(
        line.id(), Map.of(LineField.BALANCE, "5", LineField.TAGS, "a;b", LineField.STATE, "NY"));
    Line cleared =
        service.change(
            line.id(), Map.of(LineField.BALANCE, "", LineField.TAGS, " ", LineField.STATE, ""));
    assertThat(cleared.facts().balance()).isNull();
    assertThat(cleared.balanceFrom()).isNull();
    assertThat(cleared.tags()).isEmpty();
    assertThat(cleared.state()).isNull();
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> service.change(line.id(), Map.of(LineField.CARRIER, "")))
        .withMessageContaining("can't be empty");
  }

  @Test
  void aPausedLineIsLookedAtSoThatItsOrderCanEnd() {
    Line line = aLine("2125550101");
    Line paused = later(1).pause(line.id());
    assertThat(paused.isPaused()).isTrue();
    assertThat(paused.nextWakeAt()).isEqualTo(NOW.plusSeconds(86_400));
    assertThat(service.resume(line.id()).isPaused()).isFalse();
  }

  @Test
  void aRemovedLineIsGoneAndItsNumberCanComeBack() {
    Line line = aLine("2125550101");
    service.remove(line.id());
    assertThat(store.find(line.id())).isEmpty();
    assertThat(store.list(account, LineFilter.ALL, null, 10).lines()).isEmpty();
    assertThat(
            database.number(
                "SELECT count(*) FROM line WHERE next_wake_at IS NOT NULL AND id = "
                    + line.id().value()))
        .isZero();
    Line back = aLine("2125550101");
    assertThat(back.id()).isEqualTo(line.id());
    assertThat(store.find(line.id())).contains(back);
  }

  @Test
  void aLineWithAnOrderUnderWayIsNotRemoved() {
    Line line = aLine("2125550101");
    database.execute(
        "UPDATE line SET open_order_id = "
            + line.id().value()
            + " WHERE id = "
            + line.id().value());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> service.remove(line.id()))
        .withMessageContaining("is under way");
  }

  @Test
  void aLineKeepsTheHistoryOfItsSims() {
    Line line = aLine("2125550101");
    service.change(line.id(), Map.of(LineField.ICCID, SIM));
    later(10).change(line.id(), Map.of(LineField.ICCID, "8901260123456789020"));
    List<SimHistory.Use> uses = sims.of(line.id());
    assertThat(uses).extracting(SimHistory.Use::iccid).containsExactly("8901260123456789020", SIM);
    assertThat(uses.getFirst().until()).isNull();
    assertThat(uses.getLast().until()).isEqualTo(uses.getFirst().since());
    assertThat(store.findBySim(account, SIM)).extracting(Line::id).containsExactly(line.id());
  }

  @Test
  void theSimALineCameWithIsInItsHistory() {
    Line line =
        service.add(
            account,
            Map.of(
                LineField.NUMBER, "2125550101", LineField.CARRIER, "acme", LineField.ICCID, SIM));
    assertThat(sims.of(line.id())).extracting(SimHistory.Use::iccid).containsExactly(SIM);
    later(3).change(line.id(), Map.of(LineField.ICCID, "8901260123456789020"));
    assertThat(sims.of(line.id()))
        .extracting(SimHistory.Use::iccid)
        .containsExactly("8901260123456789020", SIM);
  }

  @Test
  void pagesFollowOneAnotherByTheCursorWithoutGapOrDouble() {
    for (int i = 0; i < 25; i++) {
      aLine("21255501" + (34 - i));
    }
    List<String> seen = new ArrayList<>();
    LineId next = null;
    do {
      LinePage page = store.list(account, LineFilter.ALL, next, 10);
      page.lines().forEach(line -> seen.add(line.msisdn()));
      next = page.next();
    } while (next != null);
    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    // As they were added.
    assertThat(seen.reversed()).isSorted();
  }

  @Test
  void filtersCombine() {
    Line a = aLine("2125550101");
    Line b = aLine("2125550102");
    service.change(a.id(), Map.of(LineField.TAGS, "x", LineField.VALID_UNTIL, "2026-12-01"));
    service.change(b.id(), Map.of(LineField.TAGS, "x;y", LineField.VALID_UNTIL, "2027-12-01"));
    service.pause(b.id());
    assertThat(listed(new LineFilter("acme", "x", null, null, null, null)))
        .containsExactly(a.id(), b.id());
    assertThat(
            listed(
                new LineFilter(null, "x", LocalDate.of(2027, 1, 1), RenewedBy.OWNER, false, null)))
        .containsExactly(a.id());
    assertThat(listed(new LineFilter(null, null, null, null, true, null))).containsExactly(b.id());
    assertThat(listed(new LineFilter("bolt", null, null, null, null, null))).isEmpty();
  }

  @Test
  void whoRenewsALineIsMissingUntilItIsSaid() {
    Line line = aLine("2125550103");
    LineFilter unsaid = new LineFilter(null, null, null, null, null, LineFilter.Missing.RENEWER);
    assertThat(listed(unsaid)).contains(line.id());
    assertThat(line.renewedBy()).isEqualTo(RenewedBy.OWNER);
    service.change(line.id(), Map.of(LineField.RENEWED_BY, "owner"));
    assertThat(listed(unsaid)).doesNotContain(line.id());
  }

  private List<LineId> listed(LineFilter filter) {
    return store.list(account, filter, null, 10).lines().stream().map(Line::id).toList();
  }

  @Test
  void aNewNumberHasItsBrandConfirmedAgain() {
    Line line = aLine("12125550140");
    service.confirmBrand(line.id());

    Line same = service.change(line.id(), Map.of(LineField.NUMBER, "+1 212 555 0140"));
    assertThat(same.brandConfirmedAt()).isEqualTo(NOW);
    Line renumbered = service.change(line.id(), Map.of(LineField.NUMBER, "12125550141"));
    assertThat(renumbered.brandConfirmedAt()).isNull();
    Line sure =
        later(1)
            .change(
                line.id(),
                Map.of(LineField.NUMBER, "12125550142", LineField.BRAND_CONFIRMED, "yes"));
    assertThat(sure.brandConfirmedAt()).isEqualTo(NOW.plusSeconds(86_400));
  }
}

package dev.everline.renewal.decide;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.price.Quoter;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a line's calendar holds. */
class ExpectedDayTest {

  private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");
  private static final Catalog CATALOG = CatalogLoader.builtIn().load();

  private static List<String> days(LineBuilder line, boolean paused, String from, String to) {
    Outlook outlook =
        new Outlook(
            CATALOG,
            new Quoter(CATALOG, Money.usd(0)),
            any -> java.util.Optional.empty(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    return ExpectedDay.of(
            outlook.of(line.added(NOW).line(), "CA"),
            paused,
            LocalDate.parse(from),
            LocalDate.parse(to))
        .stream()
        .map(day -> day.date() + " " + day.kind())
        .toList();
  }

  private static LineBuilder tello() {
    return aLine().with("tello").on("tello-5gb").validUntil("2026-12-07");
  }

  @Test
  void aLineOfItsOwnersEndsOnceAndThenItsNumberMayBeLost() {
    assertThat(days(tello().renewedBy(RenewedBy.OWNER), false, "2026-11-01", "2027-06-30"))
        .hasSize(3)
        .startsWith("2026-12-07 END")
        .anyMatch(day -> day.endsWith("LAST_DAY"))
        .last()
        .asString()
        .endsWith("NUMBER_LOSS");
  }

  @Test
  void whatTheCarriersAutopayChargesRecursAndNothingIsLost() {
    List<String> days =
        days(tello().renewedBy(RenewedBy.CARRIER), false, "2026-12-01", "2027-02-28");
    assertThat(days).hasSize(3).allMatch(day -> day.endsWith("CHARGE"));
    assertThat(days).doesNotHaveDuplicates();
  }

  @Test
  void whatEverlineCannotPayIsNotPromised() {
    assertThat(days(tello().renewedBy(RenewedBy.EVERLINE), false, "2026-12-01", "2026-12-31"))
        .contains("2026-12-07 END")
        .noneMatch(day -> day.endsWith("RENEWAL"));
  }

  @Test
  void onlyTheDaysAskedForAreThere() {
    assertThat(days(tello().renewedBy(RenewedBy.CARRIER), false, "2027-01-01", "2027-01-31"))
        .hasSize(1)
        .allMatch(day -> day.startsWith("2027-01-"));
    assertThat(days(tello(), false, "2026-11-01", "2026-11-30")).isEmpty();
  }

  @Test
  void aPausedLineEndsWithoutCost() {
    assertThat(days(tello().renewedBy(RenewedBy.CARRIER), true, "2026-12-01", "2026-12-31"))
        .contains("2026-12-07 END");
  }

  @Test
  void aLineOfWhichNothingIsKnownHasNoDays() {
    assertThat(
            days(
                aLine().with("tello").onNoPlan().expiring(null), false, "2026-11-01", "2027-12-31"))
        .isEmpty();
  }
}

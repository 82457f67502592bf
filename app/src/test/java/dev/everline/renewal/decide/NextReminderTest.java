package dev.everline.renewal.decide;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.price.Quoter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When an owner hears first of a line that was added just now. */
class NextReminderTest {

  private static final ZoneId HOME = ZoneId.of("America/Los_Angeles");
  // Noon in New York, nine in Los Angeles.
  private static final Instant NOW = Instant.parse("2026-11-30T17:00:00Z");
  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final Quoter QUOTER = new Quoter(CATALOG, Money.usd(0));

  private static NextReminder next(LineBuilder line) {
    Outlook outlook =
        new Outlook(CATALOG, QUOTER, any -> Optional.empty(), Clock.fixed(NOW, ZoneOffset.UTC));
    return NextReminder.of(outlook.of(line.line(), null), line.line().isPaused(), HOME);
  }

  private static LineBuilder mint() {
    return aLine().with("mint").onNoPlan().ownedIn(HOME).renewedByHand().added(NOW);
  }

  private static Instant nineAt(String day) {
    return LocalDate.parse(day).atTime(9, 0).atZone(HOME).toInstant();
  }

  @Test
  void anEndAloneIsRemindedOfSevenDaysBefore() {
    assertThat(next(mint().validUntil("2026-12-24")))
        .isEqualTo(new NextReminder.At(nineAt("2026-12-17"), NoticeKind.EXPIRES_SOON));
  }

  @Test
  void anEndThatIsNearIsToldOfAtOnce() {
    NextReminder next = next(mint().validUntil("2026-12-01"));
    assertThat(next).isEqualTo(new NextReminder.At(NOW, NoticeKind.EXPIRES_SOON));
    assertThat(((NextReminder.At) next).isDue(NOW)).isTrue();
  }

  @Test
  void aLapsedLineIsRemindedBeforeItsNumberMayBeLost() {
    assertThat(next(mint().on("mint-6gb").validUntil("2026-11-28")))
        .isInstanceOfSatisfying(
            NextReminder.At.class,
            at -> assertThat(at.kind()).isEqualTo(NoticeKind.NUMBER_AT_RISK));
  }

  @Test
  void whereNothingCanBeToldOfItsReasonIsSaid() {
    assertThat(next(mint())).isEqualTo(NextReminder.None.NO_END);
    assertThat(next(mint().validUntil("2026-12-24").paused())).isEqualTo(NextReminder.None.PAUSED);
    assertThat(next(mint().validUntil("2026-11-28"))).isEqualTo(NextReminder.None.OVER);
  }

  @Test
  void whoseCarrierRenewsItIsAskedOnlyAfterTheCharge() {
    assertThat(next(mint().renewedBy(RenewedBy.CARRIER).validUntil("2026-12-24")))
        .isInstanceOfSatisfying(
            NextReminder.At.class,
            at -> {
              assertThat(at.kind()).isEqualTo(NoticeKind.AUTOPAY_UNCONFIRMED);
              assertThat(at.when()).isAfter(nineAt("2026-12-22"));
            });
  }

  static Stream<LineBuilder> lines() {
    return Stream.of("mint-6gb", null)
        .flatMap(
            plan ->
                Stream.of("2026-11-28", "2026-11-30", "2026-12-02", "2026-12-24", "2027-03-01")
                    .flatMap(
                        end ->
                            Stream.of(RenewedBy.OWNER, RenewedBy.CARRIER, RenewedBy.EVERLINE)
                                .map(by -> mint().on(plan).validUntil(end).renewedBy(by))));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void itIsWhatTheHeartbeatDecides(LineBuilder line) {
    Decision decided =
        new Decide(CATALOG, QUOTER, RenewalSettings.defaults())
            .decide(line.dueLine(), Duration.ZERO, false, NOW);
    NextReminder next = next(line);
    switch (decided) {
      case Decision.Remind due -> assertThat(next).isEqualTo(new NextReminder.At(NOW, due.kind()));
      case Decision.Wait wait when wait.until() != null ->
          assertThat(next)
              .isInstanceOfSatisfying(
                  NextReminder.At.class, at -> assertThat(at.when()).isEqualTo(wait.until()));
      case Decision.Wait none -> assertThat(next).isEqualTo(NextReminder.None.OVER);
      default -> throw new AssertionError(decided.toString());
    }
  }
}

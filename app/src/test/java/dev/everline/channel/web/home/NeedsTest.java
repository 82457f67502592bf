package dev.everline.channel.web.home;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.channel.web.line.LineCard;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.price.Quoter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What stands on top of Home: nothing twice, the most urgent first. */
class NeedsTest {

  private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");
  private static final Catalog CATALOG = CatalogLoader.builtIn().load();

  private final Outlook outlook =
      new Outlook(
          CATALOG,
          new Quoter(CATALOG, Money.usd(0)),
          any -> java.util.Optional.empty(),
          Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<LineCard> cards = new ArrayList<>();

  private void add(LineBuilder line) {
    var made =
        line.withId(new LineId(cards.size() + 1024L)).renewedBy(RenewedBy.OWNER).added(NOW).line();
    cards.add(LineCard.of(made, outlook.of(made, "CA"), CATALOG));
  }

  private static LineBuilder tello() {
    return aLine().with("tello").on("tello-5gb");
  }

  private static LineBuilder unknown() {
    return aLine().with("tello").onNoPlan().expiring(null);
  }

  private Needs needs() {
    return Needs.of(cards, Map.of(), CATALOG, NOW);
  }

  private static List<String> kinds(Needs needs) {
    return needs.items().stream()
        .map(
            need ->
                switch (need) {
                  case Need.OfLine one -> "one " + one.ask();
                  case Need.OfMany many -> many.count() + " lack " + many.lack();
                  case Need.OfOneDay day -> day.lines().size() + " of one day";
                })
        .toList();
  }

  @Test
  void aLineWithTimeLeftAndAPlanNeedsNothing() {
    add(tello().validUntil("2026-12-20"));

    assertThat(needs().items()).isEmpty();
    assertThat(needs().lines()).isEmpty();
  }

  @Test
  void twoLinesThatLackTheSameAreTwoItemsAndThreeAreOne() {
    add(unknown());
    add(unknown());
    assertThat(kinds(needs())).containsExactly("one ADD", "one ADD");

    add(unknown());
    assertThat(kinds(needs())).containsExactly("3 lack END_DATE", "3 lack PLAN");
    assertThat(needs().lines()).hasSize(3);
  }

  @Test
  void aLineThatEndsSoonStaysAnItemOfItsOwnAmongThoseThatLackAPlan() {
    for (int i = 0; i < 3; i++) {
      add(aLine().with("tello").onNoPlan().validUntil("2026-12-20"));
    }
    add(aLine().with("tello").onNoPlan().validUntil("2026-11-27"));

    assertThat(kinds(needs())).containsExactly("one RENEW_THERE", "4 lack PLAN");
  }

  @Test
  void whatEndsOnOneDayAtOneCarrierIsOneItemIfTheLinesAreMany() {
    for (int i = 0; i < 5; i++) {
      add(tello().validUntil("2026-11-28"));
    }
    add(tello().validUntil("2026-11-27"));

    Needs needs = needs();

    assertThat(kinds(needs)).containsExactly("one RENEW_THERE", "5 of one day");
    assertThat(needs.items().get(1))
        .isInstanceOfSatisfying(
            Need.OfOneDay.class,
            day -> {
              Money one = Objects.requireNonNull(day.first().need());
              assertThat(day.total()).isEqualTo(Money.usd(5 * one.minor()));
            });
  }

  @Test
  void whatIsLostComesBeforeWhatEndedAndThatBeforeWhatEnds() {
    add(tello().validUntil("2026-11-26"));
    add(tello().validUntil("2026-11-24"));
    add(tello().validUntil("2025-11-24"));

    assertThat(kinds(needs())).containsExactly("one REACH", "one RENEW_THERE", "one RENEW_THERE");
    assertThat(needs().items())
        .extracting(need -> ((Need.OfLine) need).card().daysLeft())
        .isSortedAccordingTo(java.util.Comparator.naturalOrder());
  }

  @Test
  void aPausedLineNeedsNothing() {
    add(tello().validUntil("2026-11-26").paused());
    add(unknown().paused());

    assertThat(needs().items()).isEmpty();
  }
}

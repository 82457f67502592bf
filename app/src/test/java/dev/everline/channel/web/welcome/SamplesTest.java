package dev.everline.channel.web.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Urgency;
import dev.everline.renewal.price.Quoter;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines to look around with. */
class SamplesTest {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-30T12:00:00Z", "2027-02-28T03:00:00Z", "2028-02-29T23:30:00Z"})
  void theyShowEveryStateOnAnyDay(String day) {
    Instant now = Instant.parse(day);
    Outlook outlook =
        new Outlook(
            CATALOG,
            new Quoter(CATALOG, Money.usd(0)),
            any -> Optional.empty(),
            Clock.fixed(now, ZoneOffset.UTC));
    Words words =
        new Words(Language.ENGLISH, Messages.load(Language.ENGLISH), ZoneOffset.UTC, true);
    assertThat(new Samples(CATALOG, AccountId.of(3, 7), now).all(words))
        .allSatisfy(line -> assertThat(line.msisdn()).matches("121255501[0-9]{2}"))
        .extracting((Line line) -> Urgency.of(outlook.of(line, "TX"), false))
        .contains(Urgency.SOON, Urgency.LAPSED, Urgency.UNCONFIRMED, Urgency.UNKNOWN, Urgency.CALM);
  }

  @Test
  void theyAreMarkedAndStoredNowhere() {
    PortalServer server = PortalServer.shared();
    Account account = server.account();
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.get("/sample").text())
        .contains("These lines are made up", "Leave the samples", ">Sample</span>")
        .doesNotContain("/lines/ln_", "5550100");
    assertThat(server.get(LineStore.class).count(account.id())).isZero();
  }
}

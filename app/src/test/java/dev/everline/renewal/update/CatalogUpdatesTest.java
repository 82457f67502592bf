package dev.everline.renewal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.TestServer;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.TestBundles;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogDiff;
import dev.everline.catalog.install.CatalogWatch;
import dev.everline.catalog.install.TrustedKeys;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.renewal.decide.Outlook;
import java.time.LocalDate;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalog that changes while a server runs. */
class CatalogUpdatesTest {

  private static final String MADE = "2026-11-25T08:00:00Z";

  private static final class Server extends TestServer {
    Server(Options options) {
      super(options);
    }
  }

  private TestServer server;
  private AccountId account;
  private LineId line;

  @BeforeEach
  void start() {
    server = new Server(TestServer.options().withoutHeartbeat());
    server.get(CatalogWatch.class).look();
    server.get(TrustedKeys.class).trust(TestBundles.MAKER.verifying(), "tests");
    account = server.account().id();
    line = server.line(account, "visible", "visible-base", LocalDate.of(2026, 12, 20));
    server.database.execute(
        "UPDATE everline.line SET next_wake_at = '2027-06-01T00:00:00Z' WHERE id = "
            + line.value());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Preview preview(byte[] bundle) {
    String digest = server.get(Bundles.class).keep(bundle, "a file").digest();
    return server.get(CatalogUpdates.class).preview(digest);
  }

  private void install(byte[] bundle) {
    server.get(CatalogUpdates.class).install(preview(bundle), false);
    server.get(CatalogWatch.class).look();
  }

  private void undo() {
    CatalogUpdates updates = server.get(CatalogUpdates.class);
    updates.undo(updates.previewUndo(), false);
    server.get(CatalogWatch.class).look();
  }

  private Money price() {
    Catalog catalog = server.get(Catalog.class);
    return Objects.requireNonNull(catalog.plan("visible-base").priceOn(server.today()));
  }

  private boolean isAwake() {
    return server.database.number(
            "SELECT count(*) FROM everline.line WHERE next_wake_at <= '2026-11-25T15:05:00Z'"
                + " AND id = "
                + line.value())
        == 1;
  }

  private static byte[] earlierLoss(String made) {
    return TestBundles.signed(
        made,
        "lapse-rules.yaml",
        rules ->
            rules.replaceFirst("(?s)(id: visible-monthly.*?numberLostAfterDays: )[0-9]+", "$15"));
  }

  private static byte[] withoutPlan(String made) {
    return TestBundles.signed(
        made,
        "plans.yaml",
        plans -> plans.replaceFirst("id: visible-base\n", "id: visible-basic\n"));
  }

  private static void isRefused(Why why, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            BundleRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  @Test
  void whatChangesForWhichLineIsSaidFirstAndNothingIsChangedByLooking() {
    Preview preview = preview(TestBundles.priced(MADE, "30.00"));

    assertThat(preview.changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(CatalogDiff.Kind.PLAN);
              assertThat(change.id()).isEqualTo("visible-base");
              assertThat(change.field()).isEqualTo("prices");
              assertThat(change.before()).contains("25.00 USD from 2026-08-14");
              assertThat(change.after()).contains("30.00 USD from 2026-08-14");
              assertThat(change.source()).contains("visible.com");
            });
    assertThat(preview.files()).containsExactly("plans.yaml");
    assertThat(preview.lines().changed()).isEqualTo(1);
    assertThat(preview.lines().price()).isEqualTo(1);
    assertThat(preview.lines().endangered()).isZero();
    assertThat(preview.lines().shown())
        .singleElement()
        .satisfies(
            effect -> {
              assertThat(effect.line()).isEqualTo(line);
              assertThat(effect.number()).matches("•••01[0-9]{2}");
              assertThat(effect.before().price()).isEqualTo(Money.usd(25_00));
              assertThat(effect.after().price()).isEqualTo(Money.usd(30_00));
            });
    assertThat(price()).isEqualTo(Money.usd(25_00));
    assertThat(isAwake()).isFalse();
  }

  @Test
  void aRunningServerUsesItAtOnceAndLooksAtTheLinesAgain() {
    install(TestBundles.priced(MADE, "30.00"));
    assertThat(price()).isEqualTo(Money.usd(30_00));
    assertThat(isAwake()).isTrue();
  }

  @Test
  void linesOfCarriersOfWhichNothingChangesSleepOn() {
    LineId other = server.line(account, "tello", "tello-5", LocalDate.of(2026, 12, 20));
    server.database.execute(
        "UPDATE everline.line SET next_wake_at = '2027-06-01T00:00:00Z' WHERE id = "
            + other.value());
    install(TestBundles.priced(MADE, "30.00"));
    assertThat(
            server.database.number(
                "SELECT count(*) FROM everline.line WHERE next_wake_at = '2027-06-01T00:00:00Z'"))
        .isEqualTo(1);
  }

  @Test
  void aRuleThatBecameShorterIsSaidAndHoldsAfterwards() {
    Preview preview = preview(earlierLoss(MADE));
    assertThat(preview.lines().endangered()).isEqualTo(1);
    LineEffect effect = preview.lines().shown().getFirst();
    install(earlierLoss(MADE));
    var standing =
        server
            .get(Outlook.class)
            .of(server.get(dev.everline.line.LineStore.class).find(line).orElseThrow(), "TX");
    assertThat(standing.numberMayBeLostOn()).isEqualTo(effect.after().numberLost());
    assertThat(isAwake()).isTrue();
  }

  @Test
  void itIsStillInForceAfterARestartAndUndoIsShownAndLooksAtTheLinesAsWell() {
    install(TestBundles.priced(MADE, "30.00"));
    server.restart();
    assertThat(price()).isEqualTo(Money.usd(30_00));
    server.database.execute("UPDATE everline.line SET next_wake_at = '2027-06-01T00:00:00Z'");

    Preview back = server.get(CatalogUpdates.class).previewUndo();
    assertThat(back.bundle()).isNull();
    assertThat(back.lines().shown().getFirst().after().price()).isEqualTo(Money.usd(25_00));
    undo();
    assertThat(price()).isEqualTo(Money.usd(25_00));
    assertThat(isAwake()).isTrue();
  }

  @Test
  void aServerThatWasAwayWhenTheCatalogChangedLooksAtTheLinesWhenItStarts() {
    CatalogUpdates updates = server.get(CatalogUpdates.class);
    updates.install(preview(TestBundles.priced(MADE, "30.00")), false);
    server.get(CatalogWatch.class).stop();
    server.database.execute("UPDATE everline.line SET next_wake_at = '2027-06-01T00:00:00Z'");
    server.restart();
    server.get(CatalogWatch.class).look();
    assertThat(isAwake()).isTrue();
  }

  @Test
  void anotherServerOfTheDatabaseFollows() {
    try (TestServer other =
        new Server(TestServer.options().on(server.database).withoutHeartbeat())) {
      install(TestBundles.priced(MADE, "30.00"));
      other.get(CatalogWatch.class).look();
      assertThat(other.get(Catalog.class).plan("visible-base").priceOn(server.today()))
          .isEqualTo(Money.usd(30_00));
    }
  }

  @Test
  void aBundleThatTakesALinesPlanAwayIsRefusedUnlessThatIsWanted() {
    Preview preview = preview(withoutPlan(MADE));
    assertThat(preview.lines().withoutPlan()).isEqualTo(1);
    CatalogUpdates updates = server.get(CatalogUpdates.class);
    isRefused(Why.LINES_LOSE_PLAN, () -> updates.install(preview, false));
    assertThat(price()).isEqualTo(Money.usd(25_00));

    updates.install(preview, true);
    server.get(CatalogWatch.class).look();
    assertThat(server.get(Catalog.class).plans()).doesNotContainKey("visible-base");
    assertThat(isAwake()).isTrue();
  }

  @Test
  void aBundleWithMistakesIsRefusedWithTheirLines() {
    byte[] broken =
        TestBundles.signed(
            MADE, "plans.yaml", plans -> plans.replaceFirst("regularUsd: 25.00", "regularUsd: x"));
    assertThatThrownBy(() -> preview(broken))
        .isInstanceOf(BundleRefused.class)
        .hasMessageContaining("bundle/plans.yaml:")
        .hasMessageContaining("Nothing was changed");
    assertThat(server.get(Bundles.class).inForce().bundle()).isNull();
  }

  @Test
  void whatWasLookedAtBeforeAnotherChangeIsNotInstalled() {
    Preview seen = preview(TestBundles.priced("2026-11-25T09:00:00Z", "31.00"));
    install(TestBundles.priced(MADE, "30.00"));
    isRefused(Why.CHANGED_MEANWHILE, () -> server.get(CatalogUpdates.class).install(seen, false));
    assertThat(price()).isEqualTo(Money.usd(30_00));
  }
}

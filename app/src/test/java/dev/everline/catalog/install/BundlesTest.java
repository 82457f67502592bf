package dev.everline.catalog.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.SigningKey;
import dev.everline.catalog.bundle.TestBundles;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundlesTest {

  private static final String FIRST = "2026-11-25T08:00:00Z";
  private static final String SECOND = "2026-11-25T09:00:00Z";

  private final Clock clock = Clock.fixed(Instant.parse("2026-11-25T15:00:00Z"), ZoneOffset.UTC);
  private TestDatabase database;
  private TrustedKeys keys;
  private Bundles bundles;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    Transactions transactions = new Transactions(database.dataSource());
    keys = new TrustedKeys(transactions, clock);
    bundles = new Bundles(transactions, keys, clock);
    keys.trust(TestBundles.MAKER.verifying(), "tests");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static void isRefused(Why why, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            BundleRefused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  private KeptBundle kept(String made, String usd) {
    return bundles.keep(TestBundles.priced(made, usd), "a file");
  }

  private String inForce() {
    KeptBundle bundle = bundles.inForce().bundle();
    return bundle == null ? "none" : bundle.made().toString();
  }

  @Test
  void nothingIsInForceAndNobodyIsTrustedAtFirst() {
    keys.distrust(TestBundles.MAKER.verifying().id());
    assertThat(inForce()).isEqualTo("none");
    assertThat(keys.list()).isEmpty();
    isRefused(Why.NO_KEY_TRUSTED, () -> kept(FIRST, "26.00"));
    isRefused(Why.NOTHING_TO_UNDO, () -> bundles.undo(0));
  }

  @Test
  void whatIsKeptIsNotYetInForce() {
    kept(FIRST, "26.00");
    assertThat(inForce()).isEqualTo("none");
  }

  @Test
  void undoGoesBackStepByStepAndAnUndoneBundleCanBeInstalledAgain() {
    KeptBundle first = kept(FIRST, "26.00");
    bundles.install(first.digest(), 0);
    KeptBundle second = kept(SECOND, "27.00");
    bundles.install(second.digest(), 1);
    assertThat(inForce()).isEqualTo(SECOND);
    assertThat(bundles.beforeLast()).contains(first);

    assertThat(bundles.undo(2).bundle()).isEqualTo(first);
    assertThat(inForce()).isEqualTo(FIRST);
    bundles.undo(3);
    assertThat(inForce()).isEqualTo("none");
    isRefused(Why.NOTHING_TO_UNDO, () -> bundles.undo(4));

    bundles.install(kept(SECOND, "27.00").digest(), 4);
    assertThat(inForce()).isEqualTo(SECOND);
    bundles.undo(5);
    assertThat(inForce()).isEqualTo("none");
  }

  @Test
  void anOlderBundleIsRefusedEvenAfterAnUndo() {
    bundles.install(kept(SECOND, "27.00").digest(), 0);
    isRefused(Why.OLDER, () -> kept(FIRST, "26.00"));
    bundles.undo(1);
    isRefused(Why.OLDER, () -> kept(FIRST, "26.00"));
  }

  @Test
  void anOlderBundleThatWasKeptBeforeIsRefusedWhenItIsInstalled() {
    KeptBundle older = kept(FIRST, "26.00");
    bundles.install(kept(SECOND, "27.00").digest(), 0);
    isRefused(Why.OLDER, () -> bundles.install(older.digest(), 1));
    assertThat(inForce()).isEqualTo(SECOND);
  }

  @Test
  void anotherBundleOfTheSameSecondIsRefused() {
    bundles.install(kept(FIRST, "26.00").digest(), 0);
    KeptBundle twin = kept(FIRST, "28.00");
    isRefused(Why.OLDER, () -> bundles.install(twin.digest(), 1));
  }

  @Test
  void aBundleFromTheFutureIsRefusedSinceNothingNewerWouldFollow() {
    isRefused(Why.FROM_THE_FUTURE, () -> kept("2026-11-25T16:00:01Z", "26.00"));
    assertThat(kept("2026-11-25T16:00:00Z", "26.00").made()).isNotNull();
  }

  @Test
  void aKeyThatIsWithdrawnInTheMeantimeInstallsNothing() {
    KeptBundle kept = kept(FIRST, "26.00");
    keys.trust(SigningKey.generate().verifying(), "somebody else");
    keys.distrust(TestBundles.MAKER.verifying().id());
    isRefused(Why.UNTRUSTED_KEY, () -> bundles.install(kept.digest(), 0));
    assertThat(inForce()).isEqualTo("none");
  }

  @Test
  void aBundleThatWasNeverKeptCannotBeInstalled() {
    isRefused(Why.GONE, () -> bundles.install("0".repeat(64), 0));
  }

  @Test
  void ofManyInstallsAtOnceExactlyOneIsMade() throws Exception {
    KeptBundle kept = kept(FIRST, "26.00");
    int many = 6;
    CyclicBarrier together = new CyclicBarrier(many);
    Callable<Boolean> install =
        () -> {
          together.await();
          try {
            bundles.install(kept.digest(), 0);
            return true;
          } catch (BundleRefused second) {
            assertThat(second.why()).isEqualTo(Why.CHANGED_MEANWHILE);
            return false;
          }
        };
    List<Boolean> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      for (Future<Boolean> each : threads.invokeAll(java.util.Collections.nCopies(many, install))) {
        made.add(each.get());
      }
    }
    assertThat(made).containsOnlyOnce(true);
    assertThat(database.number("SELECT count(*) FROM everline.catalog_change")).isEqualTo(1);
  }

  @Test
  void bundlesThatNobodyInstallsAreForgottenAfterADayAndWhatUndoNeedsIsNot() {
    bundles.install(kept(FIRST, "26.00").digest(), 0);
    kept(SECOND, "27.00");
    database.execute("UPDATE everline.catalog_bundle SET kept_at = '2026-11-24T14:00:00Z'");
    kept("2026-11-25T10:00:00Z", "28.00");
    assertThat(database.number("SELECT count(*) FROM everline.catalog_bundle")).isEqualTo(2);
    assertThat(inForce()).isEqualTo(FIRST);
  }

  @Test
  void aNameIsGivenToAKeyAndUnknownIdsAreSaid() {
    assertThatThrownBy(() -> keys.trust(TestBundles.MAKER.verifying(), "a\nb"))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> keys.distrust("0000000000000000"))
        .isInstanceOf(ProblemException.class);
    keys.trust(TestBundles.MAKER.verifying(), "another name");
    assertThat(keys.list()).extracting(TrustedKey::name).containsExactly("another name");
  }
}

package dev.everline.line.due;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;
import dev.everline.line.StoredLines;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Pipeline;
import dev.everline.storage.TestDatabase;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the heartbeat looks for lines that are due. */
class WakeUpsTest {

  private static final int BUCKET = 7;
  private static final AccountId ACCOUNT = new AccountId((long) BUCKET << 53 | 1);
  private static final Instant NOW = Instant.parse("2026-11-01T15:00:00Z");
  private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(5));

  private final TestDatabase database = TestDatabase.create();
  private final Transactions transactions = new Transactions(database.dataSource());
  private final DueLines lines = new DueLines(database.seal());
  private final StoredLines stored =
      new StoredLines(
          database.dataSource(), database.seal(), new IdAllocator(database.dataSource()));
  private int added;

  @BeforeEach
  void anAccount() {
    database.execute(
        """
        INSERT INTO account (bucket, id, name, zone, created_at)
        VALUES (%d, %d, '\\x00', 'America/New_York', now())
        """
            .formatted(BUCKET, ACCOUNT.value()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aLineIsTakenAtItsTimeAndNotBefore() {
    LineId line = line(NOW.plusSeconds(60));
    repair();
    assertThat(taken(NOW)).isEmpty();
    assertThat(buckets(NOW)).isEmpty();
    assertThat(transactions.run(lines::nextWake)).contains(NOW.plusSeconds(60));
    assertThat(buckets(NOW.plusSeconds(60))).containsExactly(BUCKET);
    assertThat(taken(NOW.plusSeconds(60))).containsExactly(line);
  }

  @Test
  void aTakerTakesNoMoreThanItsLimitAndLeavesTheRestToTheNext() {
    List<LineId> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(line(NOW));
    }
    repair();
    List<LineId> taken = new ArrayList<>();
    for (int expected : new int[] {3, 3, 1, 0}) {
      List<LineId> some =
          transactions.run(
              connection -> {
                List<DueLine> batch = lines.take(connection, BUCKET, NOW, 3);
                save(
                    connection,
                    batch.stream().map(one -> one.wakingAt(NOW.plusSeconds(9))).toList());
                return batch.stream().map(DueLine::id).toList();
              });
      assertThat(some).hasSize(expected);
      taken.addAll(some);
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aLineWhoseRowAnotherHoldsIsSkippedAndTakenLater() throws Exception {
    LineId locked = line(NOW);
    LineId free = line(NOW);
    repair();
    try (Connection other = database.dataSource().getConnection();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT FROM line WHERE id = " + locked.value() + " FOR UPDATE");
      assertThat(takenAndSaved(NOW, NOW.plusSeconds(60))).containsExactly(free);
      assertThat(takenAndSaved(NOW, NOW.plusSeconds(60))).isEmpty();
      other.rollback();
    }
    assertThat(takenAndSaved(NOW, NOW.plusSeconds(60))).containsExactly(locked);
  }

  @Test
  void aDueListThatAnotherFollowsIsSkipped() throws Exception {
    line(NOW);
    repair();
    try (Connection other = database.dataSource().getConnection()) {
      other.setAutoCommit(false);
      assertThat(lines.take(other, BUCKET, NOW, 10)).hasSize(1);
      assertThat(taken(NOW)).isEmpty();
      other.rollback();
    }
    assertThat(taken(NOW)).hasSize(1);
  }

  @Test
  void dueListsOfLinesThatWereRescheduledAreDroppedAndTheNextFollowed() {
    LineId later = line(NOW);
    repair();
    LineId due = line(NOW.plusSeconds(10));
    repair();
    wakeAt(later, NOW.plusSeconds(600));
    repair();
    assertThat(takenAndSaved(NOW.plusSeconds(10), NOW.plusSeconds(900))).containsExactly(due);
    assertThat(transactions.run(lines::nextWake)).contains(NOW.plusSeconds(600));
    assertThat(takenAndSaved(NOW.plusSeconds(600), NOW.plusSeconds(900))).containsExactly(later);
  }

  @Test
  void aLineIsLookedAtWhenItsClaimEnds() {
    LineId line = line(NOW);
    repair();
    claim();
    assertThat(taken(NOW)).isEmpty();
    assertThat(transactions.run(lines::nextWake)).contains(UNTIL);
    assertThat(taken(UNTIL)).containsExactly(line);
  }

  @Test
  void aLineThatWasAnsweredForIsLookedAtWhenItIsToBeAndNotWhenItsClaimWouldHaveEnded() {
    LineId line = line(NOW);
    repair();
    List<DueLine> claimed = claim();
    answer(claimed, UNTIL.plusSeconds(60));
    assertThat(transactions.run(lines::nextWake)).contains(UNTIL.plusSeconds(60));
    assertThat(taken(UNTIL)).isEmpty();
    assertThat(taken(UNTIL.plusSeconds(60))).containsExactly(line);
  }

  @Test
  void aLineThatIsToBeLookedAtJustWhenItsClaimWouldHaveEndedIs() {
    LineId line = line(NOW);
    repair();
    answer(claim(), UNTIL);
    assertThat(taken(UNTIL)).containsExactly(line);
  }

  @Test
  void whatItsOwnerChangedMeanwhileNoAnswerOverwritesAndItIsLookedAt() {
    LineId line = line(NOW);
    repair();
    List<DueLine> claimed = claim();
    wakeAt(line, NOW.plusSeconds(30));
    repair();
    assertThat(taken(NOW.plusSeconds(60))).isEmpty();
    Instant next = NOW.plusSeconds(90_000);
    assertThatThrownBy(() -> answer(claimed, next)).isInstanceOf(ClaimedLines.Touched.class);
    Set<LineId> written =
        transactions.run(
            connection ->
                ClaimedLines.saveUntouched(connection, BUCKET, claimed, after(claimed, next)));
    assertThat(written).isEmpty();
    assertThat(taken(UNTIL)).containsExactly(line);
  }

  @Test
  void linesWithoutAWakeUpEntryAreFoundAndPostedOnce() {
    for (int i = 0; i < 500; i++) {
      line(NOW);
    }
    line(null);
    assertThat(repair()).isEqualTo(500);
    assertThat(repair()).isZero();
    assertThat(taken(NOW)).hasSize(500);
  }

  @Test
  void linesAreLockedByOneTakerEach() throws Exception {
    for (int i = 0; i < 400; i++) {
      line(NOW);
    }
    repair();
    try (Connection one = database.dataSource().getConnection();
        Connection two = database.dataSource().getConnection()) {
      one.setAutoCommit(false);
      two.setAutoCommit(false);
      List<DueLine> first = lines.take(one, BUCKET, NOW, 200);
      List<DueLine> second = lines.take(two, BUCKET, NOW, 200);
      assertThat(first).isNotEmpty();
      assertThat(second).isNotEmpty().doesNotContainAnyElementsOf(first);
      one.rollback();
      two.rollback();
    }
  }

  /** A line that nothing finds yet. */
  private LineId line(@org.jspecify.annotations.Nullable Instant wake) {
    LineId id =
        stored.add(
            aLine()
                .withId(LineId.of(BUCKET, 1000 + ++added))
                .of(ACCOUNT)
                .number("1212555%04d".formatted(added))
                .unconfirmed()
                .renewedByHand()
                .added(NOW));
    if (wake != null) {
      database.execute(
          "UPDATE line SET next_wake_at = '%s' WHERE id = %d".formatted(wake, id.value()));
    }
    return id;
  }

  private void wakeAt(LineId line, Instant at) {
    database.execute(
        "UPDATE line SET next_wake_at = '%s', changed_at = '%s' WHERE id = %d"
            .formatted(at, NOW.plusSeconds(1), line.value()));
  }

  private List<DueLine> claim() {
    return transactions.run(
        connection -> {
          List<DueLine> claimed =
              lines.take(connection, BUCKET, NOW, 10).stream()
                  .map(line -> line.claimedUntil(UNTIL, new OrderId((long) BUCKET << 53 | 77)))
                  .toList();
          Pipeline pipeline = new Pipeline(connection);
          ClaimedLines.claim(pipeline, BUCKET, claimed, UNTIL, LocalDate.parse("2026-11-01"));
          pipeline.send();
          return claimed;
        });
  }

  /** Writes what an answer made of lines that are claimed. */
  private void answer(List<DueLine> claimed, Instant next) {
    transactions.run(
        connection -> {
          Pipeline pipeline = new Pipeline(connection);
          ClaimedLines.saveAll(pipeline, BUCKET, claimed, after(claimed, next));
          pipeline.send();
          return true;
        });
  }

  private static List<DueLine> after(List<DueLine> claimed, Instant next) {
    return claimed.stream().map(line -> line.withoutOrder().wakingAt(next)).toList();
  }

  private int repair() {
    return transactions.run(connection -> WakeUps.repair(connection, BUCKET, BUCKET));
  }

  private List<Integer> buckets(Instant now) {
    return transactions.run(connection -> lines.bucketsDue(connection, now));
  }

  /** Takes, and lets all go again. */
  private List<LineId> taken(Instant now) {
    List<LineId> ids = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      lines.take(connection, BUCKET, now, 1000).forEach(line -> ids.add(line.id()));
      connection.rollback();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return ids;
  }

  private List<LineId> takenAndSaved(Instant now, Instant next) {
    return transactions.run(
        connection -> {
          List<DueLine> taken = lines.take(connection, BUCKET, now, 1000);
          save(connection, taken.stream().map(line -> line.wakingAt(next)).toList());
          return taken.stream().map(DueLine::id).toList();
        });
  }

  private void save(Connection connection, List<DueLine> changed) throws SQLException {
    Pipeline pipeline = new Pipeline(connection);
    lines.save(pipeline, BUCKET, changed);
    pipeline.send();
  }
}

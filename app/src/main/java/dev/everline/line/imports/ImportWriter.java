package dev.everline.line.imports;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineField;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Writes one batch while the next is read, and counts the results. */
final class ImportWriter implements AutoCloseable {

  static final ImportReject UNDER_WAY =
      ImportReject.of(
          ImportReject.Code.ORDER_UNDER_WAY,
          "the line is being renewed, so its carrier, plan and currency stay as they are;"
              + " import the row again when that is done, or cancel the order if it is held"
              + " for approval");

  static final ImportReject OFF_ANCHOR =
      ImportReject.of(
          ImportReject.Code.ANCHOR_AND_END,
          "doesn't fit the line's end date; leave it empty, or give the end date too");

  static final ImportReject TAKEN_SIM =
      ImportReject.of(
          ImportReject.Code.SIM_OF_ANOTHER,
          "is the SIM of another line of the account; check the digits, or change the other line"
              + " first");

  static final ImportReject REMOVED =
      ImportReject.of(
          ImportReject.Code.OF_A_REMOVED_LINE,
          "is of a line that was removed from the account; add it again by hand to have it back");

  private final ImportBatch batches;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("import").factory());
  private @Nullable Future<ImportBatch.Outcome> underWay;
  private long added;
  private long changed;
  private long unchanged;

  ImportWriter(ImportBatch batches) {
    this.batches = batches;
  }

  long added() {
    return added;
  }

  long changed() {
    return changed;
  }

  long unchanged() {
    return unchanged;
  }

  /** Has a batch written once the one before is. */
  void write(List<ImportRow> batch, ImportReading reading) {
    // Sealing is work too: it is done while the batch before is written.
    StagedBatch staged = batches.stage(batch);
    finish(reading);
    if (!batch.isEmpty()) {
      underWay = executor.submit(() -> batches.write(staged));
    }
  }

  /** Waits for the batch under way and counts it. */
  void finish(ImportReading reading) {
    Future<ImportBatch.Outcome> batch = underWay;
    if (batch == null) {
      return;
    }
    underWay = null;
    ImportBatch.Outcome outcome;
    try {
      outcome = batch.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The import was interrupted; import the file again to go on.",
          interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    }
    added += outcome.added();
    changed += outcome.changed();
    unchanged += outcome.unchanged();
    outcome.underWayRows().forEach(row -> reading.reject(row, LineField.CARRIER.key(), UNDER_WAY));
    outcome
        .offAnchorRows()
        .forEach(row -> reading.reject(row, LineField.ANCHOR_DAY.key(), OFF_ANCHOR));
    outcome.takenSims().forEach(row -> reading.reject(row, LineField.ICCID.key(), TAKEN_SIM));
    outcome.removedRows().forEach(row -> reading.reject(row, LineField.NUMBER.key(), REMOVED));
  }

  /** After a failed import has returned, nothing more is written. */
  @Override
  public void close() {
    executor.close();
  }
}

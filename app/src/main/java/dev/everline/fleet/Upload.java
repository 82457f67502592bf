package dev.everline.fleet;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.UploadId;
import dev.everline.line.imports.ImportMapping;
import dev.everline.line.imports.ImportResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that somebody has uploaded.
 *
 * @param fileName as it is called where it came from
 * @param bytes its length
 * @param problem why it failed, or where the file could not be read on; else null
 * @param bytesRead so far
 */
public record Upload(
    UploadId id,
    AccountId account,
    String fileName,
    long bytes,
    ImportMapping mapping,
    State state,
    @Nullable Problem problem,
    long bytesRead,
    Counts counts,
    Instant createdAt) {

  /**
   * Rows and their outcomes.
   *
   * @param rows read so far; the others are known at the end
   * @param remarks what was taken and is worth a look
   */
  public record Counts(
      long rows,
      long added,
      long changed,
      long unchanged,
      long rejected,
      ImportResult.Remarks remarks) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, ImportResult.Remarks.NONE);

    static Counts of(ImportResult result) {
      return new Counts(
          result.rows(),
          result.added(),
          result.changed(),
          result.unchanged(),
          result.rejected(),
          result.remarks());
    }
  }

  /**
   * Why not all of a file was imported.
   *
   * @param row the last one that could be read, where the file's format was wrong; else 0
   */
  public record Problem(Kind kind, long row) {

    /** What was wrong. */
    public enum Kind {
      /** After some row it isn't CSV; the rows before are imported. */
      BROKEN,
      UNREADABLE,
      REFUSED,
      /** Everline was updated while it waited. */
      UPDATED
    }

    /** As it is stored. */
    String text() {
      return kind.name() + " " + row;
    }

    static Problem of(String text) {
      int blank = text.indexOf(' ');
      return new Problem(
          Kind.valueOf(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)));
    }
  }

  /** The progress of an upload. */
  public enum State {
    /** Its columns are being chosen; nothing was imported. */
    READY,
    RUNNING,
    DONE,
    /** It could not be read, or was left unattended for too long. */
    FAILED
  }
}

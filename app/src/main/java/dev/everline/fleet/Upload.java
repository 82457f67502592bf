package dev.everline.fleet;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.UploadId;
import dev.everline.line.ImportMapping;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that somebody has uploaded.
 *
 * @param fileName as it is called where it came from
 * @param bytes its length
 * @param problem why it failed, or where the file could not be read on; else null
 * @param bytesRead so far
 * @param rows read so far; what became of them is known at the end
 */
public record Upload(
    UploadId id,
    AccountId account,
    String fileName,
    long bytes,
    ImportMapping mapping,
    State state,
    @Nullable String problem,
    long bytesRead,
    long rows,
    long added,
    long changed,
    long unchanged,
    long rejected,
    Instant createdAt) {

  /** How far it is. */
  public enum State {
    /** Its columns are looked at; nothing was imported. */
    READY,
    RUNNING,
    DONE,
    /** It could not be read, or was left too long. */
    FAILED
  }
}

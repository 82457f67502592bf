package dev.everline.line.imports;

import org.jspecify.annotations.Nullable;

/**
 * What an import did.
 *
 * @param rows rows read, without the header and empty ones
 * @param remarks what was taken and is worth a look
 * @param stopped why the rest of the file was not read, or null when it was read to its end
 * @param stoppedAfter the last row that could be read, where the rest was not; else 0
 */
public record ImportResult(
    long rows,
    long added,
    long changed,
    long unchanged,
    long rejected,
    Remarks remarks,
    @Nullable String stopped,
    long stoppedAfter) {

  /**
   * What was taken as it stands, said once for the whole file.
   *
   * @param asShown rows whose end date was taken as the carrier shows it, which is the day after
   *     the last day of service
   * @param doubtfulSims rows whose SIM number fails its check digit
   * @param firstDoubtfulSim the first of them, or 0
   * @param abroad rows whose number isn't one of the North American plan
   * @param firstAbroad the first of them, or 0
   * @param blank rows in which nothing stands
   * @param twice rows whose number or SIM stands in an earlier row; they were rejected
   */
  public record Remarks(
      long asShown,
      long doubtfulSims,
      long firstDoubtfulSim,
      long abroad,
      long firstAbroad,
      long blank,
      long twice) {

    public static final Remarks NONE = new Remarks(0, 0, 0, 0, 0, 0, 0);
  }
}

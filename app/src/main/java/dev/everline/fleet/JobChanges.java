package dev.everline.fleet;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineBulk;
import dev.everline.line.LineCompletion;
import dev.everline.line.LineCompletions;
import dev.everline.line.LineWatch;
import dev.everline.storage.Seal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the acts that spend nothing do to lines. */
final class JobChanges {

  private final LineCompletions completions;
  private final Catalog catalog;
  private final Seal seal;
  private final LineWatch watch;

  JobChanges(LineCompletions completions, Catalog catalog, Seal seal, LineWatch watch) {
    this.completions = completions;
    this.catalog = catalog;
    this.seal = seal;
    this.watch = watch;
  }

  /** Why the act doesn't change a line, or null when it does. */
  Job.@Nullable Reason whyNot(Job job, Line line) {
    if (job.act() == Job.Act.COMPLETE) {
      LineCompletion said = LineCompletion.parse(job.argument());
      if (said.isUnderWay(line, catalog)) {
        return Job.Reason.UNDER_WAY;
      }
      return said.of(line, catalog).isEmpty() ? Job.Reason.ALREADY_SO : null;
    }
    return LineBulk.concerns(change(job), line) ? null : Job.Reason.ALREADY_SO;
  }

  /**
   * Changes lines in the caller's transaction.
   *
   * @return those that were changed
   */
  Set<LineId> apply(Connection connection, Job job, List<LineId> lines, Instant now)
      throws SQLException {
    return job.act() == Job.Act.COMPLETE
        ? completions.apply(
            connection, job.account(), lines, LineCompletion.parse(job.argument()), now)
        : LineBulk.apply(connection, seal, job.account(), lines, change(job), watch, now);
  }

  private static LineBulk.Change change(Job job) {
    String argument = job.argument();
    return switch (job.act()) {
      case BY_EVERLINE ->
          new LineBulk.Renewing.ByEverline(
              argument.isEmpty() ? null : Money.parse(argument, Money.USD));
      case BY_CARRIER -> new LineBulk.Renewing.ByCarrier();
      case BY_OWNER -> new LineBulk.Renewing.ByOwner();
      case KEEP_NUMBER -> new LineBulk.SetFallback(IfNotRenewed.KEEP_NUMBER);
      case TELL_ONLY -> new LineBulk.SetFallback(IfNotRenewed.TELL);
      case TAG -> new LineBulk.Tag(argument);
      case UNTAG -> new LineBulk.Untag(argument);
      case PAUSE -> new LineBulk.Pause();
      case RESUME -> new LineBulk.Resume();
      case COMPLETE, RENEW ->
          throw new IllegalArgumentException(job.act() + " is no change to all lines alike");
    };
  }
}

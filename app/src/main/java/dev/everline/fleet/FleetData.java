package dev.everline.fleet;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.UploadId;
import dev.everline.kernel.text.Sheet;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An account's acts on many lines, and its imports. */
final class FleetData implements AccountData {

  private static final String ACTS = "acts.csv";
  private static final String LINES_OF_ACTS = "acts-lines.csv";
  private static final String IMPORTS = "imports.csv";

  private final Jobs jobs;
  private final Uploads uploads;

  FleetData(Jobs jobs, Uploads uploads) {
    this.jobs = jobs;
    this.uploads = uploads;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exported("job", ACTS),
        Table.exported("job_line", LINES_OF_ACTS),
        Table.exported("upload", IMPORTS));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(ACTS, csv -> acts(account, csv));
    copy.csv(LINES_OF_ACTS, csv -> linesOfActs(account, csv));
    copy.csv(IMPORTS, csv -> imports(account, csv));
  }

  @Override
  public Turn turn() {
    return Turn.WORK;
  }

  @Override
  public void erase(Connection connection, Erasure erasure) throws SQLException {
    List<UploadId> forgotten = uploads.forget(connection, erasure.account());
    erasure.afterCommit().add(() -> uploads.eraseFiles(forgotten));
    jobs.forget(connection, erasure.account());
  }

  private void acts(AccountId account, Sheet csv) {
    csv.row("id", "act", "argument", "state", "lines", "created_at", "finished_at");
    eachAct(
        account,
        job ->
            csv.row(
                job.id().toString(),
                job.act().name(),
                job.argument(),
                job.state().name(),
                job.lines(),
                text(job.createdAt()),
                text(job.finishedAt())));
  }

  private void linesOfActs(AccountId account, Sheet csv) {
    csv.row("act", "line", "outcome", "reason", "price", "currency", "order");
    eachAct(
        account,
        job ->
            AccountCopy.each(
                (@Nullable LineId after, int limit) -> jobs.entries(job, null, after, limit),
                Job.Entry::line,
                entry -> row(job.id(), entry, csv)));
  }

  private static void row(JobId job, Job.Entry entry, Sheet csv) {
    Money price = entry.price();
    csv.row(
        job.toString(),
        entry.line().toString(),
        entry.outcome().name(),
        text(entry.reason()),
        price,
        price == null ? "" : price.currency().getCurrencyCode(),
        text(entry.order()));
  }

  private void eachAct(AccountId account, Consumer<Job> taker) {
    AccountCopy.each(
        (@Nullable JobId below, int limit) -> jobs.below(account, below, limit), Job::id, taker);
  }

  private void imports(AccountId account, Sheet csv) {
    csv.row(
        "id",
        "file",
        "bytes",
        "columns",
        "state",
        "rows",
        "added",
        "changed",
        "unchanged",
        "rejected",
        "created_at");
    AccountCopy.each(
        (@Nullable UploadId below, int limit) -> uploads.below(account, below, limit),
        Upload::id,
        upload ->
            csv.row(
                upload.id().toString(),
                upload.fileName(),
                upload.bytes(),
                upload.mapping().toString(),
                upload.state().name(),
                upload.counts().rows(),
                upload.counts().added(),
                upload.counts().changed(),
                upload.counts().unchanged(),
                upload.counts().rejected(),
                text(upload.createdAt())));
  }
}

package dev.everline.line;

import static dev.everline.storage.AccountCopy.text;
import static dev.everline.storage.AccountCopy.yesOrNo;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.NoteId;
import dev.everline.kernel.text.Sheet;
import dev.everline.kernel.text.SpreadsheetText;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's lines, those that are removed too, with their former SIMs and notes. */
final class LineData implements AccountData {

  private static final String LINES = "lines.csv";
  private static final String SIMS = "former-sims.csv";
  private static final String NOTES = "notes.csv";

  private final LineStore store;
  private final LineService lines;
  private final LineNotes notes;
  private final SimHistory sims;

  LineData(LineStore store, LineService lines, LineNotes notes, SimHistory sims) {
    this.store = store;
    this.lines = lines;
    this.notes = notes;
    this.sims = sims;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exportedAndEmptied("line", LINES, "orders and notices refer to its id"),
        Table.exported("line_iccid", SIMS),
        Table.exported("line_note", NOTES),
        Table.kept("quarantined_line", "ids of lines and times"),
        Table.kept("wake_up", "ids of lines and times, dropped once they were followed"));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(LINES, csv -> lines(account, csv));
    copy.csv(SIMS, csv -> formerSims(account, csv));
    copy.csv(NOTES, csv -> notes(account, csv));
  }

  @Override
  public Turn turn() {
    return Turn.LINES;
  }

  @Override
  public void erase(Connection connection, Erasure erasure) throws SQLException {
    lines.erase(connection, erasure.account(), erasure.now());
    notes.erase(connection, erasure.account());
  }

  /** Its first columns are an import's. */
  private void lines(AccountId account, Sheet csv) {
    csv.row(
        "number",
        "iccid",
        "label",
        "tags",
        "carrier",
        "plan",
        "state",
        "last_day",
        "balance",
        "currency",
        "balance_expires_on",
        "anchor_day",
        "last_payment_on",
        "last_activity_on",
        "renewed_by",
        "price_ceiling",
        "if_not_renewed",
        "brand_confirmed",
        "paused",
        "id",
        "created_at",
        "changed_at",
        "removed_at",
        "let_go_at");
    AccountCopy.each(
        (@Nullable LineId after, int limit) -> store.evenRemoved(account, after, limit),
        Line::id,
        line -> row(line, csv));
  }

  private static void row(Line line, Sheet csv) {
    csv.row(
        SpreadsheetText.digits(Msisdn.written(line.msisdn())),
        SpreadsheetText.digits(text(line.iccid())),
        SpreadsheetText.kept(line.label()),
        SpreadsheetText.kept(String.join(";", line.tags())),
        line.carrier(),
        text(line.plan()),
        text(line.state()),
        text(line.facts().validUntil()),
        line.facts().balance(),
        line.currency().getCurrencyCode(),
        text(line.facts().balanceExpiresOn()),
        line.facts().anchorDay() == 0 ? "" : line.facts().anchorDay(),
        text(line.facts().lastPaymentOn()),
        text(line.facts().lastActivityOn()),
        line.known().renewerSaid() ? line.renewedBy().key() : "",
        line.priceCeiling(),
        line.ifNotRenewed().key(),
        yesOrNo(line.brandConfirmedAt() != null),
        yesOrNo(line.isPaused()),
        line.id().toString(),
        text(line.createdAt()),
        text(line.changedAt()),
        text(line.removedAt()),
        text(line.letGo() == null ? null : line.letGo().at()));
  }

  private void formerSims(AccountId account, Sheet csv) {
    csv.row("line", "iccid", "since", "until", "source");
    AccountCopy.eachPage(
        (@Nullable LineId after, int limit) -> store.evenRemoved(account, after, limit),
        Line::id,
        page ->
            sims.ofThoseThatChanged(account, page.stream().map(Line::id).toList())
                .forEach((line, uses) -> uses.forEach(use -> row(line, use, csv))));
  }

  private static void row(LineId line, SimHistory.Use use, Sheet csv) {
    csv.row(
        line.toString(),
        SpreadsheetText.digits(use.iccid()),
        text(use.since()),
        text(use.until()),
        use.source());
  }

  private void notes(AccountId account, Sheet csv) {
    csv.row("id", "line", "author", "at", "note");
    AccountCopy.each(
        (@Nullable NoteId after, int limit) -> notes.all(account, after, limit),
        LineNotes.Note::id,
        note ->
            csv.row(
                note.id().toString(),
                note.line().toString(),
                note.author().toString(),
                text(note.at()),
                note.text()));
  }
}

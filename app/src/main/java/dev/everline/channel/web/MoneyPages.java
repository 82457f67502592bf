package dev.everline.channel.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.everline.account.AuditTrail;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.Posting;
import dev.everline.payment.Wallet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What there is to spend and where it went. */
@ServesPages
final class MoneyPages {

  private static final int ROWS = 50;
  private static final int EXPORTED_AT_ONCE = 500;

  private final Wallet wallet;
  private final AuditTrail audit;
  private final Pages pages;

  MoneyPages(Wallet wallet, AuditTrail audit, Pages pages) {
    this.wallet = wallet;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param order that it belongs to, or null
   */
  record Row(Posting.Kind kind, Money amount, @Nullable OrderId order, Instant at) {

    static Row of(Ledger.Entry entry) {
      Long order = entry.orderId();
      return new Row(
          entry.kind(), entry.amount(), order == null ? null : new OrderId(order), entry.at());
    }
  }

  /**
   * @param next what the following page is asked for by, or null at the end
   */
  record Statement(Money balance, List<Row> rows, @Nullable Long next) {}

  @GetMapping("/money")
  View money(Visit visit, @RequestParam(required = false) @Nullable Long below) {
    if (below != null && below < 0) {
      throw InvalidValue.of("below", below.toString(), "is no entry", "follow the page's link");
    }
    List<Ledger.Entry> found = wallet.entries(visit.accountId(), Money.USD, below, ROWS + 1);
    boolean more = found.size() > ROWS;
    List<Ledger.Entry> shown = more ? found.subList(0, ROWS) : found;
    return pages.show(
        "money",
        visit,
        new Statement(
            wallet.balance(visit.accountId(), Money.USD),
            shown.stream().map(Row::of).toList(),
            more ? shown.getLast().number() : null));
  }

  /** All entries, the newest first; read and sent in parts, so that any number fits. */
  @GetMapping("/money/entries.csv")
  void export(Visit visit, HttpServletResponse response) throws IOException {
    audit.add(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.ENTRIES_EXPORTED,
        visit.accountId().toString());
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"everline-entries.csv\"");
    try (CsvWriter csv =
        CsvWriter.builder()
            .build(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      csv.writeRecord("at", "kind", "amount", "currency", "order");
      Long below = null;
      while (true) {
        List<Ledger.Entry> part =
            wallet.entries(visit.accountId(), Money.USD, below, EXPORTED_AT_ONCE);
        for (Ledger.Entry entry : part) {
          Row row = Row.of(entry);
          csv.writeRecord(
              row.at().toString(),
              row.kind().name(),
              row.amount().toDecimal().toPlainString(),
              row.amount().currency().getCurrencyCode(),
              row.order() == null ? "" : row.order().toString());
        }
        if (part.size() < EXPORTED_AT_ONCE) {
          return;
        }
        below = part.getLast().number();
      }
    }
  }
}

package dev.everline.renewal;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.OrderId;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.notice.push.PushQueue;
import dev.everline.notice.push.PushSubject;
import dev.everline.notice.push.PushSubjects;
import java.util.Optional;

/** The lines and renewals that push messages are about. */
final class RenewalSubjects implements PushSubjects {

  private final OrderDesk orderDesk;
  private final LineStore lines;
  private final Accounts accounts;
  private final Catalog catalog;

  RenewalSubjects(OrderDesk orderDesk, LineStore lines, Accounts accounts, Catalog catalog) {
    this.orderDesk = orderDesk;
    this.lines = lines;
    this.accounts = accounts;
    this.catalog = catalog;
  }

  @Override
  public Optional<PushSubject> of(PushQueue.Due due) {
    return lines.find(due.line()).map(line -> subject(due, line));
  }

  private PushSubject subject(PushQueue.Due due, Line line) {
    Account account = accounts.get(due.account());
    Carrier carrier = catalog.carriers().get(line.carrier());
    return new PushSubject(
        line.label().isBlank() ? line.maskedNumber() : line.label(),
        carrier == null ? line.carrier() : carrier.brand(),
        carrier == null ? null : carrier.zone(),
        account.zone(),
        account.zoneTold(),
        due.isRenewal()
            ? orderDesk.order(due.account(), new OrderId(due.about())).validUntil()
            : null);
  }
}

package dev.everline.renewal.engine;

import dev.everline.kernel.Money;
import dev.everline.kernel.NoticeId;
import dev.everline.line.due.DueLine;
import dev.everline.notice.NewNotice;
import dev.everline.notice.NoticeKind;
import dev.everline.payment.Payments;
import dev.everline.renewal.engine.call.CarrierCall;
import dev.everline.renewal.engine.stop.OrderRequest;
import dev.everline.renewal.order.Order;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All changes from looking at a batch of lines, collected before they are written. */
final class Changes {

  final List<DueLine> lines = new ArrayList<>();
  final List<CarrierCall> calls = new ArrayList<>();
  final List<Order> from = new ArrayList<>();
  final List<Order> to = new ArrayList<>();
  final List<Payments.Charge> releases = new ArrayList<>();
  final List<NewNotice> notices = new ArrayList<>();
  final List<NoticeId> closed = new ArrayList<>();
  final List<OrderRequest> requests = new ArrayList<>();

  void move(Order before, Order after) {
    from.add(before);
    to.add(after);
  }

  /** Claims the line for the time in which its order's call is made. */
  void call(CarrierCall call) {
    calls.add(call);
  }

  List<DueLine> claimed() {
    return calls.stream().map(CarrierCall::line).toList();
  }

  void tell(
      DueLine line,
      NoticeKind what,
      LocalDate forDate,
      int step,
      @Nullable Money needed,
      @Nullable Instant actBy) {
    notices.add(new NewNotice(line.id(), line.account(), what, forDate, step, needed, actBy));
  }

  /** A line that is taken but not written would never be looked at again. */
  void requireAllWritten(List<DueLine> taken) {
    int written = lines.size() + calls.size();
    if (written != taken.size()) {
      throw new IllegalStateException(
          "of " + taken.size() + " lines taken, " + written + " would be written");
    }
  }
}

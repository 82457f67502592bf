package dev.everline.renewal.engine;

import dev.everline.line.due.DueLines;
import dev.everline.notice.Notices;
import dev.everline.renewal.order.Orders;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;

/** What renewing reads and writes; made once, so that what one part counts the others see. */
public record Tables(
    IdAllocator ids,
    DueLines lines,
    Orders orders,
    Notices notices,
    SpendDays spendDays,
    RouteRecords routeRecords,
    RestoreHold hold) {

  static Tables of(IdAllocator ids, Seal seal, Notices notices) {
    return new Tables(
        ids,
        new DueLines(seal),
        new Orders(),
        notices,
        new SpendDays(),
        new RouteRecords(),
        new RestoreHold());
  }
}

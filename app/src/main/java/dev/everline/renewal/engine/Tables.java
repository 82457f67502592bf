package dev.everline.renewal.engine;

import dev.everline.line.due.DueLines;
import dev.everline.notice.Notices;
import dev.everline.renewal.order.Orders;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;

/** The tables that the engine reads and writes; created once, so that all parts share one count. */
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

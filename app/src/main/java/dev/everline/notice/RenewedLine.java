package dev.everline.notice;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;

/** A line that an order has renewed: good news, which nobody has to act on. */
public record RenewedLine(OrderId order, LineId line, AccountId account) {}

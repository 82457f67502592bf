package dev.everline.channel.cli.order;

import dev.everline.renewal.price.Quote;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must be known before paying, in English. */
final class RemarkText {

  private RemarkText() {}

  static String of(Quote.Remark remark) {
    return switch (remark.warning()) {
      case BUYS_ONLY_DAYS ->
          "Its date doesn't move: paying now buys only " + days(remark.days()) + ".";
      case LOSES_DAYS ->
          "The new period starts today: "
              + days(remark.days())
              + " already paid for would be lost.";
      case DATE_UNCERTAIN ->
          "The carrier doesn't say where this date falls in a shorter month; the earlier day is"
              + " shown. Check it after paying.";
      case ANCHOR_UNKNOWN ->
          "Its day of the month isn't known: its end is the last of a short month, so the new date may"
              + " be later. Set it with 'line set --anchor-day'.";
      case STATE_UNKNOWN ->
          "Plus tax. The line's state isn't known: its 911 fee would be "
              + remark.from()
              + " to "
              + remark.to()
              + ", and sales tax may come on top. Set it with 'line set --state'.";
      case TAX_ON_TOP -> "Plus tax: sales tax may come on top, and how much isn't known here.";
      case OWN_FEE ->
          "The carrier may add a fee of its own of "
              + (Objects.equals(remark.from(), remark.to())
                  ? remark.from()
                  : remark.from() + " to " + remark.to())
              + "; it isn't in this sum.";
      case TAX_UNKNOWN -> "No source says whether the price includes taxes.";
      case MOST_UNCONFIRMED ->
          "The largest amount that the carrier takes isn't confirmed; it may refuse a large one.";
      case KEEPING_UNCONFIRMED ->
          "No source confirms that this payment keeps the number. Ask the carrier first.";
    };
  }

  private static String days(@Nullable Integer days) {
    return days == null ? "fewer days" : days + (days == 1 ? " day" : " days");
  }
}

package dev.everline.channel.web.order;

import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.TypedAmount;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.outside.Proposal;
import dev.everline.renewal.outside.Told;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in the form of a renewal outside, as typed; pure.
 *
 * @param paid empty when its owner doesn't know it
 * @param paidOn empty for today
 * @param until the new end as the carrier shows it
 * @param proposed the end that was computed for the form; the same as {@code until} unless its
 *     owner gave another
 * @param seen the line's end when the form was made; empty when there was none
 * @param sureOf an end that saving once more confirms, or empty
 */
record RenewedForm(
    String paid,
    String paidOn,
    String until,
    String where,
    String proposed,
    String seen,
    String key,
    String sureOf) {

  static final String PAID = "paid";
  static final String PAID_ON = "paid_on";
  static final String UNTIL = "valid_until";
  static final String WHERE = "where";

  static RenewedForm of(Map<String, String> form) {
    return new RenewedForm(
        form.getOrDefault(PAID, "").strip(),
        form.getOrDefault(PAID_ON, "").strip(),
        form.getOrDefault(UNTIL, "").strip(),
        form.getOrDefault(WHERE, PaidAt.WEB.key()).strip(),
        form.getOrDefault("proposed", "").strip(),
        form.getOrDefault("seen", "").strip(),
        form.getOrDefault("key", "").strip(),
        form.getOrDefault("sure_of", "").strip());
  }

  /**
   * @throws InvalidValue when it is no amount
   */
  @Nullable Money amount(Currency currency) {
    if (paid.isEmpty()) {
      return null;
    }
    try {
      return Money.parse(TypedAmount.plain(paid), currency).requirePositive(PAID);
    } catch (InvalidValue wrong) {
      throw InvalidValue.of(
          PAID, paid, "is no amount", "give one like 15 or 15.50, or leave it empty");
    }
  }

  /**
   * @throws InvalidValue when it is no day
   */
  @Nullable LocalDate day() {
    return date(PAID_ON, paidOn);
  }

  /** Whether its owner gave an end of their own in place of the computed one. */
  boolean hasOwnEnd() {
    return !until.isEmpty() && !until.equals(proposed);
  }

  /** The same form with the end recomputed, unless the owner entered one themselves. */
  RenewedForm proposing(Proposal proposal) {
    LocalDate shown = proposal.shown();
    String computed = shown == null ? "" : shown.toString();
    return new RenewedForm(
        paid,
        paidOn,
        hasOwnEnd() ? until : computed,
        where,
        hasOwnEnd() ? proposed : computed,
        seen,
        key,
        sureOf);
  }

  RenewedForm sureOf(String end) {
    return new RenewedForm(paid, paidOn, until, where, proposed, seen, key, end);
  }

  /** Whether the end that was shown is another than the one that follows from what was typed. */
  boolean showsAnotherEndThan(Proposal proposal) {
    LocalDate shown = proposal.shown();
    return !hasOwnEnd() && !until.equals(shown == null ? "" : shown.toString());
  }

  /**
   * @param printed what the carrier means by the date that it shows
   * @throws InvalidValue when a field can't be read
   */
  Told told(Currency currency, PrintedDate printed) {
    LocalDate shown = date(UNTIL, until);
    return new Told(
        amount(currency),
        day(),
        PaidAt.parse(WHERE, where),
        shown == null ? null : printed.lastDayOf(shown),
        new Told.Seen(date("seen", seen)));
  }

  private static @Nullable LocalDate date(String field, String text) {
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeParseException wrong) {
      throw InvalidValue.of(field, text, "is no date", "give it as YYYY-MM-DD");
    }
  }
}

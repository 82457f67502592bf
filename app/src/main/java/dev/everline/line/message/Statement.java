package dev.everline.line.message;

import dev.everline.catalog.Confidence;
import dev.everline.kernel.Money;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a message says.
 *
 * @param date as the message says it, or null
 * @param amount or null
 * @param confidence high when the message names what it is about and the date in full; low when
 *     only a hint speaks for it
 * @param words the sentence that says so, without a code's digits
 */
public record Statement(
    About about,
    What what,
    @Nullable LocalDate date,
    @Nullable Money amount,
    Confidence confidence,
    String words) {

  /** What a statement is about. */
  public enum About {
    LINE,
    PLAN,
    BALANCE,
    ADDON,
    CARD,
    PROMOTION,
    CODE,
    OTHER;

    /** As in JSON. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a statement says. */
  public enum What {
    /** Service ends; the date as the carrier says it. */
    SERVICE_END,
    /** A payment is due, or the carrier takes one by itself, on that date. */
    RENEWAL_DUE,
    RENEWED,
    /** How much money is left. */
    BALANCE,
    /** The money left ends. */
    BALANCE_END,
    /** The carrier received a payment. */
    PAID,
    /** The carrier took money from a card or a balance. */
    CHARGED,
    REFUND,
    PRICE,
    PRICE_CHANGE,
    /** How much of an allowance is used or left. */
    USAGE,
    PLAN_CHANGED,
    SIM_CHANGED,
    AUTOPAY_SET,
    AUTOPAY_FAILED,
    /** The balance doesn't pay for the plan. */
    SHORT,
    SUSPENDED,
    /** The number is about to be lost. */
    AT_RISK,
    /** A code for signing in; never its digits. */
    ONE_TIME_CODE,
    /** A PIN with which the number can be taken to another carrier; never its digits. */
    TRANSFER_PIN,
    /** A fraud: nothing else in the message counts. */
    SCAM;

    /** As in JSON: {@code service-end}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Statement of(About about, What what, Confidence confidence, String words) {
    return new Statement(about, what, null, null, confidence, words);
  }

  Statement with(Confidence other) {
    return new Statement(about, what, date, amount, other, words);
  }

  /** Without the message's words, so that it may be logged. */
  @Override
  public String toString() {
    return about.key() + " " + what.key() + " " + date + " " + amount + " " + confidence;
  }
}

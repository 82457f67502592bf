package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Stop;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads payments, charges and refunds. */
final class PaymentClauses {

  /** Words that say a payment only beside its amount. */
  private static final Set<String> ALONE =
      Set.of(
          "paid",
          "you bought",
          "you purchased",
          "purchased",
          "pagado",
          "pagaste",
          "compraste",
          "compro",
          "thank you for adding",
          "thanks for adding",
          "thx for adding",
          "gracias por agregar",
          "已付",
          "实付",
          "您已购买",
          "购买了");

  private static final Set<String> GOT =
      Set.of(
          "got your",
          "we got your",
          "we received",
          "we've received",
          "we have received",
          "received",
          "we got",
          "we've got",
          "we have your",
          "recibimos",
          "hemos recibido",
          "got ur",
          "was credited",
          "has been credited",
          "credited",
          "收到",
          "已收到");

  private static final Set<String> AMOUNT =
      Set.of("amt", "amount", "total", "total amount", "monto", "importe", "金额");

  private static final Pattern INTO =
      Pattern.compile("added|credited|agreg|acredit|abon|已充入|已到账|已存入");

  private final Reading reading;
  private final Findings found;
  private @Nullable Sentence paidWithoutAmount;

  PaymentClauses(Reading reading, Findings found) {
    this.reading = reading;
    this.found = found;
  }

  void read(Sentence s) {
    if (Modality.statesNothing(s)) {
      return;
    }
    labelledAmount(s);
    for (int i = 0; i < s.size(); i++) {
      switch (s.meaning(i)) {
        case PAYMENT, AUTOPAY -> paid(s, i);
        case PAID -> paidUp(s, i);
        case ADDED -> added(s, i);
        case DONE -> got(s, i);
        case CHARGED -> charged(s, i);
        case REFUND -> refund(s, i);
        case BALANCE -> applied(s, i);
        default -> {}
      }
    }
  }

  private void paid(Sentence s, int at) {
    boolean done = s.partHas(at, Meaning.DONE, Meaning.PAID) || isDoneBehindBrackets(s, at);
    int thanks = s.indexInPart(at, Meaning.THANKS);
    boolean automatic = s.meaning(at) == Meaning.AUTOPAY;
    if ((!done && (thanks < 0 || thanks > at) && !isOfAReceipt(s, at))
        || isBill(s, at)
        || (automatic && (one(s, at) == null || s.partHas(at, Meaning.PAYMENT)))) {
      return;
    }
    payment(s, at);
  }

  /** "Payment of fifty dollars ($50.00) posted". */
  private static boolean isDoneBehindBrackets(Sentence s, int at) {
    for (int i = at + 1; i < s.size(); i++) {
      if (s.at(i) instanceof Stop stop && stop.mark() != '(' && stop.mark() != ')') {
        return false;
      }
      if (s.meaning(i) == Meaning.DONE) {
        return true;
      }
    }
    return false;
  }

  /** "Payment: $35.00", in a message that thanks or confirms. */
  private boolean isOfAReceipt(Sentence s, int at) {
    boolean label = at == 0 && s.size() == 3 && s.at(1) instanceof Stop && s.isSum(2);
    return label
        && (reading.has().contains(Meaning.THANKS)
            || reading.has().contains(Meaning.ORDER)
            || reading.has().contains(Meaning.DONE));
  }

  private void paidUp(Sentence s, int at) {
    boolean alone = ALONE.contains(words(s, at));
    int next = at + 1 < s.size() && s.meaning(at + 1) == Meaning.GLUE ? at + 2 : at + 1;
    boolean dated = next < s.size() && s.isDay(next);
    if (!isBill(s, at) && (!alone || dated || sumNextTo(s, at) != null)) {
      payment(s, at);
    }
  }

  /** The amount right behind a word, or behind its colon. */
  private static @Nullable Money sumNextTo(Sentence s, int at) {
    for (int i = at + 1; i < s.size() && i <= at + 2; i++) {
      if (s.at(i) instanceof Sum sum) {
        return sum.amount();
      }
      if (!(s.at(i) instanceof Stop stop && stop.mark() == ':') && !s.meaning(i).isFiller()) {
        return null;
      }
    }
    return null;
  }

  /** "We added $40.00 to your account". */
  private void added(Sentence s, int at) {
    boolean own = s.partHas(at, Meaning.LINE, Meaning.BALANCE, Meaning.NUMBER);
    if (own && sumNextTo(s, at) != null && !isBill(s, at) && !s.has(Meaning.REWARD)) {
      payment(s, at);
    }
  }

  /** "$15.00 has been added to your account". */
  private static @Nullable Money sumBefore(Sentence s, int at) {
    return at > 0 && s.at(at - 1) instanceof Sum sum ? sum.amount() : null;
  }

  /** "We got your $25". */
  private void got(Sentence s, int at) {
    boolean own = s.partHas(at, Meaning.LINE, Meaning.BALANCE, Meaning.NUMBER);
    if (own
        && INTO.matcher(words(s, at)).find()
        && sumBefore(s, at) != null
        && !isBill(s, at)
        && !s.has(Meaning.REWARD, Meaning.PAYMENT, Meaning.AUTOPAY)) {
      payment(s, at);
      return;
    }
    boolean named = s.partHas(at, Meaning.PAYMENT, Meaning.AUTOPAY, Meaning.PAID);
    boolean back = reading.words(s).toLowerCase(Locale.ROOT).contains(" back to ");
    if (back && words(s, at).contains("credit") && sumNextTo(s, at) != null) {
      refund(s, at);
    } else if (GOT.contains(words(s, at)) && !named && sumNextTo(s, at) != null && !isBill(s, at)) {
      payment(s, at);
    }
  }

  /** "Recharge successful! Amt $20.00": the amount has a label of its own behind the sentence. */
  private void labelledAmount(Sentence s) {
    Sentence previous = s.previous();
    if (previous == null || previous != paidWithoutAmount) {
      return;
    }
    // "Payment received. $15.00 on Nov 30."
    Money amount =
        s.at(0) instanceof Sum sum && !s.has(Meaning.CHARGED, Meaning.DONE, Meaning.BALANCE)
            ? sum.amount()
            : AMOUNT.contains(words(s, 0)) ? sumNextTo(s, 0) : null;
    if (amount != null) {
      found.add(reading.statement(s, 0, About.LINE, What.PAID, null, amount, true));
    }
  }

  private static boolean isBill(Sentence s, int at) {
    return s.has(Meaning.DEVICE, Meaning.STRANGER, Meaning.FAILED, Meaning.THING, Meaning.POINTS)
        || s.has(Meaning.REFUND, Meaning.ADDON)
        || s.partHas(at, Meaning.MAY, Meaning.NOT, Meaning.WILL, Meaning.CODE, Meaning.PROMO);
  }

  private void payment(Sentence s, int at) {
    if (!Modality.hasHappened(s, at)) {
      return;
    }
    About about = About.LINE;
    if (s.partHas(at, Meaning.PLAN)) {
      about = About.PLAN;
    }
    Money amount = one(s, at);
    paidWithoutAmount = amount == null ? s : null;
    found.add(reading.statement(s, at, about, What.PAID, happenedOn(s, at), amount, true));
  }

  /** The day on which it happened, where the same part says one. */
  private @Nullable LocalDate happenedOn(Sentence s, int at) {
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      if (s.at(i) instanceof Day day && !followsAnEnd(s, i)) {
        return reading.day(day, Tense.HAPPENED);
      }
    }
    return null;
  }

  private static boolean followsAnEnd(Sentence s, int day) {
    for (int i = s.partStart(day); i < day; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.ENDS || meaning == Meaning.RENEWS || meaning == Meaning.UNTIL) {
        return true;
      }
    }
    return false;
  }

  /** The one amount of the part, or of the sentence where the part has none; a balance's isn't. */
  private static @Nullable Money one(Sentence s, int at) {
    Money inPart = one(s, s.partStart(at), s.partEnd(at));
    boolean none = true;
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      none &= !s.isSum(i);
    }
    return none ? one(s, 0, s.size()) : inPart;
  }

  private static @Nullable Money one(Sentence s, int from, int to) {
    Money one = null;
    for (int i = from; i < to; i++) {
      if (!(s.at(i) instanceof Sum sum) || isBalances(s, i)) {
        continue;
      }
      if (one != null || sum.amount() == null || Values.isBounded(s, i)) {
        return null;
      }
      one = sum.amount();
    }
    return one;
  }

  private static boolean isBalances(Sentence s, int sum) {
    boolean balance = false;
    for (int i = s.partStart(sum); i < sum; i++) {
      Meaning meaning = s.meaning(i);
      balance |= meaning == Meaning.BALANCE;
      balance &= !meaning.isPredicate() && meaning != Meaning.PAYMENT;
    }
    return balance;
  }

  private void charged(Sentence s, int at) {
    if (!Modality.hasHappened(s, at)
        || s.has(Meaning.DEVICE, Meaning.REFUND, Meaning.FAILED)
        || (s.has(Meaning.STRANGER) && reading.carrier() == null)
        || (s.has(Meaning.ORDER) && !s.has(Meaning.PLAN, Meaning.LINE))
        || s.partHas(at, Meaning.NOT, Meaning.THING, Meaning.PROMO)) {
      return;
    }
    Money amount = one(s, at);
    if (amount == null || isRegular(s, at)) {
      return;
    }
    About about = About.LINE;
    if (s.has(Meaning.ADDON)) {
      about = About.ADDON;
    } else if (s.has(Meaning.PLAN)) {
      about = About.PLAN;
    } else if (s.has(Meaning.BALANCE)) {
      about = About.BALANCE;
    } else if (s.has(Meaning.CARD)) {
      about = About.CARD;
    }
    found.add(reading.statement(s, at, about, What.CHARGED, happenedOn(s, at), amount, true));
  }

  /** In Chinese the verb alone may say what is charged each month. */
  private boolean isRegular(Sentence s, int at) {
    return at > 0 && words(s, at - 1).startsWith("每");
  }

  /** "Your credit of $10.00 has been applied". */
  private void applied(Sentence s, int at) {
    if (words(s, at).contains("credit") && s.partHas(at, Meaning.DONE)) {
      refund(s, at);
    }
  }

  private void refund(Sentence s, int at) {
    Money amount = one(s, at);
    if (amount == null
        || !Modality.hasHappened(s, at, Meaning.OLD)
        || s.has(Meaning.DEVICE, Meaning.STRANGER, Meaning.IF, Meaning.MAY, Meaning.PROMO)
        || s.partHas(at, Meaning.NOT, Meaning.WILL, Meaning.PAY)) {
      return;
    }
    found.add(
        reading.statement(
            s,
            at,
            s.has(Meaning.PLAN) ? About.PLAN : About.LINE,
            What.REFUND,
            happenedOn(s, at),
            amount,
            true));
  }

  private String words(Sentence s, int at) {
    return reading.text().folded().substring(s.at(at).start(), s.at(at).end());
  }
}

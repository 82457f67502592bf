package dev.everline.line.message;

import dev.everline.line.message.Statement.About;
import dev.everline.line.message.text.Meaning;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what a predicate is said of. */
final class Subjects {

  /**
   * What a predicate is said of.
   *
   * @param sure whether it stands in the same part, by name
   */
  record Subject(About about, boolean sure) {}

  private static final int MOST_UNKNOWN = 4;

  /** Words that name a payment themselves: of a carrier's message, the line's. */
  private static final List<String> PAYMENTS =
      List.of(
          "next payment",
          "upcoming payment",
          "next charge",
          "next bill",
          "next auto",
          "renewal date",
          "next renewal",
          "proximo pago",
          "siguiente pago",
          "proximo cobro",
          "proximo cargo",
          "proxima renovacion",
          "fecha de renovacion",
          "下次付款",
          "下次扣",
          "下次续",
          "下次缴费",
          "续费日");

  private static final Pattern SERVICE = Pattern.compile("service|servicio|服务|airtime");

  private Subjects() {}

  /**
   * Null when it is said of something that isn't the line's, or when nobody can tell.
   *
   * @param paying whether the predicate is about paying, which a card or a payment may be the
   *     subject of
   */
  static @Nullable Subject of(Sentence s, int predicate, Reading reading, boolean paying) {
    int start = s.partStart(predicate);
    Found own = in(s, start, predicate, reading, paying);
    if (own.foreign()) {
      return own.about() == About.ADDON ? new Subject(About.ADDON, true) : null;
    }
    if (own.about() == About.LINE && isMoneyIn(s, own.at(), predicate, reading)) {
      return new Subject(About.BALANCE, true);
    }
    if (own.about() != null) {
      boolean doubtful =
          own.about() == About.BALANCE && isLabel(s, predicate) && isValued(s, own.at(), predicate);
      return doubtful || isNamedElse(s, own.at(), predicate, reading, paying)
          ? null
          : new Subject(own.about(), true);
    }
    About within = within(s, predicate, reading, paying);
    if (within != null) {
      return new Subject(within, true);
    }
    Found after = after(s, predicate, reading, paying);
    if (after.foreign() || after.about() != null) {
      return after.foreign() || after.about() == null ? null : new Subject(after.about(), true);
    }
    if (hasUnknown(s, start, predicate) && !(paying && reading.carrier() != null)) {
      return null;
    }
    for (int end = start; end > 0; ) {
      int from = s.partStart(end - 1);
      Found carried = in(s, from, end, reading, paying);
      if (carried.foreign()) {
        return carried.about() == About.ADDON ? new Subject(About.ADDON, false) : null;
      }
      if (carried.about() != null) {
        // A label of its own after a balance may be of the balance or of the plan.
        boolean label = isLabel(s, predicate);
        return label && carried.about() == About.BALANCE
            ? null
            : new Subject(carried.about(), false);
      }
      end = from;
    }
    Sentence previous = s.previous();
    if (previous != null && s.meaning(0) == Meaning.IT) {
      Found meant = in(previous, 0, previous.size(), reading, paying);
      return meant.foreign() || meant.about() == null ? null : new Subject(meant.about(), false);
    }
    if (previous != null && predicate == 0 && !paying && isOnlyOfMoney(previous, reading)) {
      return new Subject(About.BALANCE, false);
    }
    return implied(s, predicate, reading, paying);
  }

  /** "账户里的 $9.60 将作废": the money in the account. */
  private static boolean isMoneyIn(Sentence s, int subject, int predicate, Reading reading) {
    String words = reading.text().folded().substring(s.at(subject).start(), s.at(subject).end());
    boolean account = words.contains("account") || words.contains("cuenta") || words.contains("户");
    for (int i = subject + 1; account && i < predicate; i++) {
      if (s.isSum(i) && !s.partHas(i, Meaning.PLAN)) {
        return true;
      }
    }
    return false;
  }

  /** "Balance: $18.32. Expires: 03/29/2027", in a message that speaks of nothing else. */
  private static boolean isOnlyOfMoney(Sentence previous, Reading reading) {
    boolean balance = previous.has(Meaning.BALANCE) && previous.isSum(previous.size() - 1);
    boolean more =
        reading.has().stream()
            .anyMatch(
                meaning ->
                    meaning.isForeign()
                        || meaning == Meaning.PLAN
                        || meaning == Meaning.LINE
                        || meaning == Meaning.DATA);
    return balance && !more;
  }

  /** Some predicates name their subject: service end date, plan renewal. */
  private static @Nullable About within(
      Sentence s, int predicate, Reading reading, boolean paying) {
    Token token = s.at(predicate);
    String words = reading.text().folded().substring(token.start(), token.end());
    boolean due = words.startsWith("due") || words.startsWith("payment");
    boolean sum = predicate > 0 && s.isSum(predicate - 1) && due;
    if (paying && sum && reading.carrier() != null) {
      return About.LINE;
    }
    if (paying && reading.carrier() != null && PAYMENTS.stream().anyMatch(words::contains)) {
      boolean plan = reading.has().contains(Meaning.PLAN) && !reading.has().contains(Meaning.LINE);
      return plan ? About.PLAN : About.LINE;
    }
    if (SERVICE.matcher(words).find()) {
      return About.LINE;
    }
    if (words.contains("saldo") || words.contains("余额") || words.contains("话费")) {
      return About.BALANCE;
    }
    boolean credit = words.startsWith("credit ") && !reading.has().contains(Meaning.ADDON);
    if (words.startsWith("balance ") || credit) {
      return About.BALANCE;
    }
    return words.contains("plan ") || words.contains("套餐") ? About.PLAN : null;
  }

  private record Found(@Nullable About about, boolean foreign, int at) {}

  private static Found in(Sentence s, int from, int to, Reading reading, boolean paying) {
    About about = null;
    int at = -1;
    boolean addon = false;
    boolean foreign = false;
    for (int i = from; i < to; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning.isForeign() && !(paying && isPayable(meaning))) {
        addon |= meaning == Meaning.ADDON;
        foreign |= meaning != Meaning.ADDON;
      }
      if (meaning == Meaning.SUBSCRIPTION && reading.carrier() == null) {
        foreign = true;
      }
      if (!paying && (meaning == Meaning.PAYMENT || meaning == Meaning.AUTOPAY)) {
        foreign = true;
      }
      About named = aboutOf(meaning);
      addon |= named == About.PLAN && isExtra(s, i, to, reading);
      if (paying && about == null && isPayment(meaning)) {
        about = About.LINE;
        at = i;
      }
      if (meaning == Meaning.DATA) {
        about = null;
        at = -1;
        foreign |= isLastNamed(s, i, to);
      } else if (named != null && !(about == About.BALANCE && !isValued(s, at, i))) {
        about = named;
        at = i;
      }
    }
    if (addon && !foreign) {
      return new Found(About.ADDON, true, at);
    }
    return new Found(foreign ? null : about, foreign, at);
  }

  /** "Paquete de 2 GB adicionales". */
  private static boolean isExtra(Sentence s, int plan, int to, Reading reading) {
    // "Paquete de 100 minutos a México".
    if (plan + 2 < s.size() && s.at(plan + 2) instanceof Token.Figure figure) {
      String words = reading.text().folded().substring(s.at(plan).start(), figure.end());
      if (words.startsWith("paquete") && words.contains("minuto")) {
        return true;
      }
    }
    for (int i = plan + 1; i < Math.min(to, plan + 4); i++) {
      if (s.meaning(i) == Meaning.MORE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPayment(Meaning meaning) {
    return switch (meaning) {
      case PAYMENT, AUTOPAY, BILL, DUE -> true;
      default -> false;
    };
  }

  private static boolean isPayable(Meaning meaning) {
    return meaning == Meaning.CARD || meaning == Meaning.BILL;
  }

  private static boolean isLastNamed(Sentence s, int at, int to) {
    for (int i = at + 1; i < to; i++) {
      if (aboutOf(s.meaning(i)) != null) {
        return false;
      }
    }
    return true;
  }

  /** Whether something was said of it before the next is named. */
  private static boolean isValued(Sentence s, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (s.isSum(i) || s.meaning(i) == Meaning.BE) {
        return true;
      }
    }
    return false;
  }

  static @Nullable About aboutOf(Meaning meaning) {
    return switch (meaning) {
      case LINE, NUMBER, SIM -> About.LINE;
      case PLAN, SUBSCRIPTION -> About.PLAN;
      case BALANCE -> About.BALANCE;
      default -> null;
    };
  }

  /** Unknown words around a known one make another thing of it: plan perks, a zoo membership. */
  private static boolean isNamedElse(
      Sentence s, int subject, int predicate, Reading reading, boolean paying) {
    int unknown = 0;
    for (int i = subject + 1; i < predicate; i++) {
      unknown += isUnknown(s, i) ? 1 : 0;
    }
    boolean rightAfter =
        subject + 1 < predicate && isUnknown(s, subject + 1) && unknown > 0 && !paying;
    boolean rightBefore =
        subject > 0
            && isUnknown(s, subject - 1)
            && s.part(subject - 1) == s.part(subject)
            && reading.carrier() == null;
    return rightAfter || rightBefore || unknown > MOST_UNKNOWN;
  }

  static boolean isUnknown(Sentence s, int i) {
    return s.at(i) instanceof Token.Word word
        && word.meaning() == Meaning.UNKNOWN
        && !(i > 0 && s.meaning(i - 1) == Meaning.GREETING);
  }

  private static boolean hasUnknown(Sentence s, int from, int to) {
    for (int i = from; i < to; i++) {
      if (isUnknown(s, i)) {
        return true;
      }
    }
    return false;
  }

  /** As in "expiration of your plan" and "vence su plan". */
  private static Found after(Sentence s, int predicate, Reading reading, boolean paying) {
    int end = s.partEnd(predicate);
    for (int i = predicate + 1; i < end; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.ORDER && s.isDay(i - 1)) {
        // A payment's reference stands behind its values.
        break;
      }
      if (meaning.isForeign() && !(paying && isPayable(meaning))) {
        return new Found(null, true, i);
      }
      About about = aboutOf(meaning);
      if (about != null) {
        return in(s, i, i + 1, reading, paying);
      }
      if (!s.isDay(i)
          && meaning != Meaning.OF
          && meaning != Meaning.YOUR
          && meaning != Meaning.GLUE
          && meaning != Meaning.PLANWORD
          && meaning != Meaning.CARRIER) {
        break;
      }
    }
    return new Found(null, false, -1);
  }

  private static boolean isLabel(Sentence s, int predicate) {
    int next = predicate + 1;
    return next < s.size() && s.at(next) instanceof Token.Stop stop && stop.mark() == ':';
  }

  private static boolean isNamedBefore(Sentence s, Meaning... any) {
    for (Sentence each = s; each != null; each = each.previous()) {
      if (each != s && each.has(any)) {
        return true;
      }
    }
    return s.has(Meaning.DATA);
  }

  /** Nothing is named in the sentence, and nothing else in the message either. */
  private static @Nullable Subject implied(
      Sentence s, int predicate, Reading reading, boolean paying) {
    boolean plain = true;
    for (int i = 0; i < predicate; i++) {
      plain &= !isUnknown(s, i);
    }
    boolean receipt = reading.has().contains(Meaning.PAYMENT);
    boolean other =
        reading.has().stream()
            .anyMatch(
                meaning ->
                    meaning.isForeign()
                        && !(paying && isPayable(meaning))
                        && !(receipt && meaning == Meaning.ORDER));
    boolean doubtful =
        !paying && (isNamedBefore(s, Meaning.BALANCE, Meaning.DATA) || s.has(Meaning.BALANCE));
    boolean known = plain || (paying && reading.carrier() != null);
    if (!known || other || doubtful) {
      return null;
    }
    boolean plan = reading.has().contains(Meaning.PLAN) && !reading.has().contains(Meaning.LINE);
    return new Subject(plan ? About.PLAN : About.LINE, false);
  }
}

package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Figure;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.text.Meaning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the day and the amount that belong to a predicate. */
final class Values {

  private static final int NEAR = 4;

  private Values() {}

  /** The day that belongs to the predicate there, or null. */
  static @Nullable Day day(Sentence s, int predicate) {
    int bracketed = inBracketsBefore(s, predicate);
    if (bracketed >= 0) {
      return (Day) s.at(bracketed);
    }
    int after = after(s, predicate);
    if (after >= 0) {
      return (Day) s.at(exact(s, after));
    }
    int before = before(s, predicate);
    return before < 0 ? null : (Day) s.at(before);
  }

  /** In Chinese, "6天后（12月5日）到期": the day in the brackets in front of the verb. */
  private static int inBracketsBefore(Sentence s, int predicate) {
    if (predicate < 3
        || !(s.at(predicate - 1) instanceof Token.Stop close && close.mark() == ')')
        || !(s.at(predicate - 3) instanceof Token.Stop open && open.mark() == '(')) {
      return -1;
    }
    return s.isDay(predicate - 2) ? predicate - 2 : -1;
  }

  /** The first day behind it, with nothing between that the day would belong to. */
  private static int after(Sentence s, int predicate) {
    boolean crossed = false;
    for (int i = predicate + 1; i < s.size(); i++) {
      crossed |= s.part(i) != s.part(predicate);
      if (s.isDay(i)) {
        if (isAsOf(s, i)) {
          continue;
        }
        // What begins with a day doesn't end on it; "请在30天内续费" is the payment's.
        boolean begins = s.meaning(i - 1) == Meaning.FROM;
        Meaning next = i + 1 < s.size() ? s.meaning(i + 1) : Meaning.UNKNOWN;
        boolean toPay = crossed && (next == Meaning.PAY || next == Meaning.PAYMENT);
        return begins || toPay ? -1 : i;
      }
      Meaning meaning = s.meaning(i);
      if (isBarrier(meaning) || (crossed && !isBetween(s, i))) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isBarrier(Meaning meaning) {
    return meaning.isPredicate()
        || switch (meaning) {
          case IF, UNLESS, WHEN, BUT, KEEP, WAS, OLD, NOT, BALANCE, SHORT, ENDED, LEFT -> true;
          default -> false;
        };
  }

  /** What may stand between a predicate and its day behind a comma or a bracket. */
  private static boolean isBetween(Sentence s, int i) {
    return s.at(i) instanceof Token.Stop
        || (s.at(i) instanceof Figure figure && figure.kind() == Figure.Kind.TIME)
        || s.meaning(i) == Meaning.GLUE
        || s.meaning(i) == Meaning.BE
        || s.meaning(i) == Meaning.UNTIL
        || s.meaning(i) == Meaning.CARRIER;
  }

  /** Of "tomorrow, Dec 5" the date. */
  private static int exact(Sentence s, int day) {
    if (((Day) s.at(day)).written() instanceof Written.Calendar) {
      return day;
    }
    for (int i = day + 1; i < Math.min(s.size(), day + NEAR); i++) {
      if (s.at(i) instanceof Day next && next.written() instanceof Written.Calendar) {
        return i;
      }
      if (!isBetween(s, i)) {
        return day;
      }
    }
    return day;
  }

  /** The day before it, unless something before that has taken it. */
  private static int before(Sentence s, int predicate) {
    int start = s.partStart(predicate);
    for (int i = predicate - 1; i >= start; i--) {
      if (s.isDay(i)) {
        if (isAsOf(s, i) || (i > start && s.meaning(i - 1) == Meaning.FROM)) {
          return -1;
        }
        for (int j = start; j < i; j++) {
          if (s.meaning(j).isPredicate()) {
            return -1;
          }
        }
        return i;
      }
      if (isBarrier(s.meaning(i))) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isAsOf(Sentence s, int day) {
    return day > 0 && s.meaning(day - 1) == Meaning.ASOF;
  }

  /**
   * The one amount said with a predicate, in its part of the sentence or in the next; null where
   * there is none, or several.
   */
  static @Nullable Money amount(Sentence s, int predicate) {
    List<Integer> sums = new ArrayList<>();
    int end = s.partEnd(predicate);
    for (int i = s.partStart(predicate); i < end; i++) {
      if (s.isSum(i) && isOfThePayment(s, i)) {
        sums.add(i);
      }
    }
    // A comma or a bracket may part the amount from it: "renews on 12/20, $25.00 plus tax".
    for (int i = end; sums.isEmpty() && i < s.size(); i++) {
      if (s.isSum(i) && isOfThePayment(s, i)) {
        sums.add(i);
      } else if (!isBetween(s, i)
          && !s.isDay(i)
          && s.meaning(i) != Meaning.OF
          && s.meaning(i) != Meaning.PAYMENT
          && s.meaning(i) != Meaning.YOUR) {
        break;
      }
    }
    // "Your bill is $23.45 and will be charged on Dec 7".
    int start = s.partStart(predicate);
    if (sums.isEmpty() && start > 0 && s.meaning(start) == Meaning.AND) {
      for (int i = s.partStart(start - 1); i < start; i++) {
        if (s.isSum(i) && s.partHas(i, Meaning.BILL, Meaning.PAYMENT) && isOfThePayment(s, i)) {
          sums.add(i);
        }
      }
    }
    return sums.size() == 1 ? ((Sum) s.at(sums.getFirst())).amount() : null;
  }

  private static boolean isOfThePayment(Sentence s, int sum) {
    for (int i = sum + 1; i < Math.min(s.size(), sum + 3) && s.part(i) == s.part(sum); i++) {
      Meaning next = s.meaning(i);
      if (next == Meaning.PLAN
          || next == Meaning.LINE
          || next == Meaning.PROMO
          || next == Meaning.PLANWORD
          || next == Meaning.LIMIT
          || next == Meaning.MORE) {
        return false;
      }
    }
    for (int i = s.partStart(sum); i < sum; i++) {
      Meaning before = s.meaning(i);
      if (before == Meaning.BALANCE || before == Meaning.PROMO || before == Meaning.OLD) {
        return false;
      }
    }
    boolean plansPrice =
        sum > 1 && s.meaning(sum - 1) == Meaning.OF && s.meaning(sum - 2) == Meaning.PLAN;
    return !plansPrice && !isBounded(s, sum);
  }

  /** Whether it is a bound, not an amount: at least, up to, less than. */
  static boolean isBounded(Sentence s, int sum) {
    for (int i = sum - 1; i >= 0 && i >= sum - 2 && s.part(i) == s.part(sum); i--) {
      if (s.meaning(i) == Meaning.LIMIT || s.meaning(i) == Meaning.MORE) {
        return true;
      }
    }
    return false;
  }
}

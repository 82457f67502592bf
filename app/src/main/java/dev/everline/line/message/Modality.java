package dev.everline.line.message;

import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Written.Relative;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a sentence states something, or denies it, makes it depend on a condition, speaks of what
 * was, asks, gives an example or offers.
 */
final class Modality {

  /** Somebody is asked to buy, in front of what they would get. */
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:^|[:,.!:，。！] ?)(?:please |just |simply |por favor )?"
              + "(?:renew|buy|add|pay|refill|recharge|reload|top up|upgrade|switch|get|purchase|activate|enroll"
              + "|recarga|recargue|renueva|renueve|paga|pague|compra|compre|agrega|agregue|activa|active|mejora"
              + "|(?:立即|现在|马上|今天|即刻)?(?:续费|充值|购买|升级|开通|办理))(?![a-z]|成功|完成|后|已)"
              + "|(?:立即|现在|马上|即刻)(?:续费|充值|购买|升级)");

  /** What service is good for, where others say that it ends. */
  private static final Pattern GOOD =
      Pattern.compile("valid|good|active|extend|covered|paid|有效|延长|可用|活|hasta|vigen");

  private static final Pattern BEFORE =
      Pattern.compile(
          "^(?:before|prior to|the day before|beginning of|the beginning of|antes del?|前)$");

  private static final Pattern MIDNIGHT =
      Pattern.compile("\\b12:00 ?a\\.?m|\\b12 ?am\\b|\\b0?0:00(?::00)?\\b|\\b(?:utc|gmt)\\b");

  private Modality() {}

  /** The whole sentence states nothing of the line as it is. */
  static boolean statesNothing(Sentence s) {
    Sentence before = s.previous();
    boolean headed = before != null && before.meaning(before.size() - 1) == Meaning.EXAMPLE;
    return headed || s.isQuestion() || s.has(Meaning.EXAMPLE, Meaning.NEWCUSTOMER);
  }

  /** Whether the predicate there is stated. */
  static boolean isStated(Sentence s, int predicate, Meaning... allowed) {
    if (statesNothing(s)) {
      return false;
    }
    Set<Meaning> fine = EnumSet.noneOf(Meaning.class);
    fine.addAll(Set.of(allowed));
    for (int i = 0; i < predicate; i++) {
      Meaning meaning = s.meaning(i);
      boolean samePart = s.part(i) == s.part(predicate);
      boolean spoils =
          switch (meaning) {
            case IF, UNLESS, WHEN -> true;
            case NOT, MAY, WAS, OLD, MY, KEEP -> samePart;
            default -> false;
          };
      if (spoils && !fine.contains(meaning)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has happened: nothing of the future, and no wish, stands in front of it. */
  static boolean hasHappened(Sentence s, int predicate, Meaning... allowed) {
    List<Meaning> fine = new ArrayList<>(List.of(allowed));
    fine.add(Meaning.WAS);
    if (!isStated(s, predicate, fine.toArray(Meaning[]::new))) {
      return false;
    }
    for (int i = s.partStart(predicate); i < predicate; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.WILL
          || meaning == Meaning.CHARGES
          || meaning == Meaning.PAY
          || meaning == Meaning.TO) {
        return false;
      }
    }
    return true;
  }

  /** "Renew now and your plan is good until …", "… is good until … when you renew". */
  static boolean isOffered(Sentence s, int at, Reading reading) {
    String folded = reading.text().folded();
    String before = folded.substring(s.start(), s.at(at).start());
    boolean asked = ASKED.matcher(before).find();
    boolean joined = s.part(at) > 0 && isAnd(s, s.partStart(at));
    if (asked && (joined || GOOD.matcher(word(s, at, reading)).find())) {
      return true;
    }
    for (int i = s.partStart(at); i < at; i++) {
      if (s.meaning(i) == Meaning.WHEN && isOnPayment(s, i, at)) {
        return true;
      }
    }
    for (int i = at + 1; i < s.size(); i++) {
      boolean condition = s.meaning(i) == Meaning.IF || s.meaning(i) == Meaning.WHEN;
      if (condition && !word(s, i, reading).equals("届时") && isOnPayment(s, i, s.size())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnd(Sentence s, int i) {
    return s.meaning(i) == Meaning.AND;
  }

  /** A condition that paying, or activating, fulfils; "if you don't pay" is none. */
  private static boolean isOnPayment(Sentence s, int condition, int to) {
    for (int i = condition + 1; i < Math.min(to, condition + 5); i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.NOT) {
        return i + 1 < s.size() && s.meaning(i + 1) == Meaning.ACTIVATED;
      }
      if (meaning == Meaning.PAY
          || meaning == Meaning.PAYMENT
          || meaning == Meaning.RENEWS
          || meaning == Meaning.RENEWED
          || meaning == Meaning.ACTIVATED) {
        return true;
      }
    }
    return false;
  }

  /** Before a day, at its first minute, or in so many days that aren't that day. */
  static boolean isInexact(Sentence s, int at, Reading reading) {
    String folded = reading.text().folded();
    Day relative = null;
    Day calendar = null;
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      if (s.at(i) instanceof Day day) {
        boolean counted = day.written() instanceof Relative;
        relative = counted ? day : relative;
        calendar = counted ? calendar : day;
        if (i > 0 && BEFORE.matcher(word(s, i - 1, reading)).find()) {
          return true;
        }
      }
    }
    String around = folded.substring(s.start(), Math.min(folded.length(), s.end() + 12));
    if (MIDNIGHT.matcher(around).find()) {
      return true;
    }
    LocalDate one = relative == null ? null : reading.day(relative, Tense.AHEAD);
    LocalDate other = calendar == null ? null : reading.day(calendar, Tense.AHEAD);
    return one != null && other != null && !one.equals(other);
  }

  private static String word(Sentence s, int at, Reading reading) {
    return reading.text().folded().substring(s.at(at).start(), s.at(at).end());
  }
}

package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Written.Relative;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads by when something is to be done: pay, add money, or use the line to keep its number. */
final class DeadlineClauses {

  /** "Within 30 days" counts from an end that was said elsewhere; within a few, from today. */
  private static final int MOST_DAYS = 7;

  private static final Pattern LOSE = Pattern.compile("lose|losing|perder|perdera|失去|丢失");

  private static final Pattern NUMBER_GONE =
      Pattern.compile(
          "(?:lose|losing|perder[a-z]*) (?:your|su|tu) (?:phone )?(?:number|numero)|number is gone");

  private static final Pattern UNTIL = Pattern.compile("^(?:you have until|tienes? hasta)");

  private final Reading reading;
  private final Findings found;

  DeadlineClauses(Reading reading, Findings found) {
    this.reading = reading;
    this.found = found;
  }

  void read(Sentence s) {
    for (int i = 0; i < s.size(); i++) {
      switch (s.meaning(i)) {
        case PAY, PAYMENT -> payBy(s, i);
        case NEEDS, SHORT -> needed(s, i);
        case KEEP -> toKeepTheNumber(s, i);
        case ENDS -> until(s, i);
        default -> {}
      }
    }
  }

  /** "You need $3.00 on Dec 6 to renew your plan", "it isn't enough to renew tomorrow". */
  private void needed(Sentence s, int at) {
    boolean plan = s.partHas(at, Meaning.PLAN, Meaning.LINE) || reading.carrier() != null;
    boolean kept = s.partHas(at, Meaning.KEEP);
    boolean renews = plan && (kept || s.partHas(at, Meaning.PAY, Meaning.RENEWS));
    if (!renews || !Modality.isStated(s, at) || DatedClauses.isOfSomethingElse(s, at)) {
      return;
    }
    Day day = null;
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      if (s.at(i) instanceof Day each && (i == 0 || kept || s.meaning(i - 1) != Meaning.BY)) {
        day = each;
      }
    }
    LocalDate date = day == null ? null : reading.day(day, Tense.AHEAD);
    if (date != null) {
      Money amount = s.meaning(at) == Meaning.NEEDS ? Values.amount(s, at) : null;
      About about = s.partHas(at, Meaning.PLAN) ? About.PLAN : About.LINE;
      renewal(s, at, about, date, amount, false);
    }
  }

  /** "Make a call by Dec 5, or you will lose your number". */
  private void toKeepTheNumber(Sentence s, int at) {
    String words = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    boolean lose = LOSE.matcher(words).find();
    boolean number = false;
    for (int i = at + 1; i < Math.min(s.size(), at + 3); i++) {
      number |= s.meaning(i) == Meaning.NUMBER;
    }
    if (!lose || !number || Modality.statesNothing(s) || s.has(Meaning.STRANGER, Meaning.EXAMPLE)) {
      return;
    }
    for (int i = 0; i < at; i++) {
      if (s.at(i) instanceof Day day && isDeadline(s, i, day)) {
        LocalDate date = reading.day(day, Tense.AHEAD);
        if (date != null) {
          atRisk(s, at, date);
        }
        return;
      }
    }
  }

  private void atRisk(Sentence s, int at, LocalDate date) {
    found.add(reading.statement(s, at, About.LINE, What.AT_RISK, date, null, false));
  }

  /** "You have until Jan 19 to refill": a deadline, no end of service. */
  static boolean isADeadline(Sentence s, int at, Reading reading) {
    String words = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    if (!UNTIL.matcher(words).find()) {
      return false;
    }
    return s.indexInPart(at, Meaning.PAY, Meaning.PAYMENT, Meaning.KEEP, Meaning.LOST) > at
        || s.indexInPart(at, Meaning.BY) > at;
  }

  private void until(Sentence s, int at) {
    Day day = Values.day(s, at);
    if (day == null
        || !isADeadline(s, at, reading)
        || !Modality.isStated(s, at)
        || DatedClauses.isOfSomethingElse(s, at)) {
      return;
    }
    LocalDate date = reading.day(day, Tense.AHEAD);
    if (date == null) {
      found.unsure();
    } else if (isNumberAtRisk()) {
      atRisk(s, at, date);
    } else {
      renewal(s, at, About.LINE, date, Values.amount(s, at), false);
    }
  }

  private boolean isNumberAtRisk() {
    return reading.has().contains(Meaning.LOST)
        || reading.has().contains(Meaning.RELEASED)
        || NUMBER_GONE.matcher(reading.text().folded()).find();
  }

  /** "Pay $25 by 12/20 to keep your service". */
  private void payBy(Sentence s, int at) {
    if (!Modality.isStated(s, at, Meaning.KEEP)
        || DatedClauses.isOfSomethingElse(s, at)
        || s.has(Meaning.ADDON, Meaning.CODE, Meaning.IF, Meaning.DONE, Meaning.THANKS)
        || (isAnUpdate(s, at)
            && (reading.carrier() == null || !reading.has().contains(Meaning.FAILED)))
        || (s.has(Meaning.PROMO) && !s.has(Meaning.KEEP))
        || (s.has(Meaning.PROMO) && s.has(Meaning.MORE))) {
      return;
    }
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      if (s.at(i) instanceof Day day && isDeadline(s, i, day) && !isRewarded(s, i)) {
        LocalDate date = reading.day(day, Tense.AHEAD);
        if (date == null) {
          found.unsure();
          return;
        }
        if (s.has(Meaning.KEEP) && s.has(Meaning.NUMBER) && isOff()) {
          atRisk(s, at, date);
          return;
        }
        About about = s.has(Meaning.PLAN) ? About.PLAN : About.LINE;
        found.addWeak(
            reading.statement(s, at, about, What.RENEWAL_DUE, date, Values.amount(s, at), false));
        return;
      }
    }
  }

  /** A new card is asked for by a day on which the payment is due only once one has failed. */
  private boolean isAnUpdate(Sentence s, int at) {
    int start = s.at(at).start();
    String folded = reading.text().folded();
    return folded.startsWith("update", start)
        || folded.startsWith("actuali", start)
        || folded.startsWith("更新", start);
  }

  /** Once service has stopped, what is to be kept by a day is the number. */
  private boolean isOff() {
    return reading.has().contains(Meaning.SUSPENDED) || reading.has().contains(Meaning.ENDED);
  }

  /** "Top up by 12/20 and get": an offer, whose day is none of the line's. */
  private static boolean isRewarded(Sentence s, int day) {
    for (int i = day + 1; i < s.size(); i++) {
      if (s.meaning(i) == Meaning.REWARD) {
        return true;
      }
    }
    return false;
  }

  private boolean isBefore(Sentence s, int at) {
    String word = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    return word.startsWith("before") || word.startsWith("antes") || word.equals("prior to");
  }

  private boolean isDeadline(Sentence s, int i, Day day) {
    if (day.written() instanceof Relative relative && !relative.within() && relative.days() <= 1) {
      // "before tomorrow" is today, or the day after.
      return i > 0 && s.meaning(i - 1) == Meaning.BY && !isBefore(s, i - 1);
    }
    boolean by = i > 0 && (s.meaning(i - 1) == Meaning.BY || s.meaning(i - 1) == Meaning.DUE);
    // "by 11:59 PM on 12/20"
    for (int j = i - 1; !by && j >= 0 && j > i - 6; j--) {
      boolean between = s.meaning(j) == Meaning.GLUE || s.at(j) instanceof Token.Figure;
      if (s.meaning(j) == Meaning.BY) {
        by = true;
      } else if (!between) {
        break;
      }
    }
    boolean before =
        i + 1 < s.size() && s.meaning(i + 1) == Meaning.BY && s.part(i + 1) == s.part(i);
    return by
        || before
        || (day.written() instanceof Relative relative
            && relative.within()
            && relative.days() <= MOST_DAYS);
  }

  private void renewal(
      Sentence s, int at, About about, LocalDate date, @Nullable Money amount, boolean sure) {
    found.add(reading.statement(s, at, about, What.RENEWAL_DUE, date, amount, sure));
  }
}

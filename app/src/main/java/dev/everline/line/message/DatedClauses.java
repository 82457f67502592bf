package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Subjects.Subject;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Written.Relative;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads when service or a balance ends, and when a payment is due. */
final class DatedClauses {

  /** "Within 30 days" counts from an end that was said elsewhere; within a few, from today. */
  private static final int MOST_DAYS = 7;

  private static final Pattern LOSE = Pattern.compile("lose|losing|perder|perdera|失去|丢失");

  private static final Pattern NUMBER_GONE =
      Pattern.compile(
          "(?:lose|losing|perder[a-z]*) (?:your|su|tu) (?:phone )?(?:number|numero)|number is gone");

  private static final Pattern UNTIL = Pattern.compile("^(?:you have until|tienes? hasta)");

  private final Reading reading;
  private final Findings found;

  DatedClauses(Reading reading, Findings found) {
    this.reading = reading;
    this.found = found;
  }

  void read(Sentence s) {
    for (int i = 0; i < s.size(); i++) {
      switch (s.meaning(i)) {
        case ENDS -> ends(s, i);
        case ENDED -> ended(s, i);
        case LEFT -> daysLeft(s, i);
        case UNTIL -> answer(s, i);
        case RENEWS -> due(s, i, true);
        case DUE, CHARGES -> due(s, i, false);
        case PAY, PAYMENT -> payBy(s, i);
        case NEEDS, SHORT -> needed(s, i);
        case KEEP -> toKeepTheNumber(s, i);
        case CHARGED -> willBeCharged(s, i);
        case AUTOPAY -> willBeDrawn(s, i);
        default -> {}
      }
    }
  }

  /** "You need $3.00 on Dec 6 to renew your plan", "it isn't enough to renew tomorrow". */
  private void needed(Sentence s, int at) {
    boolean plan = s.partHas(at, Meaning.PLAN, Meaning.LINE) || reading.carrier() != null;
    boolean kept = s.partHas(at, Meaning.KEEP);
    boolean renews = plan && (kept || s.partHas(at, Meaning.PAY, Meaning.RENEWS));
    if (!renews || !Modality.isStated(s, at) || isOfSomethingElse(s, at)) {
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
    found.add(
        new Statement(
            About.LINE,
            What.AT_RISK,
            date,
            null,
            reading.confidence(s, at, false),
            reading.words(s)));
  }

  /** "You have until Jan 19 to refill": a deadline, no end of service. */
  private boolean isADeadline(Sentence s, int at) {
    String words = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    if (!UNTIL.matcher(words).find()) {
      return false;
    }
    return s.indexInPart(at, Meaning.PAY, Meaning.PAYMENT, Meaning.KEEP, Meaning.LOST) > at
        || s.indexInPart(at, Meaning.BY) > at;
  }

  private void deadline(Sentence s, int at, Day day) {
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

  private void ends(Sentence s, int at) {
    Day day = Values.day(s, at);
    if (day != null
        && isADeadline(s, at)
        && Modality.isStated(s, at)
        && !isOfSomethingElse(s, at)) {
      deadline(s, at, day);
      return;
    }
    // "When your plan ends on March 3" says when it ends.
    boolean dated = day != null && day.written() instanceof Written.Calendar;
    boolean stated = dated ? Modality.isStated(s, at, Meaning.WHEN) : Modality.isStated(s, at);
    if (!stated || endsIfUnpaid(s, at, dated)) {
      return;
    }
    if (isAPayment(s, at)) {
      due(s, at, false);
      return;
    }
    Subject subject = Subjects.of(s, at, reading, false);
    if (subject == null || day == null) {
      return;
    }
    end(s, at, subject, day, isPast(s, at) ? Tense.HAPPENED : Tense.AHEAD);
  }

  /** In Chinese a word in front of the day makes the past of it. */
  private boolean isPast(Sentence s, int at) {
    for (int i = s.partStart(at); i < at; i++) {
      if (reading.text().folded().startsWith("已", s.at(i).start())) {
        return true;
      }
    }
    return false;
  }

  /** In Spanish and Chinese a payment that is due "ends". */
  private boolean isAPayment(Sentence s, int at) {
    char first = reading.text().folded().charAt(s.at(at).start());
    int paid = s.indexInPart(at, Meaning.PAYMENT, Meaning.BILL, Meaning.AUTOPAY);
    boolean own = s.indexInPart(at, Meaning.PLAN, Meaning.LINE) > paid;
    int card = s.indexInPart(at, Meaning.CARD);
    if (card >= 0 && card < paid) {
      return false;
    }
    return (first == 'v' || MessageText.isHan(first)) && paid >= 0 && paid < at && !own;
  }

  /** "Expires today" when a payment hasn't come is no end. */
  private static boolean endsIfUnpaid(Sentence s, int at, boolean dated) {
    int condition =
        dated ? s.indexInPart(at, Meaning.IF) : s.indexInPart(at, Meaning.IF, Meaning.WHEN);
    return condition >= 0 && condition < at;
  }

  private void ended(Sentence s, int at) {
    if (!Modality.hasHappened(s, at)) {
      return;
    }
    Subject subject = Subjects.of(s, at, reading, false);
    if (subject == null || subject.about() == About.ADDON) {
      return;
    }
    Day day = Values.day(s, at);
    if (day != null) {
      end(s, at, subject, day, Tense.HAPPENED);
    } else if (subject.about() != About.BALANCE && subject.sure()) {
      found.add(
          Statement.of(
              subject.about(),
              What.SERVICE_END,
              reading.confidence(s, at, false),
              reading.words(s)));
    }
  }

  private void end(Sentence s, int at, Subject subject, Day day, Tense tense) {
    LocalDate date = reading.day(day, tense);
    if (date == null) {
      found.unsure();
      return;
    }
    boolean sure = subject.sure() && day.written() instanceof Written.Calendar;
    found.add(
        new Statement(
            subject.about(),
            subject.about() == About.BALANCE ? What.BALANCE_END : What.SERVICE_END,
            date,
            null,
            reading.confidence(s, at, sure),
            reading.words(s)));
  }

  /** In Chinese the verb is the same for what was charged and what will be. */
  private void willBeCharged(Sentence s, int at) {
    int will = s.indexInPart(at, Meaning.WILL);
    if (will >= 0 && will < at) {
      due(s, at, false);
    }
  }

  /** "将于12月18日从您的银行卡自动扣款": what is done by itself on a day to come. */
  private void willBeDrawn(Sentence s, int at) {
    if (MessageText.isHan(reading.text().folded().charAt(s.at(at).start()))
        && at + 1 < s.size()
        && s.isSum(at + 1)) {
      willBeCharged(s, at);
    }
  }

  /** "How long does my plan last? Until 12/27/2026." */
  private void answer(Sentence s, int at) {
    Sentence question = s.previous();
    if (at != 0 || question == null || !question.isQuestion()) {
      return;
    }
    boolean asked =
        question.has(Meaning.PLAN, Meaning.LINE) && !question.hasForeign(0, question.size());
    if (asked && s.size() > 1 && s.at(1) instanceof Day day) {
      About about = question.has(Meaning.PLAN) ? About.PLAN : About.LINE;
      end(s, at, new Subject(about, false), day, Tense.AHEAD);
    }
  }

  /** "Your plan has 3 days left". */
  private void daysLeft(Sentence s, int at) {
    if (!Modality.isStated(s, at)) {
      return;
    }
    Day day = at + 1 < s.size() && s.at(at + 1) instanceof Day after ? after : null;
    for (int i = at - 1; day == null && i >= Math.max(0, at - 3); i--) {
      day = s.at(i) instanceof Day before ? before : null;
    }
    Subject subject = Subjects.of(s, at, reading, false);
    if (day != null && subject != null) {
      end(s, at, subject, day, Tense.AHEAD);
    }
  }

  private void due(Sentence s, int at, boolean renews) {
    if (!Modality.isStated(s, at, Meaning.WHEN) || isOfSomethingElse(s, at) || isOff(s, at)) {
      return;
    }
    Subject subject = Subjects.of(s, at, reading, true);
    Day day = Values.day(s, at);
    boolean charged = renews && s.partHas(at, Meaning.CHARGED);
    if (subject == null || day == null || charged || (renews && !isOfALine(s))) {
      return;
    }
    boolean hypothetical =
        !Modality.isStated(s, at) && !(renews && day.written() instanceof Written.Calendar);
    LocalDate date = reading.day(day, Tense.AHEAD);
    if (hypothetical || date == null) {
      found.unsure();
      return;
    }
    About about = subject.about() == About.BALANCE ? About.LINE : subject.about();
    about = about == About.LINE && s.has(Meaning.PLAN) ? About.PLAN : about;
    boolean sure = subject.sure() && day.written() instanceof Written.Calendar;
    renewal(s, at, about, date, Values.amount(s, at), sure);
  }

  private void renewal(
      Sentence s, int at, About about, LocalDate date, @Nullable Money amount, boolean sure) {
    found.add(
        new Statement(
            about,
            What.RENEWAL_DUE,
            date,
            amount,
            reading.confidence(s, at, sure),
            reading.words(s)));
  }

  private boolean isOfALine(Sentence s) {
    return reading.carrier() != null
        || s.has(
            Meaning.LINE,
            Meaning.PLAN,
            Meaning.AUTOPAY,
            Meaning.NUMBER,
            Meaning.PAYMENT,
            Meaning.CHARGES)
        || reading.has().contains(Meaning.PLAN)
        || reading.has().contains(Meaning.LINE);
  }

  /** "The payment scheduled for Dec 3 has been canceled". */
  private static boolean isOff(Sentence s, int at) {
    for (int i = at + 1; i < s.partEnd(at); i++) {
      if (s.meaning(i) == Meaning.SUSPENDED) {
        return true;
      }
      if (s.meaning(i) == Meaning.LINE || s.meaning(i) == Meaning.PLAN) {
        return false;
      }
    }
    return false;
  }

  /** Money for a phone, an order or an old debt; data that are filled up again. */
  private static boolean isOfSomethingElse(Sentence s, int at) {
    boolean data =
        s.partHas(at, Meaning.DATA) && !s.partHas(at, Meaning.PLAN, Meaning.LINE, Meaning.AUTOPAY);
    int reward = s.indexInPart(at, Meaning.REWARD);
    return data
        || (reward >= 0 && reward < at)
        || s.has(Meaning.DEVICE, Meaning.ORDER, Meaning.STRANGER, Meaning.POINTS, Meaning.THING)
        || s.partHas(at, Meaning.PASTDUE);
  }

  /** "Pay $25 by 12/20 to keep your service". */
  private void payBy(Sentence s, int at) {
    if (!Modality.isStated(s, at, Meaning.KEEP)
        || isOfSomethingElse(s, at)
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
            new Statement(
                about,
                What.RENEWAL_DUE,
                date,
                Values.amount(s, at),
                reading.confidence(s, at, false),
                reading.words(s)));
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
}

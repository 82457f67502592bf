package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Subjects.Subject;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Reads when service or a balance ends, and when a payment is due. */
final class DatedClauses {

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
        case CHARGED -> willBeCharged(s, i);
        case AUTOPAY -> willBeDrawn(s, i);
        default -> {}
      }
    }
  }

  private void ends(Sentence s, int at) {
    Day day = Values.day(s, at);
    if (DeadlineClauses.isADeadline(s, at, reading)) {
      return;
    }
    // "When your plan ends on March 3" says when it ends.
    boolean dated = day != null && day.written() instanceof Written.Calendar;
    boolean stated = dated ? Modality.isStated(s, at, Meaning.WHEN) : Modality.isStated(s, at);
    if (!stated
        || endsIfUnpaid(s, at, dated)
        || Modality.isOffered(s, at, reading)
        || Modality.isInexact(s, at, reading)) {
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
    // "Your service was suspended because your plan expired": the event says more.
    boolean reason = s.has(Meaning.SUSPENDED) && Values.day(s, at) == null;
    if (reason || !Modality.hasHappened(s, at)) {
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
        reading.statement(
            s,
            at,
            subject.about(),
            subject.about() == About.BALANCE ? What.BALANCE_END : What.SERVICE_END,
            date,
            null,
            sure));
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
    if (!Modality.isStated(s, at, Meaning.WHEN)
        || isOfSomethingElse(s, at)
        || isOff(s, at)
        || isAsked(s, at)) {
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
    found.add(reading.statement(s, at, about, What.RENEWAL_DUE, date, amount, sure));
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

  /** In Spanish "Renueva hoy" asks for it, and "se renueva hoy" tells of it. */
  private boolean isAsked(Sentence s, int at) {
    String folded = reading.text().folded();
    String word = folded.substring(s.at(at).start(), s.at(at).end());
    if (!word.equals("renueva")) {
      return false;
    }
    for (int i = s.partStart(at); i < at; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.PLAN
          || meaning == Meaning.LINE
          || meaning == Meaning.AUTOPAY
          || folded.startsWith("se", s.at(i).start())) {
        return false;
      }
    }
    return true;
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
  static boolean isOfSomethingElse(Sentence s, int at) {
    boolean data =
        s.partHas(at, Meaning.DATA) && !s.partHas(at, Meaning.PLAN, Meaning.LINE, Meaning.AUTOPAY);
    int reward = s.indexInPart(at, Meaning.REWARD);
    return data
        || (reward >= 0 && reward < at)
        || s.has(Meaning.DEVICE, Meaning.ORDER, Meaning.STRANGER, Meaning.POINTS, Meaning.THING)
        || s.partHas(at, Meaning.PASTDUE);
  }
}

package dev.everline.line.message;

import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Figure;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what happened to a line: renewed, suspended, changed, used, its number at risk. */
final class EventClauses {

  private static final Pattern OLD_SIM = Pattern.compile("旧卡|old sim|(?:sim|chip) anterior");

  private static final Pattern NEW_PHONE =
      Pattern.compile(
          "(?:new|another|different) (?:phone|device|e?sim)"
              + "|nuev[ao] (?:tarjeta )?(?:e?sim|chip)"
              + "|(?:nuevo|otro) (?:tel[eé]fono|equipo|dispositivo|celular)|(?:新|另一[部台])的?(?:手机|设备)|新的?\\s?e?sim");

  private static final Pattern TO =
      Pattern.compile("change to|switch to|cambiara? a|pasara a|变为|改为");

  private static final Pattern CALLED_OFF = Pattern.compile("cancel+ed|cancelad|anulad|取消|撤销");

  /** Terms that apply to every customer say nothing about this line. */
  private static final Pattern TERMS =
      Pattern.compile("terms (?:and|&) conditions|terms of service|terminos y condiciones|条款");

  /** Of phrases that name what is off themselves. */
  private static final Set<String> OFF =
      Set.of("service", "phone", "calls", "line", "linea", "servicio", "线路", "服务", "停机");

  private static final Pattern ALL = Pattern.compile("used (?:up )?all|tod[oa]s?|全部|所有|已用完");

  private final Reading reading;
  private final Findings found;

  EventClauses(Reading reading, Findings found) {
    this.reading = reading;
    this.found = found;
  }

  void read(Sentence s) {
    for (int i = 0; i < s.size(); i++) {
      switch (s.meaning(i)) {
        case RENEWED -> renewed(s, i);
        case SUSPENDED -> suspended(s, i);
        case CHANGED -> changed(s, i);
        case RISES -> willChange(s, i);
        case SWAP, SWAPPED -> swapped(s, i);
        case ACTIVATED, SETDONE -> activated(s, i);
        case LOST -> atRisk(s, i);
        case RELEASED -> released(s, i);
        case USED, LEFT -> usage(s, i);
        case ADDED -> planAdded(s, i);
        default -> {}
      }
    }
  }

  private void add(Sentence s, int at, About about, What what, @Nullable LocalDate date) {
    found.add(reading.statement(s, at, about, what, date, null, true));
  }

  private void renewed(Sentence s, int at) {
    boolean named =
        s.has(Meaning.PLAN, Meaning.LINE, Meaning.NUMBER)
            || reading.carrier() != null
            || reading.has().contains(Meaning.PLAN)
            || reading.has().contains(Meaning.LINE);
    boolean foreign =
        s.has(Meaning.ADDON, Meaning.THING, Meaning.PROMO, Meaning.POINTS)
            || (s.has(Meaning.ORDER) && !s.has(Meaning.PLAN, Meaning.LINE))
            || (s.has(Meaning.SUBSCRIPTION) && reading.carrier() == null);
    if (!named
        || foreign
        || s.has(Meaning.STRANGER, Meaning.DEVICE)
        || !Modality.hasHappened(s, at)
        || s.partHas(at, Meaning.MAY, Meaning.NOT)) {
      return;
    }
    LocalDate date = null;
    if (at + 1 < s.size() && s.part(at + 1) == s.part(at)) {
      int next = s.meaning(at + 1) == Meaning.GLUE && at + 2 < s.size() ? at + 2 : at + 1;
      if (s.at(next) instanceof Day day && s.part(next) == s.part(at)) {
        date = reading.day(day, Tense.HAPPENED);
      }
    }
    if (date == null && at > 0 && s.at(at - 1) instanceof Day before) {
      date = reading.day(before, Tense.HAPPENED);
    }
    boolean line = !s.has(Meaning.PLAN) && s.has(Meaning.LINE, Meaning.NUMBER);
    add(s, at, line ? About.LINE : About.PLAN, What.RENEWED, date);
    // "renewed until 12/28" says an end as well.
    until(s, at, line ? About.LINE : About.PLAN);
  }

  private void until(Sentence s, int at, About about) {
    int end = s.partEnd(at);
    for (int i = at + 1; i + 1 < end; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.UNTIL && s.at(i + 1) instanceof Day day) {
        LocalDate date = reading.day(day, Tense.AHEAD);
        if (date != null) {
          add(s, at, about, What.SERVICE_END, date);
        }
        return;
      }
      if (meaning != Meaning.GLUE && meaning != Meaning.BE) {
        return;
      }
    }
  }

  private void suspended(Sentence s, int at) {
    int subject = -1;
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.LINE || meaning == Meaning.PLAN || meaning == Meaning.NUMBER) {
        subject = i;
      }
      if (meaning.isForeign()
          || meaning == Meaning.AUTOPAY
          || meaning == Meaning.DATA
          || meaning == Meaning.SIM) {
        return;
      }
    }
    int start = s.partStart(at);
    for (int i = start > 0 && subject < 0 ? s.partStart(start - 1) : start; i < start; i++) {
      if (s.meaning(i).isForeign()) {
        return;
      }
      subject = Subjects.aboutOf(s.meaning(i)) == null ? subject : i;
    }
    String said = word(s, at);
    if (subject < 0 && reading.carrier() != null && OFF.stream().anyMatch(said::contains)) {
      subject = at;
    }
    if (subject >= 0 && s.partHas(at, Meaning.WILL) && willEnd(s, at)) {
      return;
    }
    if (subject < 0
        || !Modality.hasHappened(s, at)
        || s.partHas(at, Meaning.WILL, Meaning.MAY, Meaning.NOT)
        || s.partHas(at, Meaning.STRANGER)) {
      return;
    }
    LocalDate date = null;
    for (int i = at + 1; i < Math.min(s.partEnd(at), at + 4); i++) {
      if (s.at(i) instanceof Day day) {
        date = reading.day(day, Tense.HAPPENED);
      }
    }
    if (date == null && at > 0 && s.at(at - 1) instanceof Day before) {
      date = reading.day(before, Tense.HAPPENED);
    }
    add(s, at, About.LINE, What.SUSPENDED, date);
  }

  /** A service that will be suspended on a day, unless its owner pays, ends on it. */
  private boolean willEnd(Sentence s, int at) {
    if (s.has(Meaning.STRANGER)
        || s.partHas(at, Meaning.MAY)
        || (s.partHas(at, Meaning.NOT) && s.indexInPart(at, Meaning.NOT) < at)) {
      return false;
    }
    for (int i = at + 1; i < Math.min(s.partEnd(at), at + 4); i++) {
      if (s.at(i) instanceof Day day) {
        LocalDate date = reading.day(day, Tense.AHEAD);
        if (date != null) {
          add(s, at, About.LINE, What.SERVICE_END, date);
          return true;
        }
      }
    }
    return false;
  }

  /** "Your plan will change to 15 GB when your current plan ends on Dec 18". */
  private void willChange(Sentence s, int at) {
    boolean other =
        at + 1 < s.size()
            && s.at(at + 1) instanceof Figure figure
            && figure.kind() == Figure.Kind.QUANTITY;
    other |= at + 1 < s.size() && s.meaning(at + 1) == Meaning.PLANWORD;
    boolean sum = false;
    LocalDate date = null;
    for (int i = 0; i < s.size(); i++) {
      sum |= s.isSum(i);
      date = s.at(i) instanceof Day day ? reading.day(day, Tense.AHEAD) : date;
    }
    boolean plan = s.indexInPart(at, Meaning.PLAN) >= 0 && s.indexInPart(at, Meaning.PLAN) < at;
    if (other
        && plan
        && !sum
        && TO.matcher(word(s, at)).find()
        && Modality.isStated(s, at)
        && !s.partHas(at, Meaning.NOT, Meaning.MAY)
        && !s.has(Meaning.STRANGER, Meaning.PROMO, Meaning.IF)) {
      add(s, at, About.PLAN, What.PLAN_CHANGED, date);
    }
  }

  private void changed(Sentence s, int at) {
    if (!Modality.hasHappened(s, at)
        || s.partHas(at, Meaning.SUSPENDED)
        || CALLED_OFF.matcher(reading.words(s).toLowerCase(Locale.ROOT)).find()
        || (word(s, at).equals("更换") && !isPast(s, at))
        || s.partHas(at, Meaning.NOT, Meaning.MAY, Meaning.WILL)
        || s.has(Meaning.COSTS, Meaning.RISES, Meaning.STRANGER, Meaning.PROMO)
        || (s.has(Meaning.DEVICE) && !s.partHas(at, Meaning.SIM))
        || (word(s, at).contains("your ") && !s.has(Meaning.DONE))) {
      return;
    }
    if (s.partHas(at, Meaning.SIM)) {
      add(s, at, About.LINE, What.SIM_CHANGED, null);
    } else if (isOfThePlan(s, at)
        && !s.partHas(at, Meaning.THING, Meaning.CODE, Meaning.CARD, Meaning.AUTOPAY)) {
      add(s, at, About.PLAN, What.PLAN_CHANGED, null);
    }
  }

  /** A plan by its name or its allowance: "you moved from 2GB to 8GB". */
  private boolean isOfThePlan(Sentence s, int at) {
    if (s.partHas(at, Meaning.PLAN) || word(s, at).contains("plan")) {
      return true;
    }
    boolean named = s.partHas(at, Meaning.PLANWORD);
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      named |= s.at(i) instanceof Figure figure && figure.kind() == Figure.Kind.QUANTITY;
    }
    return named && reading.carrier() != null && !s.hasForeign(0, s.size());
  }

  private void swapped(Sentence s, int at) {
    boolean done =
        s.meaning(at) == Meaning.SWAPPED
            || s.partHas(at, Meaning.DONE, Meaning.CHANGED, Meaning.SWAPPED, Meaning.ACTIVATED)
            || isPast(s, at);
    if (done
        && Modality.hasHappened(s, at)
        && !s.partHas(at, Meaning.NOT, Meaning.WILL, Meaning.MAY)) {
      add(s, at, About.LINE, What.SIM_CHANGED, null);
    }
  }

  /** In Chinese a word in front of the verb makes the past of it. */
  private boolean isPast(Sentence s, int at) {
    for (int i = s.partStart(at); i < at; i++) {
      if (word(s, i).startsWith("已")) {
        return true;
      }
    }
    return false;
  }

  private void activated(Sentence s, int at) {
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      if (s.meaning(i) == Meaning.SIM) {
        String sim = reading.text().folded().substring(s.at(i).start(), s.at(i).end());
        boolean other =
            sim.contains("new")
                || sim.contains("nueva")
                || sim.equals("新卡")
                || OLD_SIM.matcher(reading.text().folded()).find()
                || NEW_PHONE.matcher(reading.words(s).toLowerCase(Locale.ROOT)).find();
        if (other
            && Modality.hasHappened(s, at)
            && !s.partHas(at, Meaning.NOT, Meaning.WILL, Meaning.MAY)) {
          add(s, at, About.LINE, What.SIM_CHANGED, null);
        }
        return;
      }
    }
  }

  /** "We added your plan": it runs from now. */
  private void planAdded(Sentence s, int at) {
    boolean plan =
        at + 2 < s.size() && s.meaning(at + 1) == Meaning.YOUR && s.meaning(at + 2) == Meaning.PLAN;
    if (plan && !s.hasForeign(0, s.size())) {
      renewed(s, at);
    }
  }

  private String word(Sentence s, int at) {
    return reading.text().folded().substring(s.at(at).start(), s.at(at).end());
  }

  private void atRisk(Sentence s, int at) {
    if (Modality.statesNothing(s)
        || isAverted(s, at)
        || isOnlyIf(s, at)
        || s.has(Meaning.STRANGER, Meaning.EXAMPLE)) {
      return;
    }
    String words = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    boolean own =
        words.contains("your")
            || words.contains("su ")
            || words.contains("tu ")
            || words.contains("您");
    if (!own && !s.has(Meaning.YOUR) && reading.carrier() == null) {
      return;
    }
    Day day = null;
    for (int i = s.partStart(at); i < s.partEnd(at); i++) {
      day = day == null && s.at(i) instanceof Day found ? found : day;
    }
    for (int i = 0; i < s.size() && day == null; i++) {
      boolean by = i > 0 && s.meaning(i - 1) == Meaning.BY;
      boolean before =
          i + 1 < s.size() && (s.meaning(i + 1) == Meaning.BY || word(s, i + 1).equals("之前"));
      day = s.at(i) instanceof Day found && (by || before) ? found : day;
    }
    if (day == null && TERMS.matcher(reading.text().folded()).find()) {
      return;
    }
    add(s, at, About.LINE, What.AT_RISK, day == null ? null : reading.day(day, Tense.AHEAD));
  }

  /** "If your plan expires, your number is released": how it goes, not how it stands. */
  private static boolean isOnlyIf(Sentence s, int at) {
    int condition = -1;
    for (int i = 0; i < at; i++) {
      if (s.meaning(i) == Meaning.IF || s.meaning(i) == Meaning.WHEN) {
        condition = i;
      } else if (condition >= 0 && s.meaning(i) == Meaning.NOT) {
        // "If you don't pay" is how to avert it.
        condition = -1;
      }
    }
    return condition >= 0;
  }

  /** "Your number (212) 555-0142 will be released": said of a number, not of anything else. */
  private void released(Sentence s, int at) {
    for (int i = 0; i < at; i++) {
      if (s.meaning(i) == Meaning.NUMBER && !s.hasForeign(i, at)) {
        atRisk(s, at);
        return;
      }
    }
  }

  /** "So that you don't lose your number"; "if you don't pay you lose it" averts nothing. */
  private static boolean isAverted(Sentence s, int at) {
    for (int i = at - 1; i >= s.partStart(at); i--) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.NOT || meaning == Meaning.KEEP || meaning == Meaning.MY) {
        return s.indexInPart(i, Meaning.IF, Meaning.UNLESS) < 0
            || s.indexInPart(i, Meaning.IF, Meaning.UNLESS) > i;
      }
    }
    return false;
  }

  /** "You have used all of your high-speed data". */
  private boolean isAllUsed(Sentence s, int at) {
    int data = s.indexInPart(at, Meaning.DATA);
    return s.meaning(at) == Meaning.USED
        && data >= 0
        && ALL.matcher(reading.words(s).toLowerCase(Locale.ROOT)).find();
  }

  private void usage(Sentence s, int at) {
    boolean measured = false;
    boolean near = s.meaning(at) == Meaning.USED;
    for (int i = 0; i < s.size(); i++) {
      if (s.at(i) instanceof Figure figure
          && (figure.kind() == Figure.Kind.PERCENT || figure.kind() == Figure.Kind.QUANTITY)) {
        measured = true;
        near |= Math.abs(i - at) <= 5;
      }
    }
    boolean data = s.has(Meaning.DATA) || (measured && reading.carrier() != null);
    if (isAllUsed(s, at)) {
      measured = true;
      near = true;
    }
    if (!measured
        || !near
        || !data
        || !Modality.isStated(s, at)
        || s.has(Meaning.PROMO, Meaning.STRANGER, Meaning.THING, Meaning.DEVICE, Meaning.ORDER)
        || s.has(Meaning.MAY, Meaning.PAY, Meaning.IF)) {
      return;
    }
    add(s, at, s.has(Meaning.ADDON) ? About.ADDON : About.PLAN, What.USAGE, null);
  }
}

package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Figure;
import dev.everline.line.message.Token.Stop;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.Written.Tense;
import dev.everline.line.message.text.Meaning;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads balances and prices. */
final class MoneyClauses {

  private static final int NEAR = 6;

  /** A balance said of so many days ago is taken for today's. */
  private static final int RECENT = 7;

  private static final Set<String> PRICES =
      Set.of("price", "rate", "precio", "tarifa", "价", "资费", "月费");

  private static final Set<String> CURRENT = Set.of("current", "actual", "当前", "现");

  private static final Pattern MONTHLY =
      Pattern.compile("(?:/|per |a |al |por )\\s?(?:mo|month|mes)\\b|^mensual|^/月");

  private static final Set<String> HAD =
      Set.of("have", "you have", "tiene", "tienes", "cuenta con");

  private final Reading reading;
  private final Findings found;

  MoneyClauses(Reading reading, Findings found) {
    this.reading = reading;
    this.found = found;
  }

  void read(Sentence s) {
    if (Modality.statesNothing(s)) {
      return;
    }
    for (int i = 0; i < s.size(); i++) {
      switch (s.meaning(i)) {
        case BALANCE -> balance(s, i);
        case LEFT -> left(s, i);
        case LINE -> inAccount(s, i);
        case COSTS -> price(s, i);
        case PLAN -> planAt(s, i);
        case RISES -> priceChange(s, i);
        default -> {}
      }
    }
  }

  private void balance(Sentence s, int at) {
    if (!Modality.isStated(s, at) || isOfSomethingElse(s, at) || isOwed(s, at)) {
      return;
    }
    if (isStale(s) || (words(s, at).contains("credit") && s.partHas(at, Meaning.DONE))) {
      return;
    }
    Money amount = amountSaidOf(s, at);
    if (amount == null) {
      amount = amountBefore(s, at);
    }
    addBalance(s, at, amount);
  }

  /** "$25.00 as of 10/01": what it was weeks ago, it may not be now. */
  private boolean isStale(Sentence s) {
    for (int i = 1; i < s.size(); i++) {
      if (s.meaning(i - 1) == Meaning.ASOF && s.at(i) instanceof Day day) {
        LocalDate then = reading.day(day, Tense.HAPPENED);
        return then != null && then.isBefore(reading.received().minusDays(RECENT));
      }
    }
    return false;
  }

  private void addBalance(Sentence s, int at, @Nullable Money amount) {
    if (amount != null) {
      found.add(reading.statement(s, at, About.BALANCE, What.BALANCE, null, amount, true));
    }
  }

  private static boolean isOfSomethingElse(Sentence s, int at) {
    for (int i = s.partStart(at); i < at; i++) {
      boolean bound = s.meaning(i) == Meaning.LIMIT || s.meaning(i) == Meaning.NEEDS;
      if (s.meaning(i).isForeign() || s.meaning(i) == Meaning.DATA || bound) {
        return true;
      }
    }
    return s.has(Meaning.STRANGER, Meaning.DEVICE, Meaning.POINTS);
  }

  /** A balance that is owed is no money of the line. */
  private static boolean isOwed(Sentence s, int at) {
    return s.has(Meaning.PASTDUE) || s.partHas(at, Meaning.DUE);
  }

  /** "Balance: $5.00", "your balance as of 11/29 is $5.00": nothing but glue between. */
  private static @Nullable Money amountSaidOf(Sentence s, int at) {
    for (int i = at + 1; i < s.size(); i++) {
      if (s.at(i) instanceof Sum sum) {
        return isBalance(s, i) ? sum.amount() : null;
      }
      if (!leadsToTheAmount(s, i)) {
        return null;
      }
    }
    return null;
  }

  private static boolean leadsToTheAmount(Sentence s, int i) {
    return switch (s.at(i)) {
      case Day day -> true;
      case Figure figure ->
          figure.kind() != Figure.Kind.OTHER && figure.kind() != Figure.Kind.QUANTITY;
      case Stop stop -> ":,-=()\n".indexOf(stop.mark()) >= 0;
      case Token.Word word ->
          switch (word.meaning()) {
            case BE, OF, GLUE, YOUR, ASOF, LEFT, LINE, NUMBER, CARRIER, PLANWORD, BALANCE -> true;
            default -> false;
          };
      default -> false;
    };
  }

  /** Whether what follows the amount lets it be a balance. */
  private static boolean isBalance(Sentence s, int sum) {
    if (Values.isBounded(s, sum)) {
      return false;
    }
    if (isGone(s, sum)) {
      return false;
    }
    for (int i = sum + 1; i < Math.min(s.size(), sum + 3) && s.part(i) == s.part(sum); i++) {
      Meaning next = s.meaning(i);
      if (next == Meaning.NEEDS
          || next == Meaning.PROMO
          || next == Meaning.LIMIT
          || next == Meaning.PLAN
          || next == Meaning.CHARGED
          || next == Meaning.WAS
          || next == Meaning.OLD
          || next == Meaning.MORE
          || next == Meaning.PASTDUE
          || s.isSum(i)) {
        return false;
      }
    }
    return true;
  }

  /** "$25.00 has been refunded", "$25.00 is needed to renew". */
  private static boolean isGone(Sentence s, int sum) {
    for (int i = sum + 1; i < s.size() && s.part(i) == s.part(sum); i++) {
      Meaning next = s.meaning(i);
      if (next == Meaning.NEEDS || next == Meaning.ENDED || next == Meaning.REFUND) {
        return true;
      }
      if (!next.isFiller() && next != Meaning.BE) {
        return false;
      }
    }
    return false;
  }

  /** "You have $5.00 in your account balance". */
  private static @Nullable Money amountBefore(Sentence s, int at) {
    int start = s.partStart(at);
    for (int i = at - 1; i >= Math.max(start, at - NEAR); i--) {
      if (s.at(i) instanceof Sum sum) {
        boolean had =
            i == start
                || s.meaning(i - 1) == Meaning.GLUE
                || s.meaning(i - 1) == Meaning.BE
                || s.meaning(i - 1) == Meaning.LEFT;
        return had && isBalance(s, i) ? sum.amount() : null;
      }
      Meaning meaning = s.meaning(i);
      if (meaning != Meaning.GLUE
          && meaning != Meaning.OF
          && meaning != Meaning.YOUR
          && meaning != Meaning.LEFT
          && meaning != Meaning.BE) {
        return null;
      }
    }
    return null;
  }

  /** "You have $12.40 in your account". */
  private void inAccount(Sentence s, int at) {
    int sum = -1;
    for (int i = at - 1; i >= s.partStart(at) && sum < 0; i--) {
      if (!s.isSum(i) && !s.meaning(i).isFiller()) {
        return;
      }
      sum = s.isSum(i) ? i : -1;
    }
    boolean had = sum > 0 && HAD.contains(words(s, sum - 1)) && sum < at - 1;
    if (had && Modality.isStated(s, at) && !s.has(Meaning.PROMO, Meaning.STRANGER)) {
      addBalance(s, at, ((Sum) s.at(sum)).amount());
    }
  }

  /** "You have $5.00 left": money, nothing else, and no payment that is still to come. */
  private void left(Sentence s, int at) {
    if (!Modality.isStated(s, at)
        || s.hasForeign(0, s.size())
        || s.has(Meaning.BALANCE, Meaning.DUE, Meaning.PASTDUE, Meaning.DATA, Meaning.NEEDS)
        || s.has(Meaning.PAY, Meaning.PAYMENT)) {
      return;
    }
    for (int i = at - 1; i >= s.partStart(at) && i >= at - 2; i--) {
      if (s.at(i) instanceof Sum sum && isBalance(s, i)) {
        addBalance(s, at, sum.amount());
        return;
      }
    }
    if (at + 1 < s.size() && s.at(at + 1) instanceof Sum sum && isBalance(s, at + 1)) {
      addBalance(s, at, sum.amount());
    }
  }

  /** "Your plan: Unlimited, $27/mo", "您的套餐月租$27". */
  private void planAt(Sentence s, int at) {
    boolean own = false;
    for (int i = Math.max(0, at - 2); i < Math.min(s.size(), at + 2); i++) {
      own |=
          s.meaning(i) == Meaning.YOUR
              || (s.meaning(i) == Meaning.GLUE && CURRENT.contains(words(s, i)));
    }
    // "Plan: Unlimited, $25/month", in an app or an account.
    boolean label =
        at + 1 < s.size()
            && s.at(at + 1) instanceof Stop stop
            && stop.mark() == ':'
            && (at == 0 || (at == 1 && s.meaning(0) == Meaning.MY))
            && (reading.carrier() != null || at == 1);
    if (!(own || label)
        || !(label ? Modality.isStated(s, at, Meaning.MY) : Modality.isStated(s, at))
        || s.hasForeign(0, s.size())
        || s.has(Meaning.NEWCUSTOMER, Meaning.RISES, Meaning.CHANGED, Meaning.MAY, Meaning.IF)
        || s.has(Meaning.COSTS, Meaning.SHORT, Meaning.COVERS)) {
      return;
    }
    for (int i = at + 1; i < s.size() && !s.meaning(i).isPredicate(); i++) {
      boolean fee = i == at + 1 && words(s, at).startsWith("月");
      if (s.at(i) instanceof Sum sum
          && (fee
              || MONTHLY.matcher(words(s, i)).find()
              || words(s, i - 1).equals("每月")
              || (i + 1 < s.size() && MONTHLY.matcher(words(s, i + 1)).find()))) {
        if (sum.amount() != null && !Values.isBounded(s, i)) {
          found.add(reading.statement(s, at, About.PLAN, What.PRICE, null, sum.amount(), true));
        }
        return;
      }
    }
  }

  private void price(Sentence s, int at) {
    boolean own =
        (s.has(Meaning.YOUR) && s.has(Meaning.PLAN, Meaning.LINE, Meaning.AUTOPAY))
            || (at > 0
                && (s.meaning(at - 1) == Meaning.YOUR
                    || (at > 1
                        && s.meaning(at - 1) == Meaning.GLUE
                        && s.meaning(at - 2) == Meaning.YOUR))
                && (reading.carrier() != null || words(s, at).contains("plan")));
    // "Price: $25.00/month", in an app or an account.
    boolean label =
        at == 0
            && s.size() > 2
            && s.at(1) instanceof Stop stop
            && stop.mark() == ':'
            && s.isSum(2)
            && MONTHLY.matcher(words(s, 2)).find()
            && reading.carrier() != null;
    if (!(own || label)
        || !Modality.isStated(s, at)
        || s.has(Meaning.RISES, Meaning.PROMO, Meaning.MAY, Meaning.IF, Meaning.ADDON)
        || s.has(Meaning.DEVICE, Meaning.STRANGER, Meaning.THING, Meaning.CHANGED)) {
      return;
    }
    for (int i = at + 1; i < Math.min(s.size(), at + NEAR); i++) {
      if (s.at(i) instanceof Sum sum && sum.amount() != null && !Values.isBounded(s, i)) {
        found.add(reading.statement(s, at, About.PLAN, What.PRICE, null, sum.amount(), true));
        return;
      }
      if (s.meaning(i).isPredicate() || s.meaning(i) == Meaning.BALANCE) {
        return;
      }
    }
  }

  private String words(Sentence s, int at) {
    return reading.text().folded().substring(s.at(at).start(), s.at(at).end());
  }

  /** The new price is the last one said; by how much it rises is none. */
  private void priceChange(Sentence s, int at) {
    boolean price =
        (words(s, at).endsWith(" from") && reading.carrier() != null && hasSum(s))
            || PRICES.stream().anyMatch(words(s, at)::contains)
            || reading.has().contains(Meaning.COSTS)
            || (s.has(Meaning.PLAN, Meaning.LINE) && hasSum(s));
    if (!price
        || !Modality.isStated(s, at, Meaning.WAS, Meaning.OLD, Meaning.WHEN)
        || s.has(Meaning.DEVICE, Meaning.STRANGER, Meaning.THING, Meaning.ADDON, Meaning.POINTS)
        || s.has(Meaning.MAY, Meaning.PAY, Meaning.IF)
        || s.partHas(at, Meaning.NOT, Meaning.DATA, Meaning.BALANCE)
        || isRepeated(s, at)) {
      return;
    }
    Money last = null;
    for (int i = 0; i < s.size(); i++) {
      if (s.at(i) instanceof Sum sum && sum.amount() != null) {
        boolean difference = i > 0 && s.meaning(i - 1) == Meaning.BY;
        boolean old = i > 0 && (isAfterFrom(s, i) || isOld(s, i));
        last = difference || old ? last : sum.amount();
      }
    }
    LocalDate date = null;
    for (int i = 0; i < s.size(); i++) {
      if (s.at(i) instanceof Day day) {
        date = date == null ? reading.day(day, Tense.AHEAD) : date;
      }
    }
    if (last == null && date == null) {
      return;
    }
    found.add(reading.statement(s, at, About.PLAN, What.PRICE_CHANGE, date, last, true));
  }

  /** "From $40", "up from $40". */
  private boolean isAfterFrom(Sentence s, int sum) {
    return s.meaning(sum - 1) == Meaning.FROM
        || (s.meaning(sum - 1) == Meaning.RISES && words(s, sum - 1).endsWith(" from"));
  }

  private static boolean isOld(Sentence s, int sum) {
    for (int i = Math.max(s.partStart(sum), sum - 3); i < sum; i++) {
      if (s.meaning(i) == Meaning.WAS || s.meaning(i) == Meaning.OLD) {
        return true;
      }
    }
    return false;
  }

  /** Said once for each such word. */
  private static boolean isRepeated(Sentence s, int at) {
    for (int i = 0; i < at; i++) {
      if (s.meaning(i) == Meaning.RISES) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasSum(Sentence s) {
    for (int i = 0; i < s.size(); i++) {
      if (s.isSum(i)) {
        return true;
      }
    }
    return false;
  }
}

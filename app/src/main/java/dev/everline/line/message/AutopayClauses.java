package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Stop;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is said of automatic payments: set up, failed, short of money. */
final class AutopayClauses {

  private static final List<String> CHARGING = List.of("扣", "charge", "cobr", "collect");

  /** What is tried again, or has a means of payment to be changed, is charged by itself. */
  private static final Pattern BY_ITSELF =
      Pattern.compile(
          "retry|try again|reintent|intentaremos|intentarlo de nuevo|再次(?:扣|尝试)|重试"
              + "|(?:payment method|metodo de pago|forma de pago|付款方式|支付方式)");

  private static final Set<String> ON =
      Set.of(
          "on",
          "enabled",
          "active",
          "yes",
          "activado",
          "activada",
          "si",
          "activo",
          "已开启",
          "开启",
          "开",
          "是");

  private final Reading reading;
  private final Findings found;

  AutopayClauses(Reading reading, Findings found) {
    this.reading = reading;
    this.found = found;
  }

  void read(Sentence s) {
    for (int i = 0; i < s.size(); i++) {
      switch (s.meaning(i)) {
        case SETDONE -> autopaySet(s, i);
        case AUTOPAY -> autopayLabel(s, i);
        case RENEWS -> autopayScheduled(s, i);
        case FAILED -> failed(s, i);
        case SHORT, COVERS, NEEDS -> tooLittle(s, i);
        default -> {}
      }
    }
  }

  private void add(Sentence s, int at, What what) {
    found.add(reading.statement(s, at, About.LINE, what, null, null, true));
  }

  private void autopaySet(Sentence s, int at) {
    int autopay = s.indexInPart(at, Meaning.AUTOPAY);
    if (autopay >= 0
        && Modality.hasHappened(s, at)
        && !s.partHas(at, Meaning.NOT, Meaning.WILL, Meaning.MAY, Meaning.PAY)
        && !s.has(Meaning.PROMO, Meaning.STRANGER)) {
      add(s, at, What.AUTOPAY_SET);
    }
  }

  /** "AutoPay: On". */
  private void autopayLabel(Sentence s, int at) {
    boolean label = at + 2 < s.size() && s.at(at + 1) instanceof Stop stop && stop.mark() == ':';
    // In a table nothing but blanks parts them, and the card's name follows.
    boolean row =
        at == 0
            && s.size() > 2
            && s.at(2) instanceof Stop open
            && open.mark() == '('
            && s.at(1).start() - s.at(0).end() > 0;
    String value = label ? word(s, at + 2) : row ? word(s, 1) : "";
    if (ON.contains(value) && Modality.isStated(s, at)) {
      add(s, at, What.AUTOPAY_SET);
    }
  }

  /** "AutoPay is scheduled", without a day. */
  private void autopayScheduled(Sentence s, int at) {
    String words = word(s, at);
    boolean autopay = words.startsWith("autopay") || words.startsWith("auto pay");
    boolean dated = false;
    for (int i = 0; i < s.size(); i++) {
      dated |= s.isDay(i);
    }
    if (autopay && words.endsWith("scheduled") && !dated && Modality.isStated(s, at)) {
      add(s, at, What.AUTOPAY_SET);
    }
  }

  private String word(Sentence s, int at) {
    return reading.text().folded().substring(s.at(at).start(), s.at(at).end());
  }

  private void failed(Sentence s, int at) {
    boolean byItself =
        reading.has().contains(Meaning.AUTOPAY)
            || reading.has().contains(Meaning.RENEWS)
            || reading.has().contains(Meaning.CARD)
            || reading.has().contains(Meaning.SUSPENDED)
            || reading.has().contains(Meaning.LOST)
            || reading.has().contains(Meaning.ENDS)
            || BY_ITSELF.matcher(reading.text().folded()).find()
            || s.has(Meaning.CHARGED, Meaning.CHARGES, Meaning.RENEWED)
            || isRenewing(reading.words(s));
    String word = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    boolean renewing = isRenewing(word) || CHARGING.stream().anyMatch(word::contains);
    boolean own = s.has(Meaning.AUTOPAY, Meaning.PAYMENT);
    boolean payment =
        s.has(Meaning.AUTOPAY, Meaning.PAYMENT, Meaning.CARD, Meaning.RENEWS, Meaning.PAY)
            || renewing;
    if (!(byItself || renewing || s.has(Meaning.AUTOPAY))
        || !payment
        || !Modality.isStated(s, at, Meaning.NOT, Meaning.WAS)
        || s.partHas(at, Meaning.MAY)
        || (s.has(Meaning.STRANGER) && !own)
        || s.has(Meaning.DEVICE, Meaning.ORDER)
        || s.partHas(at, Meaning.THING)
        || (s.has(Meaning.SHORT) && !s.partHas(at, Meaning.AUTOPAY))) {
      return;
    }
    add(s, at, What.AUTOPAY_FAILED);
  }

  private static boolean isRenewing(String words) {
    String folded = words.toLowerCase(Locale.ROOT);
    return folded.contains("renew") || folded.contains("renov") || folded.contains("续费");
  }

  /** The balance doesn't pay for the plan: insufficient, or it can't cover it. */
  private void tooLittle(Sentence s, int at) {
    boolean says =
        switch (s.meaning(at)) {
          case SHORT -> true;
          case COVERS -> isDenied(s, at);
          default -> isMore(s, at) && nextSum(s, at) != null;
        };
    boolean money =
        s.has(Meaning.BALANCE)
            || (reading.has().contains(Meaning.BALANCE)
                && s.has(Meaning.PLAN, Meaning.RENEWS, Meaning.PAY))
            || s.meaning(at) == Meaning.NEEDS
            || isOfMoney(s, at)
            || s.has(Meaning.LINE);
    if (!says
        || !money
        || !Modality.isStated(s, at, Meaning.NOT, Meaning.MAY)
        || s.has(Meaning.STRANGER, Meaning.DEVICE, Meaning.POINTS, Meaning.ADDON)
        || isConditional(s, at)) {
      return;
    }
    found.add(
        reading.statement(
            s,
            at,
            About.BALANCE,
            What.SHORT,
            null,
            s.meaning(at) == Meaning.NEEDS ? nextSum(s, at) : null,
            true));
  }

  private static boolean isConditional(Sentence s, int at) {
    for (int i = 0; i < s.size(); i++) {
      boolean condition =
          s.meaning(i) == Meaning.IF
              || s.meaning(i) == Meaning.WHEN
              || (s.meaning(i) == Meaning.UNLESS && i < at);
      if (condition) {
        return true;
      }
    }
    return false;
  }

  /** "You need $5.00 more", "$5.00 short": by how much, for a line. */
  private boolean isMore(Sentence s, int at) {
    String word = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    boolean line =
        reading.has().contains(Meaning.BALANCE)
            || reading.has().contains(Meaning.PLAN)
            || reading.has().contains(Meaning.LINE)
            || reading.carrier() != null;
    boolean lacking =
        word.contains("short")
            || word.contains("shy")
            || word.contains("falt")
            || MessageText.isHan(word.charAt(0));
    boolean asked = reading.has().contains(Meaning.BALANCE) || reading.carrier() != null;
    return line && (lacking || (s.has(Meaning.MORE) && asked));
  }

  private boolean isOfMoney(Sentence s, int at) {
    String word = reading.text().folded().substring(s.at(at).start(), s.at(at).end());
    return word.contains("fund")
        || word.contains("fondos")
        || word.contains("balance")
        || word.contains("saldo")
        || word.contains("余额")
        || word.contains("话费")
        || word.contains("资金");
  }

  private static boolean isDenied(Sentence s, int at) {
    for (int i = s.partStart(at); i < at; i++) {
      if (s.meaning(i) == Meaning.NOT) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Money nextSum(Sentence s, int at) {
    for (int i = at + 1; i < Math.min(s.size(), at + 4); i++) {
      if (s.at(i) instanceof Sum sum && s.part(i) == s.part(at)) {
        return sum.amount();
      }
    }
    // "$5.00 short"
    return at > 0 && s.at(at - 1) instanceof Sum before ? before.amount() : null;
  }
}

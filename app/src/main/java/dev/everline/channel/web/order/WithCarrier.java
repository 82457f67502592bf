package dev.everline.channel.web.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.renewal.decide.Outlook;
import java.net.URLEncoder;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the owner pays the carrier directly; pure.
 *
 * @param period what a period costs there, or null when not known
 * @param terms longer terms that the carrier also sells
 * @param withFees the price with the known fees of the line's state, or null where there are none
 * @param leastRefill the smallest refill that pays a period, where that is more than its price
 * @param codes by which it takes refills
 */
record WithCarrier(
    @Nullable Period period,
    List<Plan.Term> terms,
    @Nullable Money withFees,
    @Nullable Money leastRefill,
    List<Code> codes) {

  /**
   * A period as its carrier sells it.
   *
   * @param taxesIncluded null when no source says
   */
  record Period(Money price, Length length, @Nullable Boolean taxesIncluded) {

    static @Nullable Period of(@Nullable Plan plan, LocalDate day) {
      Money price = plan == null ? null : plan.priceOn(day);
      Length length = plan == null ? null : plan.period();
      return plan == null || price == null || length == null
          ? null
          : new Period(price, length, plan.taxesIncluded());
    }

    /** Its sentence, as a message's key. */
    String key() {
      return switch (taxesIncluded) {
        case null -> "elsewhere.period-unknown";
        case Boolean included when included -> "elsewhere.period";
        case Boolean _ -> "elsewhere.period-bare";
      };
    }
  }

  /**
   * A code that a refill is paid or redeemed by.
   *
   * @param href where a link leads: what is dialled, or a message that is begun; null where a
   *     number has to be put in before it is dialled
   */
  record Code(String text, @Nullable String href) {

    private static final Pattern DIALLED = Pattern.compile("[*#0-9]{3,12}");
    private static final Pattern TEXTED = Pattern.compile("text (.+) to ([0-9]{3,10})");

    static Code of(String text) {
      if (DIALLED.matcher(text).matches()) {
        // A hash would end the address.
        return new Code(text, "tel:" + text.replace("#", "%23"));
      }
      Matcher texted = TEXTED.matcher(text);
      return new Code(text, texted.matches() ? message(texted.group(1), texted.group(2)) : null);
    }

    /** What has to be put in by hand isn't begun. */
    private static String message(String words, String to) {
      String begun = words.contains("<") ? words.substring(0, words.indexOf('<')).strip() : words;
      return "sms:" + to + "?body=" + URLEncoder.encode(begun, UTF_8).replace("+", "%20");
    }
  }

  static WithCarrier of(@Nullable Plan plan, Outlook.Standing standing, @Nullable Carrier carrier) {
    Period period = Period.of(plan, standing.today());
    Money need = standing.need();
    boolean fees = period != null && need != null && period.price().isLessThan(need);
    return new WithCarrier(
        period,
        plan == null ? List.of() : plan.termsForRenewing(),
        fees ? need : null,
        standing.leastRefill(),
        carrier == null ? List.of() : carrier.refillCodes().stream().map(Code::of).toList());
  }
}

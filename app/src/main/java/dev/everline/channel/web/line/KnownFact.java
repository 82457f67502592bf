package dev.everline.channel.web.line;

import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineField;
import dev.everline.renewal.decide.Outlook;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a line, known or not.
 *
 * @param label a message's key
 * @param value null when it isn't known
 * @param field of the form by which it is given, or null where it follows from others
 * @param from who says so and since when, in words; null when it isn't known
 * @param note a remark on it, as a message's key, or null
 */
record KnownFact(
    String label,
    @Nullable String value,
    @Nullable LineField field,
    @Nullable String from,
    @Nullable String note) {

  private KnownFact noted(@Nullable String key) {
    return new KnownFact(label, value, field, from, key);
  }

  /**
   * What is known of a line, in the order in which it is shown.
   *
   * @param plan null when it isn't known
   */
  static List<KnownFact> of(
      Visit visit, Line line, @Nullable Plan plan, Outlook.Standing standing, WhoSays who) {
    LineFacts known = line.facts();
    return Stream.of(
            fact(
                "fact.plan",
                LineField.PLAN,
                plan,
                its -> planSaid(visit, its, standing.today()),
                who.says(line.planFrom())),
            fact(
                "fact.valid-until",
                LineField.VALID_UNTIL,
                known.validUntil(),
                visit::date,
                who.says(line.validityFrom())),
            shown(visit, standing),
            paidByBalance(known, standing)
                ? new KnownFact(
                    "fact.covered-until",
                    visit.date(standing.coveredUntil()),
                    null,
                    null,
                    "fact.balance-pays")
                : null,
            fact(
                    "fact.balance",
                    LineField.BALANCE,
                    known.balance(),
                    visit::money,
                    who.says(line.balanceFrom()))
                .noted(
                    isExpired(known, standing.today()) ? "balance.expired" : uncounted(standing)),
            fact(
                "fact.balance-expires",
                known.balance() == null ? null : LineField.BALANCE_EXPIRES_ON,
                known.balanceExpiresOn(),
                visit::date,
                who.says(line.balanceFrom())),
            fact(
                "fact.last-payment",
                LineField.LAST_PAYMENT_ON,
                known.lastPaymentOn(),
                visit::date,
                null),
            fact(
                "fact.last-activity",
                LineField.LAST_ACTIVITY_ON,
                known.lastActivityOn(),
                visit::date,
                null),
            new KnownFact(
                "line-sim.iccid",
                line.iccid() == null ? null : visit.say("fact.stored"),
                LineField.ICCID,
                null,
                null))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The date that its carrier shows for the last day of service, where it isn't the same. */
  private static @Nullable KnownFact shown(Visit visit, Outlook.Standing standing) {
    LocalDate last = standing.facts().validUntil();
    PrintedDate printed = standing.printed();
    if (last == null || !printed.differs()) {
      return null;
    }
    String date = visit.date(printed.shownFor(last));
    String value =
        printed.word() == null ? date : visit.say("fact.shown-word", date, printed.word());
    return new KnownFact("fact.shown", value, null, null, null)
        .noted(printed.otherwise().isEmpty() ? "fact.shown-first-day" : "fact.shown-unsure");
  }

  /**
   * A plan is often named after its price with the carrier's autopay, which Everline doesn't get.
   */
  private static String planSaid(Visit visit, Plan plan, LocalDate today) {
    Money regular = plan.priceOn(today);
    Money autopay = plan.autopayPriceOn(today);
    return regular == null || autopay == null || regular.equals(autopay)
        ? plan.name()
        : visit.say("fact.plan-autopay", plan.name(), visit.money(regular), visit.money(autopay));
  }

  /** Whether the end is later than the one the carrier shows. */
  private static boolean paidByBalance(LineFacts known, Outlook.Standing standing) {
    LocalDate end = known.validUntil();
    LocalDate covered = standing.coveredUntil();
    return end != null && covered != null && covered.isAfter(end);
  }

  private static boolean isExpired(LineFacts known, LocalDate today) {
    LocalDate expires = known.balanceExpiresOn();
    Money balance = known.balance();
    return expires != null && expires.isBefore(today) && balance != null && balance.isPositive();
  }

  private static @Nullable String uncounted(Outlook.Standing standing) {
    LapseRule.BalanceRole role = standing.uncounted();
    return role == null
        ? null
        : role == LapseRule.BalanceRole.UNKNOWN ? "balance.unknown" : "balance.beside";
  }

  /** An unknown value has no source. */
  private static <T> KnownFact fact(
      String label,
      @Nullable LineField field,
      @Nullable T value,
      Function<T, String> shown,
      @Nullable String from) {
    return value == null
        ? new KnownFact(label, null, field, null, null)
        : new KnownFact(label, shown.apply(value), field, from, null);
  }
}

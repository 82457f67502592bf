package dev.everline.channel.web.line;

import dev.everline.account.Account;
import dev.everline.account.UsualRenewer;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrintedDate;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a new line once its brand is known.
 *
 * @param plans of the brand, those still sold first
 * @param printed what the brand means by the date that it shows
 * @param by who renews it, or empty where its owner is to say so
 * @param refusal null where nothing is refused
 * @param guessed whether the plan was guessed from a message
 * @param today where the brand counts its days
 */
record LineFields(
    Carrier brand,
    List<Plan> plans,
    PrintedDate printed,
    String plan,
    String end,
    String by,
    String label,
    @Nullable Refusal refusal,
    boolean guessed,
    LocalDate today) {

  /**
   * Who may renew a new line. That Everline does is said on the line's own page, where spending
   * asks for a proof of who one is.
   */
  static final List<RenewedBy> RENEWERS = List.of(RenewedBy.OWNER, RenewedBy.CARRIER);

  /** The id of the choice of who renews it. */
  static final String WHO_RENEWS = "by";

  static LineFields of(
      Catalog catalog,
      Carrier brand,
      NewLineDraft draft,
      @Nullable Account account,
      @Nullable Refusal refusal,
      boolean guessed,
      LocalDate today) {
    Comparator<Plan> byPrice =
        Comparator.comparing(
            plan -> price(plan, today), Comparator.nullsLast(Comparator.naturalOrder()));
    return new LineFields(
        brand,
        catalog.plansOf(brand.id()).stream()
            .sorted(
                Comparator.comparing(Plan::legacy).thenComparing(byPrice).thenComparing(Plan::name))
            .toList(),
        catalog.printedDate(brand.id(), draft.plan().isEmpty() ? null : draft.plan()),
        draft.plan(),
        draft.end(),
        draft.by().isEmpty() ? usual(account) : draft.by(),
        draft.label(),
        refusal,
        guessed,
        today);
  }

  /** In cents, since amounts of two currencies aren't compared. */
  private static @Nullable Long price(Plan plan, LocalDate today) {
    Money price = plan.priceOn(today);
    return price == null ? null : price.minor();
  }

  /** Who renews an account's lines where nobody says otherwise; empty where that is to be said. */
  static String usual(@Nullable Account account) {
    UsualRenewer usual = account == null ? null : account.usualRenewer();
    if (usual == null) {
      return account != null && account.welcomed() ? "" : RenewedBy.OWNER.key();
    }
    return switch (usual) {
      case CARRIER -> RenewedBy.CARRIER.key();
      case OWNER, EVERLINE -> RenewedBy.OWNER.key();
    };
  }

  /** A plan with what a period costs and how long it is, as far as they are known. */
  String named(Visit visit, Plan its) {
    Money price = its.priceOn(today);
    Length period = its.period();
    String name =
        its.legacy() ? its.name() + visit.say("in-brackets", visit.say("plan.legacy")) : its.name();
    if (price == null) {
      return name;
    }
    return period == null
        ? visit.say("line-new.plan-price", name, visit.money(price))
        : visit.say("line-new.plan-period", name, visit.money(price), visit.length(period));
  }

  /** What the end date is called: by the carrier's own word where one is known. */
  String endLabel(Visit visit) {
    String word = printed.word();
    return word == null
        ? visit.say("fact.valid-until")
        : visit.say("line-edit.end-as-shown", word, brand.brand());
  }

  String endHint(Visit visit) {
    return visit.sentences(
        visit.say(
            printed.means() == PrintedDate.Means.FIRST_DAY_WITHOUT
                ? "line-edit.shows-first-day"
                : "line-edit.valid-hint",
            brand.brand()),
        visit.say("line-new.end-open"));
  }
}

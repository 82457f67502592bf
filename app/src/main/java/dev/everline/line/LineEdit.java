package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.text.SimNumber;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line while it is being changed. Keeps what belongs together in step: a fact and its source, a
 * carrier and its confirmation, a plan and its carrier.
 */
final class LineEdit {

  private final LineId id;
  private final AccountId account;
  private final Instant createdAt;
  private final @Nullable OrderId openOrder;
  private String msisdn;
  private @Nullable String iccid;
  private String label = "";
  private List<String> tags = List.of();
  private String carrier;
  private @Nullable Instant brandConfirmedAt;
  private @Nullable String plan;
  private @Nullable FactSource planFrom;
  private @Nullable String state;
  private Currency currency = Money.USD;
  private @Nullable LocalDate validUntil;
  private @Nullable FactSource validityFrom;
  private @Nullable Money balance;
  private @Nullable LocalDate balanceExpiresOn;
  private @Nullable FactSource balanceFrom;
  private int anchorDay;
  private @Nullable LocalDate lastPaymentOn;
  private @Nullable LocalDate lastActivityOn;
  private Renewer renewer = Renewer.of(RenewedBy.OWNER);
  private boolean renewerSaid;
  private @Nullable Money priceCeiling;
  private IfNotRenewed ifNotRenewed = IfNotRenewed.TELL;
  private @Nullable Instant pausedAt;
  private LineWishes.@Nullable LetGo letGo;

  private LineEdit(LineId id, AccountId account, String msisdn, String carrier, Instant createdAt) {
    this.id = id;
    this.account = account;
    this.msisdn = msisdn;
    this.carrier = carrier;
    this.createdAt = createdAt;
    this.openOrder = null;
  }

  private LineEdit(Line line) {
    id = line.id();
    account = line.account();
    createdAt = line.createdAt();
    openOrder = line.openOrder();
    msisdn = line.msisdn();
    iccid = line.iccid();
    label = line.label();
    tags = line.tags();
    carrier = line.carrier();
    brandConfirmedAt = line.brandConfirmedAt();
    plan = line.plan();
    planFrom = line.planFrom();
    state = line.state();
    currency = line.currency();
    validUntil = line.facts().validUntil();
    validityFrom = line.validityFrom();
    balance = line.facts().balance();
    balanceExpiresOn = line.facts().balanceExpiresOn();
    balanceFrom = line.balanceFrom();
    anchorDay = line.facts().anchorDay();
    lastPaymentOn = line.facts().lastPaymentOn();
    lastActivityOn = line.facts().lastActivityOn();
    renewer = line.renewer();
    renewerSaid = line.known().renewerSaid();
    priceCeiling = line.priceCeiling();
    ifNotRenewed = line.ifNotRenewed();
    pausedAt = line.pausedAt();
    letGo = line.letGo();
  }

  static LineEdit ofNew(
      LineId id, AccountId account, String msisdn, String carrier, Instant createdAt) {
    return new LineEdit(id, account, msisdn, carrier, createdAt);
  }

  static LineEdit of(Line line) {
    return new LineEdit(line);
  }

  /**
   * Takes over what the draft says.
   *
   * @param given who says it, and when it was given; true since then unless the draft says
   *     otherwise
   * @throws InvalidValue when the line would have a plan of another carrier, or amounts in two
   *     currencies
   */
  LineEdit apply(LineDraft draft, Catalog catalog, FactSource given) {
    Instant now = given.asOf();
    FactSource from =
        draft.asOf() == null ? given : new FactSource(given.source(), draft.asOf(), given.by());
    applyIdentity(draft, now);
    applyPlan(draft, catalog, from);
    applyFacts(draft, catalog, from);
    label = draft.identity().label() == null ? label : draft.identity().label();
    tags = draft.identity().tags() == null ? tags : draft.identity().tags();
    state = draft.subscription().state() == null ? state : draft.subscription().state();
    if (draft.wishes().renewedBy() != null) {
      renewer = renewer.switchedTo(draft.wishes().renewedBy(), validUntil, now);
      renewerSaid = true;
    }
    priceCeiling =
        draft.wishes().priceCeiling() == null ? priceCeiling : draft.wishes().priceCeiling();
    ifNotRenewed =
        draft.wishes().ifNotRenewed() == null ? ifNotRenewed : draft.wishes().ifNotRenewed();
    requireOneCurrency();
    if (draft.wishes().paused() != null) {
      pause(draft.wishes().paused(), now);
    }
    return this;
  }

  /** Forgets fields; those that a line can't be without must not be among them. */
  LineEdit clear(Set<LineField> fields) {
    for (LineField field : fields) {
      switch (field) {
        case ICCID -> iccid = null;
        case LABEL -> label = "";
        case PLAN -> {
          plan = null;
          planFrom = null;
        }
        case VALID_UNTIL, LAST_DAY -> {
          validUntil = null;
          validityFrom = null;
        }
        case BALANCE -> {
          balance = null;
          balanceFrom = null;
        }
        case BALANCE_EXPIRES_ON -> balanceExpiresOn = null;
        case ANCHOR_DAY -> anchorDay = 0;
        case LAST_PAYMENT_ON -> lastPaymentOn = null;
        case LAST_ACTIVITY_ON -> lastActivityOn = null;
        case PRICE_CEILING -> priceCeiling = null;
        case STATE -> state = null;
        case TAGS -> tags = List.of();
        case NUMBER,
            CARRIER,
            CURRENCY,
            RENEWED_BY,
            AUTO_RENEW,
            IF_NOT_RENEWED,
            BRAND_CONFIRMED,
            PAUSED,
            AS_OF ->
            throw new IllegalArgumentException(field + " can't be cleared");
      }
    }
    return this;
  }

  LineEdit pause(boolean paused, Instant now) {
    if (paused != (pausedAt != null)) {
      pausedAt = paused ? now : null;
    }
    letGo = paused ? letGo : null;
    return this;
  }

  /** Whoever decided it first is remembered. */
  LineEdit letGo(LineWishes.LetGo decision) {
    letGo = letGo == null ? decision : letGo;
    return pause(true, decision.at());
  }

  LineEdit confirmBrand(Instant now) {
    brandConfirmedAt = brandConfirmedAt == null ? now : brandConfirmedAt;
    return this;
  }

  /** The carrier's autopay failed to extend the line beyond this last day served. */
  LineEdit autopayFailed(LocalDate end) {
    renewer = renewer.failed(end);
    return this;
  }

  /** Has these facts in place of all that were known. */
  LineEdit know(Line.Known known) {
    validUntil = known.facts().validUntil();
    validityFrom = known.validityFrom();
    balance = known.facts().balance();
    balanceExpiresOn = known.facts().balanceExpiresOn();
    balanceFrom = known.balanceFrom();
    anchorDay = known.facts().anchorDay();
    lastPaymentOn = known.facts().lastPaymentOn();
    lastActivityOn = known.facts().lastActivityOn();
    return this;
  }

  /** The line as changed now, to be looked at now. */
  Line changedAt(Instant now) {
    return new Line(
        id,
        account,
        new Line.Identity(msisdn, iccid, label, tags),
        new Line.Subscription(carrier, brandConfirmedAt, plan, planFrom, state, currency),
        new Line.Known(
            new LineFacts(
                validUntil, balance, balanceExpiresOn, anchorDay, lastPaymentOn, lastActivityOn),
            validityFrom,
            balanceFrom,
            renewerSaid),
        new LineWishes(renewer, priceCeiling, ifNotRenewed, pausedAt, letGo),
        null,
        now,
        openOrder,
        createdAt,
        now);
  }

  private void applyIdentity(LineDraft draft, Instant now) {
    String newNumber = draft.identity().msisdn();
    if (newNumber != null && !newNumber.equals(msisdn)) {
      // What was confirmed was the carrier of the other number.
      msisdn = newNumber;
      brandConfirmedAt = null;
    }
    String sim = draft.identity().iccid();
    // The same SIM in another spelling is no other SIM.
    iccid = sim == null || SimNumber.same(iccid, sim) ? iccid : sim;
    String newCarrier = draft.subscription().carrier();
    if (newCarrier != null && !newCarrier.equals(carrier)) {
      carrier = newCarrier;
      brandConfirmedAt = null;
    }
    if (draft.subscription().brandConfirmed() != null) {
      brandConfirmedAt =
          !draft.subscription().brandConfirmed()
              ? null
              : brandConfirmedAt == null ? now : brandConfirmedAt;
    }
  }

  private void applyPlan(LineDraft draft, Catalog catalog, FactSource from) {
    if (draft.subscription().plan() != null) {
      plan = draft.subscription().plan();
      planFrom = from;
    }
    Plan known = plan == null ? null : catalog.plans().get(plan);
    if (known == null) {
      return;
    }
    if (draft.subscription().plan() != null) {
      LineReader.requireFits(known, carrier, catalog);
    } else if (draft.subscription().carrier() != null && !known.carrier().equals(carrier)) {
      // The line moved to another carrier, and the old one's plan did not move with it.
      plan = null;
      planFrom = null;
    }
  }

  private void applyFacts(LineDraft draft, Catalog catalog, FactSource from) {
    LocalDate lastDay = draft.facts().lastDay(catalog.printedDate(carrier, plan));
    if (lastDay != null) {
      validUntil = lastDay;
      validityFrom = from;
    }
    if (draft.facts().balance() != null) {
      balance = draft.facts().balance();
      balanceFrom = from;
    }
    currency = draft.subscription().currency() == null ? currency : draft.subscription().currency();
    balanceExpiresOn =
        draft.facts().balanceExpiresOn() == null
            ? balanceExpiresOn
            : draft.facts().balanceExpiresOn();
    if (draft.facts().anchorDay() != null) {
      boolean differs = catalog.printedDate(carrier, plan).differs();
      anchorDay = LineFacts.anchorGiven(draft.facts().anchorDay(), validUntil, differs);
    } else if (lastDay != null) {
      anchorDay = LineFacts.anchorFitting(anchorDay, lastDay);
    }
    lastPaymentOn =
        draft.facts().lastPaymentOn() == null ? lastPaymentOn : draft.facts().lastPaymentOn();
    lastActivityOn =
        draft.facts().lastActivityOn() == null ? lastActivityOn : draft.facts().lastActivityOn();
  }

  private void requireOneCurrency() {
    for (Money amount : new @Nullable Money[] {balance, priceCeiling}) {
      if (amount != null && !amount.currency().equals(currency)) {
        throw InvalidValue.of(
            LineField.CURRENCY.key(),
            currency.getCurrencyCode(),
            "differs from the line's other amount in " + amount.currency(),
            "give balance and price_ceiling again in the new currency");
      }
    }
  }
}

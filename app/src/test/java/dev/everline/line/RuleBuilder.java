package dev.everline.line;

import dev.everline.catalog.Basis;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LapseRule.Alternative;
import dev.everline.catalog.LapseRule.BalanceLife;
import dev.everline.catalog.LapseRule.BalanceRole;
import dev.everline.catalog.LapseRule.CountingFrom;
import dev.everline.catalog.LapseRule.KeepAlive;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a lapse rule in a test. */
public final class RuleBuilder {

  private final Basis basis;
  private int suspendedAfterDays;
  private @Nullable Integer numberLostAfterDays;
  private final List<Alternative> alternatives = new ArrayList<>();
  private CountingFrom countingFrom = CountingFrom.END_OF_VALIDITY;
  private BalanceRole balanceRole = BalanceRole.PAYS_PLAN;
  private final List<BalanceLife> lives = new ArrayList<>();
  private @Nullable KeepAlive keepAlive;
  private boolean lookedUp = true;

  private RuleBuilder(Basis basis) {
    this.basis = basis;
  }

  public static RuleBuilder aRule(Basis basis) {
    return new RuleBuilder(basis);
  }

  /** AT&T Prepaid's monthly plans: money lives 30, 90 or 365 days by its amount. */
  public static RuleBuilder attMonthly() {
    return aRule(Basis.PLAN_CYCLE)
        .life("10", 30)
        .life("25", 90)
        .life("100", 365)
        .lostAfter(60)
        .countingFrom(CountingFrom.BALANCE_EXPIRY)
        .keepAlive("10", 30);
  }

  public RuleBuilder suspendedAfter(int days) {
    suspendedAfterDays = days;
    return this;
  }

  public RuleBuilder lostAfter(int days) {
    numberLostAfterDays = days;
    return this;
  }

  public RuleBuilder alternatively(int days, String source) {
    alternatives.add(new Alternative(days, source));
    return this;
  }

  public RuleBuilder countingFrom(CountingFrom from) {
    countingFrom = from;
    return this;
  }

  public RuleBuilder balance(BalanceRole role) {
    balanceRole = role;
    return this;
  }

  public RuleBuilder life(String atLeast, int days) {
    lives.add(new BalanceLife(Money.parse(atLeast, Money.USD), days));
    return this;
  }

  public RuleBuilder keepAlive(String amount, int days) {
    keepAlive = new KeepAlive(Money.parse(amount, Money.USD), days, null);
    return this;
  }

  public RuleBuilder recalled() {
    lookedUp = false;
    return this;
  }

  public LapseRule rule() {
    return new LapseRule(
        "test-" + basis.key(),
        "test-carrier",
        "monthly plans",
        basis,
        suspendedAfterDays,
        numberLostAfterDays,
        List.copyOf(alternatives),
        null,
        countingFrom,
        balanceRole,
        List.copyOf(lives),
        keepAlive,
        null,
        null,
        null,
        false,
        new Provenance("the carrier's help pages", "2026-06", Confidence.HIGH, lookedUp));
  }
}

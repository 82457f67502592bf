package dev.everline.demo;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;

/**
 * How the sandbox's carriers count for lines of a rule. Where no source says that the balance pays
 * the plan, they take a payment for the plan's period at once.
 */
public final class SandboxBasis {

  private SandboxBasis() {}

  /** As in the data files: {@code from-payment}. */
  public static String of(LapseRule rule) {
    boolean atOnce = rule.basis() == Basis.PLAN_CYCLE && !rule.cyclesFromBalance();
    return atOnce ? Basis.FROM_PAYMENT.key() : rule.basis().key();
  }
}

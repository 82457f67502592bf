package dev.everline.catalog.file;

import dev.everline.catalog.Basis;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.LateRule;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one record of {@code lapse-rules.yaml}. */
final class LapseRuleReader {

  /** The carrier of a rule that no single carrier owns. */
  static final String ANY = "any";

  /** The longest life of money or service found in the sources is 730 days. */
  private static final int MOST_DAYS = 3_660;

  private LapseRuleReader() {}

  static @Nullable LapseRule read(YamlFields fields) {
    List<YamlFields> alternatives = fields.list("alternatives");
    LapseRule rule =
        new LapseRule(
            fields.required("id", Values::id, ""),
            fields.required("carrier", Values::id, ""),
            fields.required("appliesTo", Values::text, ""),
            fields.required("basis", LapseRuleReader::basis, Basis.OTHER),
            fields.required("suspendedAfterDays", LapseRuleReader::days, 0),
            fields.whole("numberLostAfterDays", 0, MOST_DAYS),
            alternatives.stream().map(LapseRuleReader::alternative).toList(),
            fields.text("counting"),
            countingFrom(fields),
            balanceRole(fields),
            balanceLives(fields),
            keepAlive(fields.mapping("keepAlive")),
            fields.usd("reactivationFeeUsd"),
            fields.optional("incomingWhileSuspended", Values::bool),
            notes(fields),
            PrintedDateReader.read(fields.mapping("printed")),
            late(fields.mapping("late")),
            fields.required("status", LapseRuleReader::legacy, false),
            fields.provenance(),
            AutopayReader.read(fields.mapping("autopay")));
    if (!fields.has("printed")) {
      fields.doubt(
          "printed",
          "is missing",
          "say what the carrier means by the date that people read, or write 'means: unknown'");
    }
    Integer lost = rule.numberLostAfterDays();
    for (int i = 0; lost != null && i < alternatives.size(); i++) {
      LapseRule.Alternative alternative = rule.alternatives().get(i);
      // Tracfone's own page names 0 days; the choice of the safe figure is the editor's.
      if (alternative.days() == lost) {
        fields.wrong("alternatives", "repeats numberLostAfterDays", "list other figures only");
      } else {
        Conflicts.days(alternatives.get(i), lost, alternative.days(), alternative.source());
      }
    }
    return fields.isSound() ? rule : null;
  }

  /** Status of plans and rules alike. */
  static boolean legacy(String name, String raw) {
    return switch (raw) {
      case "current" -> false;
      case "legacy" -> true;
      default -> throw InvalidValue.of(name, raw, "is unknown", "write current or legacy");
    };
  }

  private static Basis basis(String name, String raw) {
    return Basis.parse(raw);
  }

  private static LapseRule.CountingFrom countingFrom(YamlFields fields) {
    LapseRule.CountingFrom from =
        fields.optional("countingFrom", (name, raw) -> LapseRule.CountingFrom.parse(raw));
    return from == null ? LapseRule.CountingFrom.END_OF_VALIDITY : from;
  }

  /** That the balance pays the plan is believed only with a source of its own. */
  private static LapseRule.BalanceRole balanceRole(YamlFields fields) {
    LapseRule.BalanceRole role =
        fields.optional("balanceRole", (name, raw) -> LapseRule.BalanceRole.parse(raw));
    if (role == LapseRule.BalanceRole.PAYS_PLAN && !fields.has("balanceSource")) {
      fields.wrong(
          "balanceRole",
          "has no source",
          "add balanceSource, who says that the balance pays the plan, or write unknown");
    }
    return role == null ? LapseRule.BalanceRole.UNKNOWN : role;
  }

  private static int days(String name, String raw) {
    return Values.whole(name, raw, 0, MOST_DAYS);
  }

  private static LapseRule.Alternative alternative(YamlFields fields) {
    LapseRule.Alternative alternative =
        new LapseRule.Alternative(
            fields.required("days", LapseRuleReader::days, 0),
            fields.required("source", Values::text, ""));
    fields.isSound();
    return alternative;
  }

  private static List<LapseRule.BalanceLife> balanceLives(YamlFields fields) {
    List<LapseRule.BalanceLife> lives = new ArrayList<>();
    for (YamlFields tier : fields.list("balanceLives")) {
      LapseRule.BalanceLife life =
          new LapseRule.BalanceLife(
              tier.required("atLeastUsd", Values::usd, Money.usd(0)),
              tier.required("days", LapseRuleReader::days, 0));
      if (tier.isSound()
          && !lives.isEmpty()
          && !(lives.getLast().atLeast().isLessThan(life.atLeast())
              && lives.getLast().days() <= life.days())) {
        tier.wrong(
            "atLeastUsd", "does not rise above the tier before", "sort the tiers, smallest first");
      }
      lives.add(life);
    }
    return List.copyOf(lives);
  }

  private static LapseRule.@Nullable KeepAlive keepAlive(@Nullable YamlFields fields) {
    if (fields == null) {
      return null;
    }
    LapseRule.KeepAlive keepAlive =
        new LapseRule.KeepAlive(
            fields.required("usd", Values::usd, Money.usd(0)),
            fields.required("days", LapseRuleReader::days, 0),
            !Boolean.FALSE.equals(fields.optional("confirmed", Values::bool)),
            fields.text("note"));
    fields.isSound();
    return keepAlive;
  }

  private static LateRule late(@Nullable YamlFields fields) {
    if (fields == null) {
      return LateRule.NONE;
    }
    List<LateRule.Fee> fees = new ArrayList<>();
    for (YamlFields step : fields.list("fees")) {
      LateRule.Fee fee =
          new LateRule.Fee(
              step.required("fromDay", (name, raw) -> Values.whole(name, raw, 1, MOST_DAYS), 1),
              step.required("usd", Values::usd, Money.usd(0)));
      if (step.isSound() && !fees.isEmpty() && fees.getLast().fromDay() >= fee.fromDay()) {
        step.wrong("fromDay", "is not after the step before", "sort the fees by day");
      }
      fees.add(fee);
    }
    LateRule.ShortMonth shortMonth =
        fields.optional(
            "shortMonth", (name, raw) -> Values.choice(name, raw, LateRule.ShortMonth.class));
    LateRule late =
        new LateRule(
            Boolean.TRUE.equals(fields.optional("firstDayCounts", Values::bool)),
            shortMonth == null ? LateRule.ShortMonth.LAST : shortMonth,
            List.copyOf(fees));
    fields.required("source", Values::text, "");
    fields.isSound();
    return late;
  }

  private static @Nullable String notes(YamlFields fields) {
    Boolean newSim = fields.optional("newSimAfterLoss", Values::bool);
    return new Wording()
        .add("Paid early", fields.text("paidEarly"))
        .add("Paid late", fields.text("paidLate"))
        .add("Balance", fields.text("balance"))
        .add("That the balance pays the plan is from", fields.text("balanceSource"))
        .add("Stacking", fields.text("stacking"))
        .add("Automatic payment", fields.text("automaticPayment"))
        .add("Extension", fields.text("extension"))
        .add("", newSim != null && newSim ? "a lost line needs a new SIM" : null)
        .add("", fields.text("notes"))
        .addAll("Another source", Conflicts.read(fields))
        .joined();
  }
}

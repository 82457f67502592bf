package dev.everline.catalog.file;

import dev.everline.catalog.Abroad;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one record of {@code plans.yaml} or {@code labels.yaml}. */
final class PlanReader {

  /** The unique plan identifier of a broadband label: FCC 22-86, 47 CFR 8.1(a). */
  private static final Pattern LABEL_ID = Pattern.compile("[FM][0-9]{10}[A-Z0-9]{15}");

  private PlanReader() {}

  static @Nullable Plan read(YamlFields fields, Map<String, Carrier> carriers) {
    return read(fields, fields.required("id", Values::id, ""), carriers, false);
  }

  /** A label's plan is known by its unique identifier, and keeps the row it was read from. */
  static @Nullable Plan readLabel(YamlFields fields, Map<String, Carrier> carriers) {
    YamlFields row = fields.mapping("row");
    if (row == null) {
      fields.wrong("row", "is missing", "import the label again");
    } else {
      row.all((name, raw) -> raw);
    }
    return read(fields, fields.required("id", PlanReader::labelId, ""), carriers, true);
  }

  private static @Nullable Plan read(
      YamlFields fields, String id, Map<String, Carrier> carriers, boolean label) {
    String carrier = fields.required("carrier", Values::id, "");
    Plan.Kind kind =
        fields.required(
            "kind", (name, raw) -> Values.choice(name, raw, Plan.Kind.class), Plan.Kind.UNLIMITED);
    Length period = fields.optional("period", (name, raw) -> Length.parse(raw));
    // Labels imported by earlier versions.
    Integer days = label ? fields.whole("validityDays", 1, 3_660) : null;
    if (period == null && days != null) {
      period = Length.ofDays(days);
    }
    if (!label && fields.has("validityDays")) {
      fields.optional("validityDays", Values::text);
      fields.wrong(
          "validityDays",
          "has become period",
          "write 'period: 30 days', or 'period: 1 month' where the date keeps its day of the month");
    }
    Plan plan =
        new Plan(
            id,
            carrier,
            fields.required("name", Values::text, ""),
            kind,
            fields.required("lapseRule", Values::id, ""),
            period,
            prices(fields),
            Boolean.TRUE.equals(fields.optional("servedFromBalance", Values::bool)),
            fields.optional("taxesIncluded", Values::bool),
            fields.required("unlimitedData", Values::bool, false),
            fields.decimal("dataGb", 100_000),
            fields.decimal("hotspotGb", 100_000),
            fields.whole("throttleKbps", 0, 1_000_000),
            terms(fields, period),
            conditions(fields),
            fields.required("status", LapseRuleReader::legacy, false),
            fields.provenance(),
            abroad(fields, kind, carriers.get(carrier)));
    TermPrices.checkAgainstPeriods(plan.terms(), plan.prices(), period, fields);
    if (plan.servedFromBalance() && plan.kind() != Plan.Kind.METERED) {
      fields.wrong(
          "servedFromBalance",
          "is true for a plan that is not metered",
          "leave it out where a period holds an allowance, else write 'kind: metered'");
    }
    return fields.isSound() ? plan : null;
  }

  /**
   * What is said of a carrier's lines abroad is said of its ordinary plans: those for visitors and
   * for trying it out have only what their own record says.
   */
  private static @Nullable Abroad abroad(
      YamlFields fields, Plan.Kind kind, @Nullable Carrier carrier) {
    Abroad own = AbroadReader.read(fields.mapping("abroad"));
    return switch (kind) {
      case UNLIMITED, CAPPED, METERED ->
          own != null || carrier == null ? own : carrier.service().abroad();
      case TOURIST, TRIAL -> own;
    };
  }

  private static List<Plan.Price> prices(YamlFields fields) {
    List<Plan.Price> prices = new ArrayList<>();
    for (YamlFields entry : fields.list("prices")) {
      Plan.Price price =
          new Plan.Price(
              entry.date("from"),
              entry.required("regularUsd", Values::usd, Money.usd(0)),
              entry.usd("autopayUsd"),
              entry.required("source", Values::text, ""));
      Money withAutopay = price.withAutopay();
      if (entry.isSound()) {
        if (withAutopay != null && price.regular().isLessThan(withAutopay)) {
          entry.wrong("autopayUsd", "is above regularUsd", "check which price is which");
        }
        if (!prices.isEmpty() && !prices.getLast().from().isBefore(price.from())) {
          entry.wrong(
              "from",
              "is not after the entry before, of " + prices.getLast().from(),
              "sort the prices, oldest first, one for each day");
        }
      }
      prices.add(price);
    }
    return List.copyOf(prices);
  }

  private static List<Plan.Term> terms(YamlFields fields, @Nullable Length period) {
    List<Plan.Term> terms = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (YamlFields entry : fields.list("terms")) {
      Plan.Term term =
          new Plan.Term(
              entry.required("length", (name, raw) -> Length.parse(raw), Length.ofMonths(1)),
              entry.required("priceUsd", Values::usd, Money.usd(0)),
              audience(entry),
              entry.text("note"));
      if (entry.isSound() && !seen.add(term.length() + " " + term.audience())) {
        entry.wrong("length", "appears twice", "keep one price for each term and audience");
      }
      if (entry.isSound() && term.length().equals(period) && term.audience() != Plan.Audience.NEW) {
        entry.wrong("length", "is the plan's own period", "leave the term out");
      }
      terms.add(term);
    }
    TermPrices.check(terms, fields);
    return List.copyOf(terms);
  }

  private static Plan.Audience audience(YamlFields entry) {
    Plan.Audience audience =
        entry.optional("audience", (name, raw) -> Values.choice(name, raw, Plan.Audience.class));
    return audience == null ? Plan.Audience.ANY : audience;
  }

  private static @Nullable String conditions(YamlFields fields) {
    return new Wording()
        .add("Talk", fields.text("talk"))
        .add("Text", fields.text("text"))
        .add("Rates", fields.text("metered"))
        .add("After the allowance", fields.text("afterAllowance"))
        .add("Hotspot", fields.text("hotspot"))
        .add("International", fields.text("international"))
        .add("New customers", fields.text("newCustomers"))
        .add("Conditions", fields.text("conditions"))
        .add("", fields.text("notes"))
        .addAll("Another source", Conflicts.read(fields))
        .joined();
  }

  private static String labelId(String name, String raw) {
    if (!LABEL_ID.matcher(raw).matches()) {
      throw InvalidValue.of(
          name,
          raw,
          "isn't a unique plan identifier",
          "write F or M, ten digits and fifteen capital letters or digits");
    }
    return raw;
  }
}

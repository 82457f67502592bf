package dev.everline.catalog.file;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrepaidFee;
import dev.everline.catalog.RefillAmounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads all the files of a catalog and checks that what they name exists. */
public final class CatalogReader {

  private final CatalogFolder folder;
  private final Findings findings;

  private final Map<String, Carrier> carriers = new LinkedHashMap<>();
  private final Map<String, LapseRule> rules = new LinkedHashMap<>();
  private final Map<String, Plan> plans = new LinkedHashMap<>();
  private final Map<String, RefillAmounts> refillAmounts = new LinkedHashMap<>();
  private final Map<String, PrepaidFee> fees = new LinkedHashMap<>();

  private CatalogReader(CatalogFolder folder, Findings findings) {
    this.folder = folder;
    this.findings = findings;
  }

  /** What the files hold; of a file with findings, only its sound records. */
  public static Catalog read(CatalogFolder folder, Findings findings) {
    CatalogReader reader = new CatalogReader(folder, findings);
    reader.readCarriers();
    reader.readRules();
    reader.readPlans("plans.yaml", "everline/plans/1", PlanReader::read);
    reader.readPlans(CatalogFolder.LABELS, "everline/labels/1", PlanReader::readLabel);
    reader.readRefillAmounts();
    reader.readFees();
    LinkReader links = new LinkReader(reader.carriers, folder, findings);
    return new Catalog(
        reader.carriers,
        reader.plans,
        reader.rules,
        reader.refillAmounts,
        reader.fees,
        links.hosts(),
        links.words());
  }

  private void readCarriers() {
    for (YamlFields fields : records("carriers.yaml", "everline/carriers/1", "carriers")) {
      Carrier carrier = CarrierReader.read(fields);
      if (carrier != null) {
        put(carriers, carrier.id(), carrier, fields);
      }
    }
  }

  private void readRules() {
    for (YamlFields fields : records("lapse-rules.yaml", "everline/lapse-rules/1", "rules")) {
      LapseRule rule = LapseRuleReader.read(fields);
      if (rule != null) {
        if (!rule.carrier().equals(LapseRuleReader.ANY)) {
          mustExist(carriers, "carrier", rule.carrier(), "carriers.yaml", fields);
        }
        put(rules, rule.id(), rule, fields);
      }
    }
  }

  private void readPlans(String file, String schema, Function<YamlFields, @Nullable Plan> reader) {
    for (YamlFields fields : records(file, schema, "plans")) {
      Plan plan = reader.apply(fields);
      if (plan != null) {
        mustExist(carriers, "carrier", plan.carrier(), "carriers.yaml", fields);
        LapseRule rule = rules.get(plan.lapseRule());
        if (rule == null) {
          mustExist(rules, "lapseRule", plan.lapseRule(), "lapse-rules.yaml", fields);
        } else if (!rule.carrier().equals(LapseRuleReader.ANY)
            && !rule.carrier().equals(plan.carrier())) {
          fields.wrong(
              "lapseRule",
              "is a rule of the carrier '" + rule.carrier() + "'",
              "name a rule of '" + plan.carrier() + "' or one of carrier 'any'");
        }
        if (carriers.containsKey(plan.id())) {
          fields.wrong("id", "is the id of a carrier too", "give the plan another id");
        }
        put(plans, plan.id(), plan, fields);
      }
    }
  }

  private void readRefillAmounts() {
    String file = "refill-amounts.yaml";
    for (YamlFields fields : records(file, "everline/refill-amounts/1", "refillAmounts")) {
      List<String> onlyFor = fields.scalars("plans", Values::id);
      RefillAmounts amounts = RefillAmountsReader.read(fields);
      if (amounts == null) {
        continue;
      }
      mustExist(carriers, "carrier", amounts.carrier(), "carriers.yaml", fields);
      for (String plan : onlyFor) {
        mustExist(plans, "plans", plan, "plans.yaml", fields);
        Plan known = plans.get(plan);
        if (known != null && !known.carrier().equals(amounts.carrier())) {
          fields.wrong("plans", "contains a plan of another carrier", "remove '" + plan + "'");
        }
        put(refillAmounts, plan, amounts, fields);
      }
      if (onlyFor.isEmpty()) {
        put(refillAmounts, amounts.carrier(), amounts, fields);
      }
    }
  }

  private void readFees() {
    CatalogFolder.Text text = folder.read("prepaid-911-fees.csv", findings);
    if (text == null) {
      return;
    }
    for (CsvTable.Row row : CsvTable.rows(text, PrepaidFeeReader.COLUMNS, findings)) {
      PrepaidFee fee = PrepaidFeeReader.read(row, findings);
      if (fee != null && fees.putIfAbsent(fee.state(), fee) != null) {
        row.wrong("state", "'" + fee.state() + "' appears twice", "keep one row per state");
      }
    }
  }

  private List<YamlFields> records(String file, String schema, String key) {
    CatalogFolder.Text text = folder.read(file, findings);
    return text == null ? List.of() : YamlFields.records(text, schema, key, findings);
  }

  private <T> void put(Map<String, T> records, String id, T value, YamlFields fields) {
    if (records.putIfAbsent(id, value) != null) {
      fields.wrong(
          fields.has("id") ? "id" : "carrier",
          "'" + id + "' appears twice",
          "keep one record of it");
    }
  }

  private static <T> void mustExist(
      Map<String, T> records, String field, String id, String file, YamlFields fields) {
    if (!records.containsKey(id)) {
      fields.wrong(
          field, "'" + id + "' does not exist", "use an id of " + file + ", or fix that record");
    }
  }
}

package dev.everline.catalog;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.Echo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of carriers and their plans: an immutable snapshot of the data files.
 *
 * @param carriers by id
 * @param plans by id
 * @param lapseRules by id
 * @param refillAmounts by the carrier's id, and by the plan's id where a plan differs from its
 *     carrier
 * @param prepaidFees by the state's two-letter code
 * @param linkHosts hosts of the web beside the carriers' sites
 * @param linkWords words by which addresses are judged
 */
public record Catalog(
    Map<String, Carrier> carriers,
    Map<String, Plan> plans,
    Map<String, LapseRule> lapseRules,
    Map<String, RefillAmounts> refillAmounts,
    Map<String, PrepaidFee> prepaidFees,
    List<LinkHost> linkHosts,
    List<LinkWords> linkWords) {

  public Catalog {
    carriers = Map.copyOf(carriers);
    plans = Map.copyOf(plans);
    lapseRules = Map.copyOf(lapseRules);
    refillAmounts = Map.copyOf(refillAmounts);
    prepaidFees = Map.copyOf(prepaidFees);
    linkHosts = List.copyOf(linkHosts);
    linkWords = List.copyOf(linkWords);
  }

  /**
   * @throws ProblemException when there is no such carrier
   */
  public Carrier carrier(String id) {
    return found("carrier", id, carriers);
  }

  /**
   * @throws ProblemException when there is no such plan
   */
  public Plan plan(String id) {
    return found("plan", id, plans);
  }

  /**
   * @throws ProblemException when there is no such rule
   */
  public LapseRule lapseRule(String id) {
    return found("lapse rule", id, lapseRules);
  }

  /** The state's fee, where one is known. */
  public Optional<PrepaidFee> prepaidFee(String state) {
    return Optional.ofNullable(prepaidFees.get(state));
  }

  /** The carrier's refill amounts, where known. */
  public Optional<RefillAmounts> refillAmountsOf(String carrier) {
    return Optional.ofNullable(refillAmounts.get(carrier));
  }

  /** The amounts in which a line on this plan may be refilled, where known. */
  public Optional<RefillAmounts> refillAmountsFor(Plan plan) {
    RefillAmounts ofThePlan = refillAmounts.get(plan.id());
    return ofThePlan == null ? refillAmountsOf(plan.carrier()) : Optional.of(ofThePlan);
  }

  /** The plans a carrier sells or sold. */
  public Collection<Plan> plansOf(String carrier) {
    return plans.values().stream().filter(plan -> plan.carrier().equals(carrier)).toList();
  }

  private static <T> T found(String what, String id, Map<String, T> records) {
    T record = records.get(id);
    if (record == null) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "There is no "
              + what
              + " '"
              + Echo.of(id)
              + "' in the catalog; 'everline catalog' lists them.");
    }
    return record;
  }
}

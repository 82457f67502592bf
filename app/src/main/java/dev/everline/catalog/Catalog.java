package dev.everline.catalog;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.Echo;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of carriers and their plans, from the data files. Whoever holds it sees what is
 * in force: when another bundle is installed, all of it changes at once. What was read from it
 * stays as it was.
 */
public final class Catalog {

  private volatile Edition edition;

  /** For those who hold a plan of it still. */
  private volatile Edition before;

  /**
   * What the data files say; immutable.
   *
   * @param carriers by id
   * @param plans by id
   * @param lapseRules by id
   * @param refillAmounts by the carrier's id, and by the plan's id where a plan differs from its
   *     carrier
   * @param prepaidFees by the state's two-letter code
   * @param names what people call the carriers
   * @param linkHosts hosts of the web beside the carriers' sites
   * @param linkWords words by which addresses are judged
   */
  record Edition(
      Map<String, Carrier> carriers,
      Map<String, Plan> plans,
      Map<String, LapseRule> lapseRules,
      Map<String, RefillAmounts> refillAmounts,
      Map<String, PrepaidFee> prepaidFees,
      BrandNames names,
      List<LinkHost> linkHosts,
      List<LinkWords> linkWords) {

    Edition {
      carriers = Map.copyOf(carriers);
      plans = Map.copyOf(plans);
      lapseRules = Map.copyOf(lapseRules);
      refillAmounts = Map.copyOf(refillAmounts);
      prepaidFees = Map.copyOf(prepaidFees);
      linkHosts = List.copyOf(linkHosts);
      linkWords = List.copyOf(linkWords);
    }
  }

  /** The same where carriers have no names but their ids and brands, and no further hosts. */
  public Catalog(
      Map<String, Carrier> carriers,
      Map<String, Plan> plans,
      Map<String, LapseRule> lapseRules,
      Map<String, RefillAmounts> refillAmounts,
      Map<String, PrepaidFee> prepaidFees) {
    this(carriers, plans, lapseRules, refillAmounts, prepaidFees, Map.of(), List.of(), List.of());
  }

  /**
   * @param aliases other names of carriers, by their ids
   */
  public Catalog(
      Map<String, Carrier> carriers,
      Map<String, Plan> plans,
      Map<String, LapseRule> lapseRules,
      Map<String, RefillAmounts> refillAmounts,
      Map<String, PrepaidFee> prepaidFees,
      Map<String, List<String>> aliases,
      List<LinkHost> linkHosts,
      List<LinkWords> linkWords) {
    this(
        new Edition(
            carriers,
            plans,
            lapseRules,
            refillAmounts,
            prepaidFees,
            new BrandNames(carriers.values(), aliases),
            linkHosts,
            linkWords));
  }

  private Catalog(Edition edition) {
    this.edition = edition;
    this.before = edition;
  }

  /** Takes the place of what is in force, for everybody who holds this. */
  public void become(Catalog other) {
    before = edition;
    edition = other.edition;
  }

  /** The same as it is now, which stays so. */
  public Catalog asItIs() {
    return new Catalog(edition);
  }

  /** Another object whenever anything has changed, for what is computed from it. */
  public Object edition() {
    return edition;
  }

  public Map<String, Carrier> carriers() {
    return edition.carriers();
  }

  public Map<String, Plan> plans() {
    return edition.plans();
  }

  public Map<String, LapseRule> lapseRules() {
    return edition.lapseRules();
  }

  public Map<String, RefillAmounts> refillAmounts() {
    return edition.refillAmounts();
  }

  public Map<String, PrepaidFee> prepaidFees() {
    return edition.prepaidFees();
  }

  public BrandNames names() {
    return edition.names();
  }

  public List<LinkHost> linkHosts() {
    return edition.linkHosts();
  }

  public List<LinkWords> linkWords() {
    return edition.linkWords();
  }

  /**
   * @throws ProblemException when there is no such carrier
   */
  public Carrier carrier(String id) {
    return found("carrier", id, carriers());
  }

  /**
   * The carrier that is called so.
   *
   * @param name its id, its brand or another name of it
   * @throws ProblemException when there is none, or several are called so
   */
  public Carrier carrierNamed(String name) {
    return carrier(names().one("carrier", name).orElse(name));
  }

  /**
   * @throws ProblemException when there is no such plan
   */
  public Plan plan(String id) {
    return found("plan", id, plans());
  }

  /**
   * The rule of a plan, also of one that was read an instant before the catalog changed.
   *
   * @throws ProblemException when there is no such rule
   */
  public LapseRule lapseRule(String id) {
    LapseRule rule = lapseRules().get(id);
    return rule == null ? found("lapse rule", id, before.lapseRules()) : rule;
  }

  /** The state's fee, where one is known. */
  public Optional<PrepaidFee> prepaidFee(String state) {
    return Optional.ofNullable(prepaidFees().get(state));
  }

  /** The carrier's refill amounts, where known. */
  public Optional<RefillAmounts> refillAmountsOf(String carrier) {
    return Optional.ofNullable(refillAmounts().get(carrier));
  }

  /** The amounts in which a line on this plan may be refilled, where known. */
  public Optional<RefillAmounts> refillAmountsFor(Plan plan) {
    RefillAmounts ofThePlan = refillAmounts().get(plan.id());
    return ofThePlan == null ? refillAmountsOf(plan.carrier()) : Optional.of(ofThePlan);
  }

  /**
   * What a carrier means by the dates that it shows for a line.
   *
   * @param plan null where it isn't known: then what all rules of the carrier's present plans agree
   *     on
   */
  public PrintedDate printedDate(String carrier, @Nullable String plan) {
    Plan known = plan == null ? null : plans().get(plan);
    if (known != null) {
      return lapseRule(known.lapseRule()).printed();
    }
    List<PrintedDate> meanings =
        plansOf(carrier).stream()
            .filter(each -> !each.legacy())
            .map(each -> lapseRule(each.lapseRule()).printed())
            .distinct()
            .toList();
    return meanings.size() == 1 ? meanings.getFirst() : PrintedDate.UNKNOWN;
  }

  /** The plans a carrier sells or sold. */
  public Collection<Plan> plansOf(String carrier) {
    return plans().values().stream().filter(plan -> plan.carrier().equals(carrier)).toList();
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

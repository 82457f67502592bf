package dev.everline.catalog;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A carrier or brand that sells lines.
 *
 * @param network host network today, as in the data: {@code AT&T}, {@code T-Mobile}, {@code
 *     Verizon}, {@code U.S. Cellular}, {@code multi} where the customer may choose, or {@link
 *     #NO_NETWORK} where there is no SIM
 * @param zone the zone in which its dates are counted
 * @param postpaid true when billed after use; Everline then only reminds
 * @param care how to reach customer care, or null when not looked up
 * @param balanceCodes dial codes that tell the balance; only those looked up
 * @param refillCodes dial codes that redeem a refill; only those looked up
 * @param sites official addresses by purpose, such as {@code home} and {@code account}
 * @param status whether the brand still serves lines
 * @param unconfirmed what is said of care and the like but was not looked up: hints to check, never
 *     shown as facts
 * @param service what its lines are
 */
public record Carrier(
    String id,
    String brand,
    @Nullable String legal,
    String network,
    ZoneId zone,
    boolean postpaid,
    @Nullable String care,
    List<String> balanceCodes,
    List<String> refillCodes,
    Map<String, String> sites,
    List<String> apps,
    @Nullable String notes,
    Provenance provenance,
    Status status,
    List<String> unconfirmed,
    Service service) {

  /** In the place of a network's name, where the customer may choose. */
  public static final String SEVERAL_NETWORKS = "multi";

  /** In the place of a network's name, where numbers live without a SIM. */
  public static final String NO_NETWORK = "none";

  /** Whether a brand still serves lines. */
  public enum Status {
    ACTIVE,
    /** Being wound down: lines still work, or may. */
    CLOSING,
    /** Serves no line any more; a seller of its refills is to be distrusted. */
    ENDED
  }

  /** An active carrier of which nothing unconfirmed is said. */
  public Carrier(
      String id,
      String brand,
      @Nullable String legal,
      String network,
      ZoneId zone,
      boolean postpaid,
      @Nullable String care,
      List<String> balanceCodes,
      List<String> refillCodes,
      Map<String, String> sites,
      List<String> apps,
      @Nullable String notes,
      Provenance provenance) {
    this(
        id,
        brand,
        legal,
        network,
        zone,
        postpaid,
        care,
        balanceCodes,
        refillCodes,
        sites,
        apps,
        notes,
        provenance,
        Status.ACTIVE,
        List.of(),
        Service.MOBILE);
  }
}

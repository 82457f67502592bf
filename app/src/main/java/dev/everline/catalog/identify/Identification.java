package dev.everline.catalog.identify;

import dev.everline.catalog.Confidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an identifier says. Holds none of its digits but the issuer's, so it may be logged.
 *
 * @param valid whether it has the form of its kind and, for an EID and an IMEI, the right check
 *     digits; a wrong check digit of an ICCID is a warning only, since issuers err in it
 * @param network the host network, named as in the catalog, or null when it can't be told
 * @param brand null when it can't be told; always null for an ICCID and a telephone number
 * @param candidates the brands among which the owner chooses when the brand can't be told
 * @param confidence how far network and brand, or the kind where there are none, may be trusted
 * @param rule what the answer rests on, with its source and date
 * @param warnings what a person must know or look at next
 */
public record Identification(
    Kind kind,
    boolean valid,
    @Nullable String network,
    @Nullable Brand brand,
    List<Brand> candidates,
    Confidence confidence,
    String rule,
    List<String> warnings) {

  public Identification {
    candidates = List.copyOf(candidates);
    warnings = List.copyOf(warnings);
  }

  /** What an identifier is of. */
  public enum Kind {
    /** A SIM card or an eSIM profile: ITU-T E.118. */
    ICCID,
    /** A subscription, held by the SIM and the network alone: ITU-T E.212. */
    IMSI,
    /** An eSIM chip: GSMA SGP.02 and SGP.29. */
    EID,
    /** A device: 3GPP TS 23.003. */
    IMEI,
    /** A telephone number: ITU-T E.164. */
    MSISDN,
    /** What installs an eSIM: GSMA SGP.22. */
    ACTIVATION_CODE,
    /** A carrier's name. */
    BRAND,
    UNKNOWN
  }

  /**
   * A brand.
   *
   * @param carrier its id in the catalog, or null for a brand that the catalog doesn't hold
   */
  public record Brand(@Nullable String carrier, String name) {}
}

package dev.everline.catalog.identify;

import dev.everline.catalog.Confidence;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the marks on a SIM.
 *
 * @param networks by PLMN (mobile country and network code, six digits and seldom five); where a
 *     PLMN is used in several countries the United States come first
 * @param issuers by the prefix of the ICCID in the form of E.118, without the leading 0 of the
 *     country code; the most trusted record of each prefix
 */
public record SimTables(
    Map<String, List<Network>> networks, Map<String, Issuer> issuers, List<SimField> fields) {

  /**
   * The network behind a PLMN.
   *
   * @param carrier the catalog's brand that alone uses the PLMN, or null
   */
  record Network(
      String plmn,
      String country,
      String name,
      @Nullable String carrier,
      String source,
      String asOf,
      Confidence confidence) {}

  /**
   * An issuer of SIMs.
   *
   * @param network the host network, or null when the prefix doesn't tell it
   * @param carrier the catalog's brand that issues under this prefix itself, or null
   * @param warning what the holder of such a card must know, or null
   */
  record Issuer(
      String prefix,
      String name,
      @Nullable String network,
      @Nullable String carrier,
      @Nullable String warning,
      String source,
      String asOf,
      Confidence confidence,
      boolean lookedUp) {

    boolean isFact() {
      return lookedUp && confidence != Confidence.LOW;
    }
  }

  /**
   * A field by which a brand is told from its host.
   *
   * @param value the beginning of the field: hexadecimal capitals for a GID1, digits for an IMSI
   * @param plmns those on which it holds
   * @param name the brand's, as Android names it
   * @param carriers the catalog's brands: the named one first, then sister brands that may share it
   */
  record SimField(
      Kind kind,
      String value,
      List<String> plmns,
      String name,
      List<String> carriers,
      String source,
      String asOf,
      Confidence confidence) {

    /** Which field of the SIM. */
    enum Kind {
      GID1,
      IMSI_PREFIX
    }
  }
}

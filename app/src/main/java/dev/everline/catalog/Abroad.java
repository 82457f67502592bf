package dev.everline.catalog;

import dev.everline.kernel.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a line is worth outside the United States: whether texts, above all codes to sign in, still
 * arrive, and where the line must be taken into use first. Not every source that knows a plan's
 * price knows this, so it has a source of its own.
 *
 * @param texts how texts arrive abroad
 * @param textPrice what one received text costs while roaming, zero when it is free, or null when
 *     no source says
 * @param textPriceIn the only country for which that price was found, as ISO 3166-1 alpha-2, or
 *     null when it is the price wherever the plan roams
 * @param wifiCalling whether Wi-Fi calling works abroad, or null when not known
 * @param activationOnlyInUs whether the line must first be used in the US, or null when not known
 * @param note more about it, in words, or null
 */
public record Abroad(
    Texts texts,
    @Nullable Money textPrice,
    @Nullable String textPriceIn,
    @Nullable Boolean wifiCalling,
    @Nullable Boolean activationOnlyInUs,
    @Nullable String note,
    Provenance provenance) {

  /** How texts arrive abroad. */
  public enum Texts {
    /** Only while the phone has Wi-Fi, by Wi-Fi calling. */
    WIFI,
    /** From a foreign network too. */
    ROAMING,
    /** Not at all. */
    NONE,
    /** No source says, or sources contradict one another. */
    UNKNOWN
  }
}

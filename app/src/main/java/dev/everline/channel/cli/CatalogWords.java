package dev.everline.channel.cli;

import dev.everline.catalog.Abroad;
import dev.everline.catalog.LapseRule;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.Service;
import dev.everline.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the catalog says of lines abroad and of a carrier's numbers, in a few English words. */
final class CatalogWords {

  private CatalogWords() {}

  /** How texts arrive abroad, short enough for a column, or null when not known. */
  static @Nullable String texts(@Nullable Abroad abroad) {
    if (abroad == null) {
      return null;
    }
    String words =
        switch (abroad.texts()) {
          case WIFI -> "Wi-Fi";
          case ROAMING -> roaming(abroad);
          case NONE -> "none";
          case UNKNOWN -> null;
        };
    return words == null ? null : words + mark(abroad.provenance());
  }

  private static String roaming(Abroad abroad) {
    Money price = abroad.textPrice();
    String in = abroad.textPriceIn();
    return "roaming"
        + (price == null ? "" : " " + price.toDecimal().toPlainString())
        + (in == null ? "" : " (" + in + ")");
  }

  /** All that holds abroad, with who says so, or null when nothing is known. */
  static @Nullable String abroad(@Nullable Abroad abroad) {
    if (abroad == null) {
      return null;
    }
    List<String> words = new ArrayList<>();
    String texts = texts(abroad);
    words.add("texts " + (texts == null ? "unknown" : texts));
    words.add("Wi-Fi calling " + yesOrNo(abroad.wifiCalling()));
    Boolean onlyInUs = abroad.activationOnlyInUs();
    if (onlyInUs != null) {
      words.add(onlyInUs ? "first activation only in the US" : "first activation anywhere");
    }
    if (abroad.note() != null) {
      words.add(abroad.note());
    }
    return String.join("; ", words) + from(abroad.provenance());
  }

  /** The class of a carrier's numbers, or null when not known. */
  static @Nullable String numbers(Service.@Nullable Numbers numbers) {
    return numbers == null
        ? null
        : numbers.numberClass().name().toLowerCase(Locale.ROOT)
            + mark(numbers.provenance())
            + from(numbers.provenance());
  }

  /** The networks that older SIMs may still use. */
  static String earlierNetworks(Service service) {
    return String.join(
        "; ",
        service.earlierNetworks().stream()
            .map(
                earlier ->
                    earlier.network()
                        + (earlier.until() == null ? "" : " until " + earlier.until())
                        + mark(earlier.provenance())
                        + from(earlier.provenance()))
            .toList());
  }

  static @Nullable String amount(@Nullable Money money) {
    return money == null ? null : money.toDecimal().toPlainString();
  }

  static @Nullable String data(Plan plan) {
    if (plan.dataGb() != null) {
      return plan.dataGb().toPlainString();
    }
    return plan.unlimitedData() ? "unlimited" : null;
  }

  static @Nullable String taxes(Plan plan) {
    Boolean included = plan.taxesIncluded();
    return included == null ? null : included ? "included" : "extra";
  }

  static @Nullable String keptBy(LapseRule.@Nullable KeepAlive keepAlive) {
    return keepAlive == null
        ? null
        : keepAlive.amount().toDecimal().toPlainString()
            + " for "
            + keepAlive.extendsDays()
            + " days";
  }

  private static String yesOrNo(@Nullable Boolean value) {
    return value == null ? "unknown" : value ? "yes" : "no";
  }

  private static String mark(Provenance provenance) {
    return provenance.isFact() ? "" : " (unconfirmed)";
  }

  private static String from(Provenance provenance) {
    return " [" + provenance.source() + ", " + provenance.asOf() + "]";
  }
}

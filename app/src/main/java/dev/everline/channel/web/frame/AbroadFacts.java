package dev.everline.channel.web.frame;

import dev.everline.catalog.Abroad;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Plan;
import dev.everline.catalog.Provenance;
import dev.everline.catalog.Service;
import dev.everline.kernel.Money;
import dev.everline.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a line outside the United States and how others see its number, in the reader's
 * words: for whoever chooses a plan because a bank's codes must reach them.
 *
 * @param numbers the class of its number, or null when no source says
 * @param note more about it in English, or null
 */
public record AbroadFacts(
    Said texts, Said wifiCalling, Said activation, @Nullable Said numbers, @Nullable String note) {

  /**
   * A value and who says so.
   *
   * @param label a message's key
   * @param from null when the value isn't known
   */
  public record Said(String label, String value, @Nullable Provenance from) {

    /** Whether it must be marked as not confirmed. */
    public boolean isHint() {
      return from != null && !from.isFact();
    }
  }

  /**
   * @param plan null when only the carrier is known
   * @param carrier null when the catalog doesn't have it
   */
  public static AbroadFacts of(Words words, @Nullable Plan plan, @Nullable Carrier carrier) {
    Service service = carrier == null ? Service.MOBILE : carrier.service();
    Abroad abroad = plan == null ? service.abroad() : plan.abroad();
    return new AbroadFacts(
        said(words, "abroad.texts", abroad, abroad == null ? null : texts(words, abroad)),
        said(words, "abroad.wifi", abroad, wifiCalling(words, abroad)),
        said(words, "abroad.activation", abroad, activation(words, abroad)),
        numbers(words, service.numbers()),
        abroad == null ? null : abroad.note());
  }

  /** All that is said, in the order in which it is shown. */
  public List<Said> all() {
    return Stream.of(texts, wifiCalling, activation, numbers).filter(Objects::nonNull).toList();
  }

  /** Whether anything is known at all. */
  public boolean isKnown() {
    return note != null || all().stream().anyMatch(said -> said.from() != null);
  }

  /** The sources of what is said, each once. */
  public List<Provenance> sources() {
    return all().stream().map(Said::from).filter(Objects::nonNull).distinct().toList();
  }

  private static Said said(
      Words words, String label, @Nullable Abroad abroad, @Nullable String value) {
    return abroad == null || value == null
        ? new Said(label, words.say("not-known"), null)
        : new Said(label, value, abroad.provenance());
  }

  private static @Nullable String texts(Words words, Abroad abroad) {
    return switch (abroad.texts()) {
      case WIFI -> words.say("abroad.texts-wifi");
      case ROAMING -> roaming(words, abroad);
      case NONE -> words.say("abroad.texts-none");
      case UNKNOWN -> null;
    };
  }

  private static String roaming(Words words, Abroad abroad) {
    Money price = abroad.textPrice();
    if (price == null) {
      return words.say("abroad.texts-roaming");
    }
    if (price.isZero()) {
      return words.say("abroad.texts-roaming-free");
    }
    String in = abroad.textPriceIn();
    return in == null
        ? words.say("abroad.texts-roaming-price", words.money(price))
        : words.say(
            "abroad.texts-roaming-price-in",
            words.money(price),
            Locale.of("", in).getDisplayCountry(words.language().locale()));
  }

  private static @Nullable String wifiCalling(Words words, @Nullable Abroad abroad) {
    Boolean works = abroad == null ? null : abroad.wifiCalling();
    return works == null ? null : words.say(works ? "abroad.wifi-yes" : "abroad.wifi-no");
  }

  private static @Nullable String activation(Words words, @Nullable Abroad abroad) {
    Boolean onlyInUs = abroad == null ? null : abroad.activationOnlyInUs();
    return onlyInUs == null
        ? null
        : words.say(onlyInUs ? "abroad.activation-us" : "abroad.activation-anywhere");
  }

  private static @Nullable Said numbers(Words words, Service.@Nullable Numbers numbers) {
    return numbers == null
        ? null
        : new Said(
            "number-class",
            words.name("number-class", numbers.numberClass()),
            numbers.provenance());
  }
}

package dev.everline.renewal.outside;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where an owner paid for a renewal. */
public enum PaidAt {
  /** On the carrier's site. */
  WEB,
  /** In the carrier's app. */
  APP,
  STORE,
  /** By calling the carrier, or by dialling a code. */
  PHONE,
  /** With somebody who sells refills of many carriers. */
  THIRD_PARTY,
  OTHER;

  /** As on the command line and in addresses: {@code third-party}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a key; case doesn't matter.
   *
   * @param field the field named in an error
   * @throws InvalidValue when it is none
   */
  public static PaidAt parse(String field, String text) {
    String key = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    List<String> keys = Arrays.stream(values()).map(PaidAt::key).toList();
    int which = keys.indexOf(key);
    if (which < 0) {
      throw InvalidValue.of(field, text, "is unknown", "write one of " + keys)
          .as("NO_SUCH_CHOICE", String.join(", ", keys));
    }
    return values()[which];
  }
}

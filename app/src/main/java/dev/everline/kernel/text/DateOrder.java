package dev.everline.kernel.text;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.Locale;

/** In which order a date written in digits has its day, month and year. */
public enum DateOrder {
  /** As in the United States: 12/24/2026. */
  MDY,
  /** As in most of the world: 24/12/2026. */
  DMY,
  /** As in East Asia, which matters for years of two digits: 26/12/24. */
  YMD;

  /** As an option has it: {@code mdy}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidValue when there is no such order
   */
  public static DateOrder parse(String text) {
    String wanted = text.strip().replaceAll("[-/.\\s]", "").toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(order -> order.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidValue.of(
                    "dates",
                    text,
                    "is no order of day, month and year",
                    "give mdy for 12/24/2026, dmy for 24/12/2026 or ymd for 26/12/24"));
  }
}

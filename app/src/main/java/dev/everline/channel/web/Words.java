package dev.everline.channel.web;

import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import org.jspecify.annotations.Nullable;

/**
 * Says things to a reader: in his language, amounts and dates as he writes them, times as on his
 * clock. Dates of a line are days in its carrier's zone and shown as they are.
 */
record Words(Language language, Messages messages, ZoneId zone) {

  private static final String NOT_KNOWN = "not-known";

  String say(String key, Object... values) {
    return messages.say(key, values);
  }

  /** The message of a value of a fixed set: {@code state.ACTIVE}. */
  String name(String family, Enum<?> value) {
    return messages.say(family + "." + value.name());
  }

  String date(@Nullable LocalDate date) {
    return date == null
        ? say(NOT_KNOWN)
        : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
            .withLocale(language.locale())
            .format(date);
  }

  String time(@Nullable Instant time) {
    return time == null
        ? say(NOT_KNOWN)
        : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(language.locale())
            .format(time.atZone(zone));
  }

  String money(@Nullable Money amount) {
    return amount == null ? say(NOT_KNOWN) : amount.format(language.locale());
  }
}

package dev.everline.channel.web;

import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import dev.everline.kernel.Money;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
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

  String month(YearMonth month) {
    return DateTimeFormatter.ofLocalizedPattern("yMMM").withLocale(language.locale()).format(month);
  }

  String time(@Nullable Instant time) {
    return time == null
        ? say(NOT_KNOWN)
        : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(language.locale())
            .format(time.atZone(zone));
  }

  /** A count, in groups of three. */
  String number(long number) {
    return NumberFormat.getIntegerInstance(language.locale()).format(number);
  }

  /** How long somebody has to wait, never said shorter than it is. */
  String wait(@Nullable Duration wait) {
    if (wait == null) {
      return "";
    }
    long seconds = wait.plusMillis(999).toSeconds();
    return duration(Duration.ofSeconds(seconds < 120 ? seconds : seconds + 59));
  }

  /** Such as {@code 5 min}: in the largest unit of which there are two. */
  String duration(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    Measure measure;
    if (seconds < 120) {
      measure = new Measure(seconds, MeasureUnit.SECOND);
    } else if (seconds < 7_200) {
      measure = new Measure(time.toMinutes(), MeasureUnit.MINUTE);
    } else if (seconds < 172_800) {
      measure = new Measure(time.toHours(), MeasureUnit.HOUR);
    } else {
      measure = new Measure(time.toDays(), MeasureUnit.DAY);
    }
    return MeasureFormat.getInstance(language.locale(), MeasureFormat.FormatWidth.SHORT)
        .format(measure);
  }

  String money(@Nullable Money amount) {
    return amount == null ? say(NOT_KNOWN) : amount.format(language.locale());
  }
}

package dev.everline.words;

import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.TimeZoneNames;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.TimeZone;
import dev.everline.kernel.Money;
import dev.everline.kernel.setting.ByteSize;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says things to a reader: in their language, amounts and dates as they write them, times as on
 * their clock. Dates of a line are days in its carrier's zone and shown as they are.
 *
 * @param zone the reader's
 * @param zoneTold whether they have said so; else each time names the zone it is told in
 */
public record Words(Language language, Messages messages, ZoneId zone, boolean zoneTold) {

  private static final String NOT_KNOWN = "not-known";

  /** Between a number and a unit in Chinese characters stands a blank, as in {@code 30 天}. */
  private static final Pattern DIGIT_AND_UNIT = Pattern.compile("(?<=\\d)(?=\\p{IsHan})");

  /** Of a reader whose zone is known. */
  public Words(Language language, Messages messages, ZoneId zone) {
    this(language, messages, zone, true);
  }

  public String say(String key, Object... values) {
    return messages.say(key, values);
  }

  /** The message of a value of a fixed set: {@code state.ACTIVE}. */
  public String name(String family, Enum<?> value) {
    return messages.say(family + "." + value.name());
  }

  public String date(@Nullable LocalDate date) {
    return date == null
        ? say(NOT_KNOWN)
        : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
            .withLocale(language.locale())
            .format(date);
  }

  /** A day that is near, with its weekday and without its year: {@code Thu, Dec 3}. */
  public String day(LocalDate day) {
    return DateTimeFormatter.ofLocalizedPattern("MMMEd").withLocale(language.locale()).format(day);
  }

  public String month(YearMonth month) {
    return DateTimeFormatter.ofLocalizedPattern("yMMM").withLocale(language.locale()).format(month);
  }

  public String time(@Nullable Instant time) {
    return time == null ? say(NOT_KNOWN) : naming(clock(time.atZone(zone)), zone, time);
  }

  /**
   * The last minute before a moment by the clock of those who set it, such as a carrier: what ends
   * with a day ends at 11:59 PM of that day, wherever the reader is.
   */
  public String deadline(@Nullable Instant by, ZoneId there) {
    if (by == null) {
      return say(NOT_KNOWN);
    }
    ZonedDateTime at = by.atZone(there);
    boolean endOfDay = at.toLocalTime().equals(LocalTime.MIDNIGHT);
    return naming(clock(endOfDay ? at.minusMinutes(1) : at), there, by);
  }

  /** A day that is near, with whose day it is where the reader's may be another. */
  public String dayThere(LocalDate day, ZoneId there) {
    return naming(date(day), there, day.plusDays(1).atStartOfDay(there).toInstant());
  }

  private String clock(ZonedDateTime time) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
        .withLocale(language.locale())
        .format(time);
  }

  /** Nobody's own clock shows UTC, so it is always said. */
  private String naming(String shown, ZoneId there, Instant at) {
    if (there.normalized().equals(ZoneOffset.UTC)) {
      return say("zone.utc", shown);
    }
    boolean theirs =
        zoneTold && there.getRules().getOffset(at).equals(zone.getRules().getOffset(at));
    return theirs ? shown : say("zone.at", shown, zoneName(there));
  }

  /** What people call a zone: the name of its city. */
  public String zoneName(ZoneId of) {
    String city =
        TimeZoneNames.getInstance(language.locale())
            .getExemplarLocationName(TimeZone.getCanonicalID(of.getId()));
    return city == null ? of.getId() : city;
  }

  /** A count, in groups of three. */
  public String number(long number) {
    return NumberFormat.getIntegerInstance(language.locale()).format(number);
  }

  /** How much space something takes, such as {@code 13.4 kB}. */
  public String size(long bytes) {
    return ByteSize.format(bytes, language.locale());
  }

  /** How long somebody has to wait, never said shorter than it is. */
  public String wait(@Nullable Duration wait) {
    if (wait == null) {
      return "";
    }
    long seconds = wait.plusMillis(999).toSeconds();
    return duration(Duration.ofSeconds(seconds < 120 ? seconds : seconds + 59));
  }

  /** Such as {@code 5 min}: in the largest unit of which there are two. */
  public String duration(Duration time) {
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
    String shown =
        MeasureFormat.getInstance(language.locale(), MeasureFormat.FormatWidth.SHORT)
            .format(measure);
    return DIGIT_AND_UNIT.matcher(shown).replaceAll(" ");
  }

  /** Several that follow each other: Chinese has no blank between them. */
  public String sentences(@Nullable String... sentences) {
    return Arrays.stream(sentences)
        .filter(sentence -> sentence != null && !sentence.isBlank())
        .collect(Collectors.joining(gap()));
  }

  /** What stands between two sentences. */
  public String gap() {
    return language == Language.CHINESE ? "" : " ";
  }

  public String money(@Nullable Money amount) {
    return amount == null ? say(NOT_KNOWN) : amount.format(language.locale());
  }
}

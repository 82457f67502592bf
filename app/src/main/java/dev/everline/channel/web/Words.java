package dev.everline.channel.web;

import com.ibm.icu.text.MeasureFormat;
import com.ibm.icu.text.TimeZoneNames;
import com.ibm.icu.util.Measure;
import com.ibm.icu.util.MeasureUnit;
import com.ibm.icu.util.TimeZone;
import dev.everline.catalog.Carrier;
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
 * Says things to a reader: in his language, amounts and dates as he writes them, times as on his
 * clock. Dates of a line are days in its carrier's zone and shown as they are.
 *
 * @param zone the reader's
 * @param zoneTold whether they have said so; else each time names the zone it is told in
 */
record Words(Language language, Messages messages, ZoneId zone, boolean zoneTold) {

  private static final String NOT_KNOWN = "not-known";

  /** Between a number and a unit in Chinese characters stands a blank, as in {@code 30 天}. */
  private static final Pattern DIGIT_AND_UNIT = Pattern.compile("(?<=\\d)(?=\\p{IsHan})");

  /** What those who keep the catalog noted on how they had read a source. */
  private static final Pattern REMARK =
      Pattern.compile(
          "\\s*\\((?:read in copies|marked to be confirmed|two versions|not confirmed)\\)"
              + "|,\\s*read in copies(?=\\))");

  /** Of a reader whose zone is known. */
  Words(Language language, Messages messages, ZoneId zone) {
    this(language, messages, zone, true);
  }

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
    return time == null ? say(NOT_KNOWN) : naming(clock(time.atZone(zone)), zone, time);
  }

  /**
   * The last minute before a moment by the clock of those who set it, such as a carrier: what ends
   * with a day ends at 11:59 PM of that day, wherever the reader is.
   */
  String deadline(@Nullable Instant by, ZoneId there) {
    if (by == null) {
      return say(NOT_KNOWN);
    }
    ZonedDateTime at = by.atZone(there);
    boolean endOfDay = at.toLocalTime().equals(LocalTime.MIDNIGHT);
    return naming(clock(endOfDay ? at.minusMinutes(1) : at), there, by);
  }

  /** A day that is near, with whose day it is where the reader's may be another. */
  String dayThere(LocalDate day, ZoneId there) {
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

  /** A source as readers need it, without the remarks of those who keep the catalog. */
  static String source(String noted) {
    return REMARK.matcher(noted).replaceAll("");
  }

  /** What a carrier's customers call its network. */
  String network(String network) {
    return network.equals(Carrier.SEVERAL_NETWORKS) ? say("catalog.several-networks") : network;
  }

  /** What people call a zone: the name of its city. */
  String zoneName(ZoneId of) {
    String city =
        TimeZoneNames.getInstance(language.locale())
            .getExemplarLocationName(TimeZone.getCanonicalID(of.getId()));
    return city == null ? of.getId() : city;
  }

  /** A count, in groups of three. */
  String number(long number) {
    return NumberFormat.getIntegerInstance(language.locale()).format(number);
  }

  /** How much space something takes, such as {@code 13.4 kB}. */
  String size(long bytes) {
    return ByteSize.format(bytes, language.locale());
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
    String shown =
        MeasureFormat.getInstance(language.locale(), MeasureFormat.FormatWidth.SHORT)
            .format(measure);
    return DIGIT_AND_UNIT.matcher(shown).replaceAll(" ");
  }

  /** Several that follow each other: Chinese has no blank between them. */
  String sentences(@Nullable String... sentences) {
    return Arrays.stream(sentences)
        .filter(sentence -> sentence != null && !sentence.isBlank())
        .collect(Collectors.joining(gap()));
  }

  /** What stands between two sentences. */
  String gap() {
    return language == Language.CHINESE ? "" : " ";
  }

  String money(@Nullable Money amount) {
    return amount == null ? say(NOT_KNOWN) : amount.format(language.locale());
  }
}

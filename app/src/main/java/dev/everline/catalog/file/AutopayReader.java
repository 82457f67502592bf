package dev.everline.catalog.file;

import dev.everline.catalog.Autopay;
import dev.everline.catalog.Autopay.ChargeTime;
import dev.everline.kernel.InvalidValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a lapse rule says of the carrier's own autopay. */
final class AutopayReader {

  /** No carrier is known to charge, or to want to be told, earlier. */
  private static final int MOST_DAYS = 30;

  private static final int MOST_HOURS = 24 * MOST_DAYS;
  private static final int MOST_RETRIES = 20;
  private static final Pattern TIME = Pattern.compile("[0-2][0-9]:[0-5][0-9]");

  private AutopayReader() {}

  static @Nullable Autopay read(@Nullable YamlFields fields) {
    if (fields == null) {
      return null;
    }
    Autopay autopay =
        new Autopay(
            chargeTime(fields.mapping("chargeFrom")),
            chargeTime(fields.mapping("chargeTo")),
            fields.optional("zone", Values::zone),
            fields.whole("retries", 0, MOST_RETRIES),
            fields.optional("offAfterDecline", Values::bool),
            fields.whole("noEffectWithinDays", 1, MOST_DAYS),
            fields.provenance());
    requireWindow(fields, autopay);
    return fields.isSound() ? autopay : null;
  }

  private static void requireWindow(YamlFields fields, Autopay autopay) {
    if ((autopay.chargeFrom() == null) != (autopay.chargeTo() == null)) {
      fields.wrong("chargeFrom", "stands without the other", "give chargeFrom and chargeTo");
      return;
    }
    ZoneId zone = autopay.zone() == null ? ZoneOffset.UTC : autopay.zone();
    LocalDate anyEnd = LocalDate.of(2026, 1, 31);
    var first = autopay.firstCharge(anyEnd, zone);
    var last = autopay.lastTry(anyEnd, zone);
    if (first != null && last != null && last.isBefore(first)) {
      fields.wrong("chargeTo", "lies before chargeFrom", "give the later time as chargeTo");
    }
  }

  private static @Nullable ChargeTime chargeTime(@Nullable YamlFields fields) {
    if (fields == null) {
      return null;
    }
    Integer days = fields.whole("daysBefore", 0, MOST_DAYS);
    Integer hours = fields.whole("hoursBefore", 0, MOST_HOURS);
    LocalTime time = fields.optional("time", AutopayReader::time);
    if ((days == null) == (hours == null) || (hours != null && time != null)) {
      fields.wrong(
          "daysBefore",
          "isn't one time",
          "give daysBefore, with a time of day if one is known, or hoursBefore");
    }
    if (!fields.isSound()) {
      return null;
    }
    return days != null ? new ChargeTime.OnDay(days, time) : hoursBefore(hours);
  }

  private static ChargeTime hoursBefore(@Nullable Integer hours) {
    return new ChargeTime.HoursBefore(hours == null ? 0 : hours);
  }

  private static LocalTime time(String name, String raw) {
    try {
      if (TIME.matcher(raw).matches()) {
        return LocalTime.parse(raw);
      }
    } catch (DateTimeException noTime) {
      // told below
    }
    throw InvalidValue.of(name, raw, "isn't a time of day", "write one like '05:00', quoted");
  }
}

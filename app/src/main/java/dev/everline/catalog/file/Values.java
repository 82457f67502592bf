package dev.everline.catalog.file;

import dev.everline.catalog.Confidence;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a scalar of a data file may be. Each method gives the value or throws an {@link
 * InvalidValue} whose reason and remedy become the finding's.
 */
final class Values {

  static final int MAX_TEXT = 2_000;

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,4})?");
  private static final Pattern AS_OF = Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?");
  private static final Money MOST = Money.usd(100_000_00);

  private Values() {}

  static String text(String name, String raw) {
    String text = raw.strip();
    if (text.isEmpty()) {
      throw InvalidValue.of(name, raw, "is empty", "write something or leave the field out");
    }
    if (text.length() > MAX_TEXT) {
      throw InvalidValue.of(
          name, raw, "is longer than " + MAX_TEXT + " characters", "say it in fewer words");
    }
    // Escapes in quotes can bring back what the file itself may not hold.
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\n') {
        throw InvalidValue.of(name, raw, "contains a control character", "remove it");
      }
    }
    return text;
  }

  static String id(String name, String raw) {
    if (raw.length() > 64 || !ID.matcher(raw).matches()) {
      throw InvalidValue.of(
          name, raw, "isn't an id", "write at most 64 small letters, digits and single hyphens");
    }
    return raw;
  }

  static Money usd(String name, String raw) {
    Money amount = Money.parse(raw, Money.USD);
    if (amount.isNegative()) {
      throw InvalidValue.of(name, raw, "is negative", "give zero or more");
    }
    if (MOST.isLessThan(amount)) {
      throw InvalidValue.of(name, raw, "is above 100000.00", "check the amount");
    }
    return amount;
  }

  static int whole(String name, String raw, int min, int max) {
    if (!WHOLE.matcher(raw).matches()
        || Integer.parseInt(raw) < min
        || Integer.parseInt(raw) > max) {
      throw InvalidValue.of(
          name,
          raw,
          "isn't a whole number from " + min + " to " + max,
          "write digits only, within the bounds");
    }
    return Integer.parseInt(raw);
  }

  static BigDecimal decimal(String name, String raw, int max) {
    if (!DECIMAL.matcher(raw).matches()
        || new BigDecimal(raw).compareTo(BigDecimal.valueOf(max)) > 0) {
      throw InvalidValue.of(
          name,
          raw,
          "isn't a decimal from 0 to " + max,
          "write it like 1.5, with at most four decimals");
    }
    return new BigDecimal(raw);
  }

  static boolean bool(String name, String raw) {
    return switch (raw) {
      case "true" -> true;
      case "false" -> false;
      default -> throw InvalidValue.of(name, raw, "is neither true nor false", "write one of them");
    };
  }

  static LocalDate date(String name, String raw) {
    try {
      LocalDate date = LocalDate.parse(raw);
      if (date.getYear() < 1990 || date.getYear() > 9999) {
        throw InvalidValue.of(name, raw, "is out of range", "give a year from 1990 to 9999");
      }
      return date;
    } catch (DateTimeException noDate) {
      throw InvalidValue.of(name, raw, "isn't a date", "write a real day like 2026-08-14");
    }
  }

  static String asOf(String name, String raw) {
    if (!AS_OF.matcher(raw).matches()) {
      throw InvalidValue.of(
          name, raw, "isn't the date of a source", "write 2026, 2026-08 or 2026-08-14");
    }
    date(name, raw + "0000-01-01".substring(raw.length()));
    return raw;
  }

  static ZoneId zone(String name, String raw) {
    if (!ZoneId.getAvailableZoneIds().contains(raw)) {
      throw InvalidValue.of(name, raw, "isn't a time zone", "write one like America/New_York");
    }
    return ZoneId.of(raw);
  }

  static String site(String name, String raw) {
    try {
      URI uri = new URI(raw);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return raw;
      }
    } catch (URISyntaxException malformed) {
      // the same finding as for another scheme
    }
    throw InvalidValue.of(
        name, raw, "isn't an https address", "write it like https://example.com/x");
  }

  static <E extends Enum<E>> E choice(String name, String raw, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (key(constant).equals(raw)) {
        return constant;
      }
    }
    throw InvalidValue.of(
        name,
        raw,
        "is unknown",
        "give one of "
            + java.util.Arrays.stream(type.getEnumConstants()).map(Values::key).toList());
  }

  static Confidence confidence(String name, String raw) {
    return choice(name, raw, Confidence.class);
  }

  /** The beginning of a value for a message, without characters that would disturb a terminal. */
  static String shown(String raw) {
    String cut = raw.length() > 40 ? raw.substring(0, 40) + "…" : raw;
    return "'" + cut.replaceAll("\\p{C}", " ") + "' ";
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

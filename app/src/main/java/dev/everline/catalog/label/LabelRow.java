package dev.everline.catalog.label;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of a label file, read column by column; collects what is wrong instead of stopping. */
final class LabelRow {

  private static final int MAX_VALUE = 2_000;
  private static final Pattern IDENTIFIER = Pattern.compile("[FM][0-9]{10}[A-Z0-9]{15}");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,6}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,4})?");
  private static final Money MOST = Money.usd(100_000_00);

  private final LabelSchema schema;
  private final long line;
  private final Map<String, String> values;
  private final List<LabelImport.Reject> rejects;

  LabelRow(
      LabelSchema schema, long line, Map<String, String> values, List<LabelImport.Reject> rejects) {
    this.schema = schema;
    this.line = line;
    this.values = values;
    this.rejects = rejects;
    values.forEach(
        (column, value) -> {
          if (value.length() > MAX_VALUE) {
            reject(column, "is longer than " + MAX_VALUE + " characters", "shorten it");
          }
        });
  }

  LabelSchema schema() {
    return schema;
  }

  long line() {
    return line;
  }

  Map<String, String> values() {
    return values;
  }

  void reject(String column, String reason, String remedy) {
    String value = values.getOrDefault(column, "");
    String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
    rejects.add(new LabelImport.Reject(line, column, shown, reason, remedy));
  }

  /** The value on one line, or null when the column is absent or empty. */
  @Nullable String text(String column) {
    String value = values.get(column);
    return value == null ? null : value.replaceAll("\\s+", " ");
  }

  String requiredText(String column) {
    String value = text(column);
    if (value == null) {
      reject(column, "is empty", "fill it in");
      return "";
    }
    return value;
  }

  /** The unique plan identifier of a mobile plan. */
  void checkIdentifier(String column, String identifier) {
    if (!IDENTIFIER.matcher(identifier).matches()) {
      reject(
          column,
          "isn't a unique plan identifier",
          "write M, the ten digits of the FCC registration number and fifteen capital letters or"
              + " digits, as on the label");
    } else if (identifier.startsWith("F")) {
      reject(
          column, "belongs to a fixed line", "leave fixed lines out: Everline keeps mobile lines");
    }
  }

  Money price(String column) {
    String raw = requiredText(column);
    Money zero = Money.usd(0);
    if (raw.isEmpty()) {
      return zero;
    }
    try {
      Money price = Money.parse(raw.startsWith("$") ? raw.substring(1) : raw, Money.USD);
      if (price.isNegative()) {
        reject(column, "is negative", "give zero or more");
        return zero;
      }
      if (MOST.isLessThan(price)) {
        reject(column, "is above 100000.00", "check the amount");
        return zero;
      }
      return price;
    } catch (InvalidValue wrong) {
      reject(column, wrong.reason(), wrong.remedy());
      return zero;
    }
  }

  @Nullable LocalDate date(String column) {
    String raw = text(column);
    if (raw == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(raw);
      if (date.getYear() >= 2000 && date.getYear() <= 9999) {
        return date;
      }
    } catch (DateTimeParseException malformed) {
      // the same answer as for a year out of range
    }
    reject(column, "isn't a date", "write a real day like 2026-08-14");
    return null;
  }

  int months(String column) {
    String raw = text(column);
    if (raw == null) {
      return 1;
    }
    if (!WHOLE.matcher(raw).matches() || Integer.parseInt(raw) < 1 || Integer.parseInt(raw) > 60) {
      reject(column, "isn't a number of months from 1 to 60", "write digits only");
      return 1;
    }
    return Integer.parseInt(raw);
  }

  @Nullable BigDecimal gigabytes(String column) {
    String raw = text(column);
    if (raw == null) {
      return null;
    }
    if (!DECIMAL.matcher(raw).matches() || new BigDecimal(raw).intValue() > 100_000) {
      reject(column, "isn't a number of gigabytes", "write digits, or nothing for unlimited data");
      return null;
    }
    return new BigDecimal(raw);
  }

  /** One of some words, whatever the case; null when the column is absent or empty. */
  @Nullable String oneOf(String column, List<String> words) {
    String raw = text(column);
    if (raw == null) {
      return null;
    }
    for (String word : words) {
      if (word.equalsIgnoreCase(raw)) {
        return word;
      }
    }
    reject(column, "is unknown", "write one of " + words);
    return null;
  }
}

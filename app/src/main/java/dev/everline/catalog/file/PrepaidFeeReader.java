package dev.everline.catalog.file;

import dev.everline.catalog.PrepaidFee;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one row of {@code prepaid-911-fees.csv}. */
final class PrepaidFeeReader {

  static final List<String> COLUMNS =
      List.of(
          "state",
          "name",
          "method",
          "amountUsd",
          "percent",
          "effective",
          "extra",
          "notes",
          "source",
          "asOf",
          "confidence",
          "verified");

  private static final Pattern STATE = Pattern.compile("[A-Z]{2}");

  private PrepaidFeeReader() {}

  static @Nullable PrepaidFee read(CsvTable.Row row, Findings findings) {
    int before = findings.count();
    String state = row.required("state", PrepaidFeeReader::state, "");
    String name = row.requiredText("name");
    PrepaidFee.Method method =
        row.choice("method", PrepaidFee.Method.class, PrepaidFee.Method.NONE);
    Money amount = row.value("amountUsd", Values::usd);
    BigDecimal percent = row.value("percent", (field, raw) -> Values.decimal(field, raw, 100));
    Provenance provenance = row.provenance();
    // For the people who edit the file: since when, what comes besides, what to check.
    row.value("effective", Values::asOf);
    row.text("extra");
    row.text("notes");
    switch (method) {
      // A fee whose amount was not found keeps its method and an empty amount.
      case PER_TRANSACTION, MONTHLY -> mustBeEmpty(row, "percent", percent);
      case PERCENT -> {
        mustBeEmpty(row, "amountUsd", amount);
        if (percent == null) {
          row.wrong("percent", "is empty", "give the per cent or another method");
        }
      }
      case NONE -> {
        mustBeEmpty(row, "amountUsd", amount);
        mustBeEmpty(row, "percent", percent);
      }
    }
    return findings.count() == before
        ? new PrepaidFee(state, name, method, amount, percent, provenance)
        : null;
  }

  private static void mustBeEmpty(CsvTable.Row row, String column, @Nullable Object value) {
    if (value != null) {
      row.wrong(column, "does not fit the method", "leave it empty or change the method");
    }
  }

  private static String state(String name, String raw) {
    if (!STATE.matcher(raw).matches()) {
      throw InvalidValue.of(name, raw, "isn't a state", "write its two capital letters");
    }
    return raw;
  }
}

package dev.everline.catalog.file;

import dev.everline.catalog.PrintedDate;
import dev.everline.catalog.PrintedDate.Means;
import dev.everline.kernel.InvalidValue;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a carrier means by its dates, a part of a record of {@code lapse-rules.yaml}. */
final class PrintedDateReader {

  private PrintedDateReader() {}

  static PrintedDate read(@Nullable YamlFields fields) {
    if (fields == null) {
      return PrintedDate.UNKNOWN;
    }
    List<PrintedDate.Otherwise> otherwise = new ArrayList<>();
    for (YamlFields other : fields.list("otherwise")) {
      otherwise.add(
          new PrintedDate.Otherwise(
              other.required("means", PrintedDateReader::means, Means.UNKNOWN),
              other.required("source", Values::text, "")));
      if (other.isSound()) {
        other.disagree(
            "means",
            "sources disagree on the date that people read: "
                + otherwise.getLast().means().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + " by "
                + otherwise.getLast().source(),
            "the reading that ends service earlier is used; ask the carrier");
      }
    }
    PrintedDate printed =
        new PrintedDate(
            fields.required("means", PrintedDateReader::means, Means.UNKNOWN),
            fields.text("word"),
            List.copyOf(otherwise),
            fields.optional("endsAt", PrintedDateReader::time),
            fields.optional("zone", Values::zone),
            fields.text("source"));
    if (printed.means() != Means.UNKNOWN && printed.source() == null) {
      fields.wrong("source", "is missing", "say who gives the date this meaning, or write unknown");
    }
    fields.isSound();
    return printed;
  }

  private static Means means(String name, String raw) {
    return Values.choice(name, raw, Means.class);
  }

  private static LocalTime time(String name, String raw) {
    try {
      return LocalTime.parse(raw);
    } catch (DateTimeException noTime) {
      throw InvalidValue.of(name, raw, "isn't a time of day", "write it like '23:59'");
    }
  }
}

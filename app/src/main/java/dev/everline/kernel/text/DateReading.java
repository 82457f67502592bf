package dev.everline.kernel.text;

import dev.everline.kernel.InvalidValue;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How dates are read that don't say by themselves which number is the month. Whoever types one date
 * has only that one read in the only way it fits; those of a file are read by one order for all of
 * them, or not at all.
 */
public final class DateReading {

  /** One date by itself: taken where it can be read in one way only. */
  public static final DateReading ALONE = new DateReading(null, true);

  /** A file whose order is not known: only dates that don't depend on it are taken. */
  public static final DateReading UNDECIDED = new DateReading(null, false);

  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

  private final @Nullable DateOrder order;
  private final boolean alone;

  private DateReading(@Nullable DateOrder order, boolean alone) {
    this.order = order;
    this.alone = alone;
  }

  /** A file whose order is known. */
  public static DateReading by(DateOrder order) {
    return new DateReading(order, false);
  }

  /**
   * @param field that the date was given for
   * @throws InvalidValue when it is no date, lies outside of 2000 to 2100, or can be read in more
   *     than one way
   */
  public LocalDate read(String field, String text) {
    LocalDate usual = WrittenDate.iso(text);
    LocalDate date = usual == null ? day(field, text) : usual;
    if (date.isBefore(FIRST_DAY) || date.isAfter(LAST_DAY)) {
      throw InvalidValue.of(
              field, text, "is not between " + FIRST_DAY + " and " + LAST_DAY, "check the year")
          .as("DATE_OUT_OF_RANGE", FIRST_DAY, LAST_DAY);
    }
    return date;
  }

  private LocalDate day(String field, String text) {
    WrittenDate written = WrittenDate.of(text);
    if (written.isNone()) {
      throw InvalidValue.of(
              field, text, "is not a date in the calendar", "write it like 2026-11-30")
          .as("NOT_A_DATE");
    }
    LocalDate day = chosen(written);
    if (day != null) {
      return day;
    }
    if (order != null) {
      throw InvalidValue.of(
              field,
              text,
              "is not a date in the order " + order.key() + ", in which the file's others are",
              "write it like 2026-11-30")
          .as("DATE_OF_OTHER_ORDER");
    }
    throw InvalidValue.of(
            field,
            text,
            "doesn't tell which number is the day and which the month",
            "write it like 2026-11-30, or say which order the file's dates have")
        .as("DATE_AMBIGUOUS");
  }

  private @Nullable LocalDate chosen(WrittenDate written) {
    if (written.sure() != null) {
      return written.sure();
    }
    if (order != null) {
      return written.readings().get(order);
    }
    return (alone || (written.readings().size() > 1 && !written.isAmbiguous()))
        ? written.alone()
        : null;
  }
}

package dev.everline.line.imports;

import dev.everline.kernel.InvalidValue;
import dev.everline.line.LineField;
import dev.everline.line.sheet.FileEncoding;
import dev.everline.line.sheet.FileRow;
import dev.everline.line.sheet.FileRows;
import dev.everline.line.sheet.Tables;
import dev.everline.line.sheet.UnreadableRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a file before anything of it is imported, so that how it is read is judged by all
 * of it and never row by row.
 */
public final class ImportSurvey {

  private static final int LONGEST_NAME = 100;
  static final int MOST_COLUMNS = 100;

  private static final Set<LineField> DATES =
      EnumSet.of(
          LineField.VALID_UNTIL,
          LineField.BALANCE_EXPIRES_ON,
          LineField.LAST_PAYMENT_ON,
          LineField.LAST_ACTIVITY_ON,
          LineField.AS_OF);

  private ImportSurvey() {}

  /**
   * How a file is to be read, but for its dates.
   *
   * @param open opens the file, from its beginning each time
   * @param encoding that a person has given, or null to judge it
   * @throws InvalidValue when it is no table that can be read
   */
  public static ImportForm form(Supplier<ImportSource> open, @Nullable FileEncoding encoding) {
    Supplier<InputStream> input = () -> open.get().input();
    try {
      if (Tables.isWorkbook(input)) {
        return ImportForm.sheet(0);
      }
      FileEncoding judged = encoding == null ? Tables.encoding(input) : encoding;
      Character named = Tables.separatorLine(input, judged);
      if (named != null) {
        return ImportForm.text(judged, separator(named));
      }
      return ImportForm.text(judged, separator(open, judged));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ImportMapping.Separator separator(char named) {
    for (ImportMapping.Separator known : ImportMapping.Separator.values()) {
      if (known.character() == named) {
        return known;
      }
    }
    throw InvalidValue.withoutValue(
        "file",
        "says that its cells are separated by '" + named + "'",
        "separate them by commas, semicolons or tabs");
  }

  /** The separator that gives the first row most columns. */
  private static ImportMapping.Separator separator(
      Supplier<ImportSource> open, FileEncoding encoding) throws IOException {
    ImportMapping.Separator best = ImportMapping.Separator.COMMA;
    int most = 0;
    for (ImportMapping.Separator separator : ImportMapping.Separator.values()) {
      try (FileRows rows = ImportForm.text(encoding, separator).rows(open)) {
        int columns = rows.hasNext() ? rows.next().cells().size() : 0;
        best = columns > most ? separator : best;
        most = Math.max(columns, most);
      } catch (UnreadableRows noCsv) {
        // Another separator may fit, and if none does, the names of the columns can't be read.
      }
    }
    return best;
  }

  /** The names of a workbook's sheets; none of a text file. */
  public static List<String> sheets(Supplier<ImportSource> open, ImportForm form) {
    return form.isWorkbook() ? Tables.sheets(() -> open.get().input()) : List.of();
  }

  /**
   * What the names in the first row seem to mean.
   *
   * @param open opens the file, from its beginning each time
   * @throws InvalidValue when it has no first row that can be read
   */
  public static ImportMapping guess(Supplier<ImportSource> open, ImportForm form) {
    try (FileRows rows = form.rows(open)) {
      return ImportMapping.guess(form, names(rows));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The names of the columns, in the first row in which anything stands.
   *
   * @throws InvalidValue when the file has no such row, or one that can't be used
   */
  static List<String> names(FileRows rows) {
    try {
      FileRow row = rows.hasNext() ? rows.next() : null;
      while (row != null && row.isBlank()) {
        row = rows.hasNext() ? rows.next() : null;
      }
      if (row == null) {
        throw InvalidValue.withoutValue(
                "file", "is empty", "its first row must name the columns, such as number,carrier")
            .as(LineImport.EMPTY);
      }
      return bounded(withoutEmptyEnd(row.cells()));
    } catch (UnreadableRows broken) {
      if (broken.getCause() instanceof InvalidValue wrong) {
        throw wrong;
      }
      throw InvalidValue.withoutValue(
          "file", "has a first row that isn't CSV", "save it as CSV in UTF-8 or UTF-16");
    }
  }

  private static List<String> withoutEmptyEnd(List<String> names) {
    int end = names.size();
    while (end > 1 && names.get(end - 1).isBlank()) {
      end--;
    }
    return names.subList(0, end);
  }

  /** The names of columns, which are repeated where they can't be used. */
  private static List<String> bounded(List<String> names) {
    if (names.size() > MOST_COLUMNS) {
      throw InvalidValue.withoutValue(
          "header",
          "names " + names.size() + " columns",
          "keep at most " + MOST_COLUMNS + "; nothing was imported");
    }
    if (names.stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
      throw InvalidValue.withoutValue(
          "header",
          "has a name of more than " + LONGEST_NAME + " characters",
          "look for a quotation mark that isn't closed in the first row; nothing was imported");
    }
    return names;
  }

  /**
   * In which order the file's dates are, judged by all of its rows.
   *
   * @param mapping which columns hold dates
   */
  public static FileDates dates(Supplier<ImportSource> open, ImportMapping mapping) {
    return dates(open, mapping.form(), ImportHeader.ofAny(mapping));
  }

  /** The same by the names that stand in the first row. */
  public static FileDates dates(Supplier<ImportSource> open, ImportForm form) {
    try (FileRows rows = form.rows(open)) {
      return dates(open, form, ImportHeader.ofNames(names(rows)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The columns whose names mean nothing here, and that no rejects file has added. */
  public static List<String> unknown(Supplier<ImportSource> open, ImportForm form) {
    try (FileRows rows = form.rows(open)) {
      return names(rows).stream()
          .filter(name -> !name.isBlank() && !ImportMapping.isReason(name))
          .filter(name -> LineField.named(name).or(() -> ImportMapping.byWord(name)).isEmpty())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static FileDates dates(
      Supplier<ImportSource> open, ImportForm form, ImportHeader header) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < header.columns(); i++) {
      if (header.field(i) != null && DATES.contains(header.field(i))) {
        columns.add(i);
      }
    }
    FileDates.Judge judge = new FileDates.Judge();
    if (columns.isEmpty()) {
      return judge.judged();
    }
    try (FileRows rows = form.rows(open)) {
      names(rows);
      while (rows.hasNext()) {
        List<String> cells = rows.next().cells();
        for (int column : columns) {
          judge.see(column < cells.size() ? cells.get(column) : "");
        }
      }
    } catch (UnreadableRows broken) {
      // The rows before are judged, and imported.
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return judge.judged();
  }

  /**
   * Whether a file has more rows than so many. Rows after a place that can't be read aren't
   * counted, since they aren't imported either.
   */
  public static boolean hasMoreRows(Supplier<ImportSource> open, ImportForm form, long most) {
    try (FileRows rows = form.rows(open)) {
      names(rows);
      for (long count = 0; rows.hasNext(); count++) {
        if (count == most) {
          return true;
        }
        rows.next();
      }
      return false;
    } catch (UnreadableRows broken) {
      return false;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

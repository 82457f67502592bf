package dev.everline.line.imports;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.FormulaGuard;
import dev.everline.kernel.text.SpreadsheetText;
import dev.everline.line.LineDraft;
import dev.everline.line.LineField;
import dev.everline.line.LineReader;
import dev.everline.line.sheet.FileRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that is wrong with a row, so that it is corrected in one go. Asked only once something is:
 * good rows cost nothing more.
 */
final class RowFaults {

  private static final int LONGEST_CELL_READ = 1_024;

  /** By which others are read: amounts by the currency, a plan by its carrier. */
  private static final List<LineField> READ_FIRST =
      List.of(LineField.CURRENCY, LineField.CARRIER, LineField.VALID_UNTIL, LineField.RENEWED_BY);

  private final ImportHeader header;
  private final LineReader reader;
  private final Catalog catalog;

  RowFaults(ImportHeader header, LineReader reader, Catalog catalog) {
    this.header = header;
    this.reader = reader;
    this.catalog = catalog;
  }

  /**
   * @param first what the reading stumbled over
   */
  List<ImportRejects.Fault> of(FileRow row, InvalidValue first) {
    List<InvalidValue> faults = new ArrayList<>();
    Map<LineField, String> cells = new EnumMap<>(LineField.class);
    for (int i = 0; i < header.columns(); i++) {
      LineField field = header.field(i);
      if (field != null) {
        String cell = row.cells().get(i);
        if (isTooLong(field, cell)) {
          faults.add(tooLong(field, cell));
        } else {
          cells.put(field, meant(field, cell));
        }
      }
    }
    header.completes(cells);
    for (LineField needed : ImportHeader.NEEDED) {
      boolean tooLong = faults.stream().anyMatch(fault -> fault.name().equals(needed.key()));
      if (!tooLong && cells.getOrDefault(needed, "").isBlank()) {
        faults.add(empty(needed));
      }
    }
    faults.addAll(each(cells));
    if (faults.isEmpty()) {
      faults.addAll(ofItsEnd(cells));
    }
    if (faults.isEmpty()) {
      faults.add(first);
    }
    return faults.stream()
        .map(fault -> new ImportRejects.Fault(fault.name(), ImportReject.of(fault)))
        .toList();
  }

  /** What is wrong with the cells, each read beside those that it is read by. */
  private List<InvalidValue> each(Map<LineField, String> cells) {
    List<InvalidValue> faults = new ArrayList<>();
    Map<LineField, String> sound = new EnumMap<>(LineField.class);
    READ_FIRST.forEach(field -> read(field, cells, sound, faults));
    for (LineField field : LineField.values()) {
      if (!READ_FIRST.contains(field)) {
        read(field, cells, new EnumMap<>(sound), faults);
      }
    }
    faults.sort(
        Comparator.comparing(
            fault -> LineField.named(fault.name()).map(LineField::ordinal).orElse(0)));
    return faults;
  }

  /** One that is wrong itself is left out, so that it spoils none of the others. */
  private void read(
      LineField field,
      Map<LineField, String> cells,
      Map<LineField, String> beside,
      List<InvalidValue> faults) {
    String cell = cells.get(field);
    if (cell == null || cell.isBlank()) {
      return;
    }
    beside.put(field, cell);
    try {
      reader.read(beside, Money.USD);
    } catch (InvalidValue wrong) {
      faults.add(wrong);
      beside.remove(field);
    }
  }

  /** What comes to light only once all fields can be read. */
  private List<InvalidValue> ofItsEnd(Map<LineField, String> cells) {
    LineDraft draft = reader.read(cells, Money.USD);
    String carrier = Objects.requireNonNull(draft.subscription().carrier());
    try {
      draft.settled(catalog.printedDate(carrier, draft.subscription().plan()));
      return List.of();
    } catch (InvalidValue wrong) {
      return List.of(wrong);
    }
  }

  static InvalidValue empty(LineField field) {
    return InvalidValue.withoutValue(field.key(), "is empty", "a line needs a number and a carrier")
        .as("EMPTY");
  }

  static boolean isTooLong(LineField field, String cell) {
    return cell.length() > LONGEST_CELL_READ && field != LineField.TAGS;
  }

  static InvalidValue tooLong(LineField field, String cell) {
    return InvalidValue.withoutValue(
            field.key(),
            "has " + cell.length() + " characters",
            "give at most " + LONGEST_CELL_READ + "; a quotation mark may be missing")
        .as("TOO_LONG", LONGEST_CELL_READ);
  }

  /** As the file's writer meant it, without what keeps spreadsheets from computing. */
  static String meant(LineField field, String cell) {
    boolean words = field == LineField.LABEL || field == LineField.TAGS;
    return words ? SpreadsheetText.read(cell) : FormulaGuard.unguarded(cell);
  }
}

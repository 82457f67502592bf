package dev.everline.line.imports;

import dev.everline.kernel.InvalidValue;
import dev.everline.line.LineField;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which column of a file holds what, by the names in its first row. */
final class ImportHeader {

  /** The fields that every line must have. */
  static final List<LineField> NEEDED = List.of(LineField.NUMBER, LineField.CARRIER);

  private final @Nullable LineField[] columns;
  private final @Nullable String carrier;

  /**
   * @param carrier of the rows that name none, or null
   */
  private ImportHeader(@Nullable LineField[] columns, @Nullable String carrier) {
    this.columns = columns;
    this.carrier = carrier;
  }

  /**
   * @param ignoreUnknown whether columns that no field has are passed over; otherwise they are
   *     refused, since a mistyped {@code price_ceiling} would cost money
   * @param carrier of the rows that name none, or null
   * @throws InvalidValue when the header can't be used
   */
  static ImportHeader of(List<String> names, boolean ignoreUnknown, @Nullable String carrier) {
    @Nullable LineField[] columns = new LineField[names.size()];
    Map<LineField, Integer> places = new EnumMap<>(LineField.class);
    for (int i = 0; i < columns.length; i++) {
      String name = names.get(i);
      Optional<LineField> field = LineField.named(name).or(() -> ImportMapping.byWord(name));
      if (field.isEmpty()) {
        requireIgnorable(name, ignoreUnknown || ImportMapping.isReason(name));
        continue;
      }
      if (places.put(field.get(), i) != null) {
        throw InvalidValue.of(
            "header", name, "names a column that appears twice", "remove one of the two");
      }
      columns[i] = field.get();
    }
    for (LineField needed : NEEDED) {
      if (!places.containsKey(needed) && (needed != LineField.CARRIER || carrier == null)) {
        throw InvalidValue.of(
            "header",
            String.join(",", names),
            "has no column '" + needed.key() + "'",
            "name the columns in the first row; nothing was imported");
      }
    }
    return new ImportHeader(columns, carrier);
  }

  /**
   * @param mapping what someone has decided; its columns are those of the file
   * @throws InvalidValue when a required field is missing, or one appears twice
   */
  static ImportHeader of(ImportMapping mapping) {
    LineField twice = mapping.twice();
    if (twice != null) {
      throw InvalidValue.of("mapping", twice.key(), "appears twice", "choose one column for it");
    }
    if (!mapping.missing().isEmpty()) {
      throw InvalidValue.of(
          "mapping",
          mapping.missing().getFirst().key(),
          "has no column",
          "choose the column that contains it");
    }
    return ofAny(mapping);
  }

  /** The same without checking it, for a preview. */
  static ImportHeader ofAny(ImportMapping mapping) {
    @Nullable LineField[] columns = new LineField[mapping.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = mapping.columns().get(i).orElse(null);
    }
    return new ImportHeader(columns, mapping.carrier());
  }

  /** The columns that these names have, whatever else the file lacks. */
  static ImportHeader ofNames(List<String> names) {
    @Nullable LineField[] columns = new LineField[names.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = names.get(i);
      columns[i] = LineField.named(name).or(() -> ImportMapping.byWord(name)).orElse(null);
    }
    return new ImportHeader(columns, null);
  }

  /** Adds what is said once for all rows. */
  void completes(Map<LineField, String> cells) {
    if (carrier != null && cells.getOrDefault(LineField.CARRIER, "").isBlank()) {
      cells.put(LineField.CARRIER, carrier);
    }
  }

  int columns() {
    return columns.length;
  }

  @Nullable LineField field(int column) {
    return columns[column];
  }

  private static void requireIgnorable(String name, boolean ignoreUnknown) {
    if (!ignoreUnknown) {
      throw InvalidValue.of(
          "column",
          name,
          "is unknown",
          "the columns are "
              + Arrays.stream(LineField.values()).map(LineField::key).toList()
              + "; rename it, remove it, or let unknown columns be ignored. Nothing was imported");
    }
  }
}

package dev.everline.channel.web.fleet;

import dev.everline.catalog.Carrier;
import dev.everline.fleet.Lacking;
import dev.everline.fleet.Upload;
import dev.everline.kernel.text.DateOrder;
import dev.everline.kernel.text.WrittenDate;
import dev.everline.line.LineField;
import dev.everline.line.imports.FileDates;
import dev.everline.line.imports.ImportForm;
import dev.everline.line.imports.ImportMapping;
import dev.everline.line.imports.ImportPreview;
import dev.everline.line.sheet.FileEncoding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An upload, and, while it waits, what it would do.
 *
 * @param preview null once it is started, and where its file is gone
 * @param sheets the names of a workbook's sheets
 * @param rejects whether there is a list of what it could not take
 * @param outOfReach the brands that Everline can't pay from here, of lines that are to renew by
 *     themselves
 * @param problem a message's key, or null
 * @param open what is missing of the account's lines, once it is imported; else null
 * @param carriers to choose from, by their names
 */
record UploadPage(
    Upload upload,
    @Nullable ImportPreview preview,
    List<String> sheets,
    boolean rejects,
    Collection<String> outOfReach,
    @Nullable String problem,
    @Nullable Lacking open,
    List<Carrier> carriers,
    ImportWords words) {

  /** Those that spreadsheets write where they don't write UTF-8. */
  static final List<String> ENCODINGS =
      List.of("UTF-8", "GB18030", "windows-1252", "Big5", "x-MacRoman");

  /** What a column is said to hold, by the field's name; empty when it is left out. */
  String held(int column) {
    return upload.mapping().columns().get(column).map(LineField::key).orElse("");
  }

  /** The columns that are left out, by their names; those of an earlier list of rejects aren't. */
  List<String> leftOut() {
    List<String> names = preview == null ? List.of() : preview.names();
    return IntStream.range(0, Math.min(names.size(), upload.mapping().columns().size()))
        .filter(column -> upload.mapping().columns().get(column).isEmpty())
        .mapToObj(names::get)
        .filter(name -> !name.isBlank() && !ImportMapping.isReason(name))
        .toList();
  }

  /** What a row's cells hold, by what their columns do. */
  List<Held> cells(ImportPreview.Row row) {
    List<Held> cells = new ArrayList<>();
    for (int i = 0; i < upload.mapping().columns().size() && i < row.cells().size(); i++) {
      String cell = row.cells().get(i);
      LineField field = upload.mapping().columns().get(i).orElse(null);
      if (field != null && !cell.isBlank()) {
        cells.add(new Held(field, cell));
      }
    }
    return cells;
  }

  /** A row that can't be taken for its cells is shown as it stands. */
  boolean isUneven(ImportPreview.Row row) {
    return cells(row).isEmpty() && !row.cells().isEmpty();
  }

  /** A cell of the first row, to know the column by. */
  String sample(int column) {
    if (preview == null || preview.rows().isEmpty()) {
      return "";
    }
    List<String> cells = preview.rows().getFirst().cells();
    return column < cells.size() ? cells.get(column) : "";
  }

  /** Whether the file has nothing but the names of its columns. */
  boolean onlyNames() {
    return preview != null && preview.rows().isEmpty() && !preview.brokenOff();
  }

  /** Whether an import has come to its end without taking a single row. */
  boolean allRejected() {
    return upload.state() == Upload.State.DONE
        && upload.counts().rejected() > 0
        && upload.counts().added() + upload.counts().changed() + upload.counts().unchanged() == 0;
  }

  /** The encodings that a person may choose between; none where the file tells its own. */
  List<String> encodings() {
    FileEncoding own = form().encoding();
    if (form().isWorkbook() || own.sureness() == FileEncoding.Sureness.SURE) {
      return List.of();
    }
    return Stream.concat(Stream.of(own.charset().name()), ENCODINGS.stream()).distinct().toList();
  }

  boolean encodingOpen() {
    return form().encoding().sureness() == FileEncoding.Sureness.DOUBTFUL;
  }

  boolean datesMatter() {
    return form().dates().known() != FileDates.Known.NEEDLESS;
  }

  /** Whether there is anything to say or to choose of how the file is read. */
  boolean hasForm() {
    return !encodings().isEmpty() || sheets.size() > 1 || datesMatter();
  }

  List<DateChoice> dateChoices() {
    FileDates dates = form().dates();
    return dates.choices().stream()
        .map(each -> new DateChoice(each, WrittenDate.of(dates.example()).readings().get(each)))
        .toList();
  }

  ImportForm form() {
    return upload.mapping().form();
  }

  boolean startable() {
    return preview != null
        && !onlyNames()
        && !form().isDoubtful()
        && upload.mapping().missing().isEmpty()
        && upload.mapping().twice() == null;
  }

  /** A cell, and what its column holds. */
  record Held(LineField field, String cell) {}

  /**
   * An order in which the file's dates may be.
   *
   * @param day that the example is by it, or null where it doesn't fit
   */
  record DateChoice(DateOrder order, @Nullable LocalDate day) {}
}

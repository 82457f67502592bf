package dev.everline.channel.web.fleet;

import dev.everline.account.AuditTrail;
import dev.everline.channel.web.door.ArrivingForm;
import dev.everline.channel.web.door.UploadDoor;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.fleet.FleetLines;
import dev.everline.fleet.FleetQuery;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Lacking;
import dev.everline.fleet.Upload;
import dev.everline.fleet.UploadRefused;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.UploadId;
import dev.everline.kernel.text.DateOrder;
import dev.everline.kernel.text.FormulaGuard;
import dev.everline.kernel.text.Sheet;
import dev.everline.kernel.text.WrittenDate;
import dev.everline.line.LineField;
import dev.everline.line.imports.FileDates;
import dev.everline.line.imports.ImportForm;
import dev.everline.line.imports.ImportMapping;
import dev.everline.line.imports.ImportPreview;
import dev.everline.line.imports.LineImport;
import dev.everline.line.sheet.FileEncoding;
import dev.everline.line.sheet.NoTable;
import dev.everline.renewal.Quotes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Importing lines from a file: the file, then what its columns hold and what its first rows would
 * do, then how far it is and what it could not take.
 */
@ServesPages
final class ImportPages {

  private static final int ROWS = 10;

  /** Those that spreadsheets write where they don't write UTF-8. */
  private static final List<String> ENCODINGS =
      List.of("UTF-8", "GB18030", "windows-1252", "Big5", "x-MacRoman");

  private final Uploads uploads;
  private final FleetRunner runner;
  private final Quotes quotes;
  private final FleetLines fleet;
  private final AuditTrail audit;
  private final Pages pages;

  ImportPages(
      Uploads uploads,
      FleetRunner runner,
      Quotes quotes,
      FleetLines fleet,
      AuditTrail audit,
      Pages pages) {
    this.uploads = uploads;
    this.quotes = quotes;
    this.fleet = fleet;
    this.runner = runner;
    this.audit = audit;
    this.pages = pages;
  }

  /**
   * @param megabytes of a file at most
   * @param refusal null where nothing is refused
   * @param waiting the account's files that wait to be imported
   */
  record ImportPage(long megabytes, @Nullable Refusal refusal, List<Upload> waiting) {

    ImportPage {
      waiting = List.copyOf(waiting);
    }
  }

  @GetMapping(UploadDoor.FILES)
  View choose(Visit visit) {
    return choose(200, visit, null);
  }

  private View choose(int status, Visit visit, @Nullable String problem) {
    return pages.show(
        HttpStatus.valueOf(status),
        "fleet/import",
        visit,
        new ImportPage(
            Uploads.MOST_BYTES / 1024 / 1024,
            problem == null ? null : Refusal.of(problem).at("file"),
            uploads.waiting(visit.accountId())));
  }

  @PostMapping(UploadDoor.FILES)
  View receive(Visit visit, HttpServletRequest request) throws IOException {
    ArrivingForm form = ArrivingForm.in(request);
    ArrivingForm.Arriving file = form == null ? null : form.file();
    if (file == null) {
      return choose(400, visit, visit.say("import.no-file"));
    }
    try (PushbackInputStream in = new PushbackInputStream(file.content(), Picture.MARK)) {
      byte[] first = in.readNBytes(Picture.MARK);
      if (first.length == 0) {
        // A form without a chosen file sends one without a name.
        return choose(
            400, visit, visit.say(file.name().isBlank() ? "import.no-file" : "import.empty"));
      }
      if (Picture.begins(first)) {
        return choose(400, visit, visit.say("import.picture"));
      }
      in.unread(first);
      Upload upload = uploads.receive(visit.accountId(), file.name(), in);
      return Pages.to(UploadDoor.FILES + "/" + upload.id());
    } catch (InvalidValue noCsv) {
      return choose(400, visit, visit.say(wrongWith(noCsv)));
    } catch (UploadRefused refused) {
      ProblemPage problem = ProblemPage.of(refused.why());
      return choose(problem.status(), visit, problem.said(visit));
    }
  }

  private static String wrongWith(InvalidValue file) {
    if ("header".equals(file.name())) {
      return "import.header";
    }
    if (LineImport.EMPTY.equals(file.code())) {
      return "import.empty";
    }
    return NoTable.of(file).map(why -> "import-file." + why.name()).orElse("import.no-csv");
  }

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
   */
  record UploadPage(
      Upload upload,
      @Nullable ImportPreview preview,
      List<String> sheets,
      boolean rejects,
      Collection<String> outOfReach,
      @Nullable String problem,
      @Nullable Lacking open) {

    /** What a column is said to hold, by the field's name; empty when it is left out. */
    String held(int column) {
      return upload.mapping().columns().get(column).map(LineField::key).orElse("");
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
  }

  /**
   * An order in which the file's dates may be.
   *
   * @param day that the example is by it, or null where it doesn't fit
   */
  record DateChoice(DateOrder order, @Nullable LocalDate day) {}

  @GetMapping(UploadDoor.FILES + "/{upload}")
  View upload(Visit visit, @PathVariable String upload) {
    Upload own = own(visit, upload);
    return show(HttpStatus.OK, visit, own, null);
  }

  private View show(HttpStatus status, Visit visit, Upload upload, @Nullable String problem) {
    ImportPreview preview = uploads.preview(upload, ROWS);
    String said = problem;
    if (said == null && preview != null) {
      said = missing(upload.mapping());
    }
    return pages.show(
        status,
        "fleet/upload",
        visit,
        new UploadPage(
            upload,
            preview,
            preview == null ? List.of() : uploads.sheets(upload),
            uploads.hasRejects(upload),
            outOfReach(visit, upload, preview),
            said,
            upload.state() == Upload.State.DONE
                ? fleet.lacking(visit.accountId(), visit.state(), FleetQuery.ALL, List.of())
                : null));
  }

  /** What a person must choose before the import can begin, or null. */
  private static @Nullable String missing(ImportMapping mapping) {
    if (!mapping.missing().isEmpty()) {
      return "import.missing";
    }
    if (mapping.twice() != null) {
      return "import.twice";
    }
    if (mapping.form().encoding().sureness() == FileEncoding.Sureness.DOUBTFUL) {
      return "import.choose-encoding";
    }
    return mapping.form().dates().isOpen() ? "import.choose-dates" : null;
  }

  /** Of the first rows before the import, of all the account's lines after it. */
  private Collection<String> outOfReach(
      Visit visit, Upload upload, @Nullable ImportPreview preview) {
    if (preview != null) {
      return quotes.outOfReach(
          preview.rows().stream()
              .map(ImportPreview.Row::renewAt)
              .filter(Objects::nonNull)
              .toList());
    }
    return upload.state() == Upload.State.DONE
        ? quotes.wishesOutOfReach(visit.accountId()).keySet()
        : List.of();
  }

  /**
   * Decides what the columns hold, in fields {@code column-0} and so on, and how the file is read:
   * its encoding, its sheet, the order of its dates.
   */
  @PostMapping(UploadDoor.FILES + "/{upload}")
  View map(Visit visit, @PathVariable String upload, @RequestParam Map<String, String> form) {
    Upload own = own(visit, upload);
    try {
      uploads.choose(own, choices(own, form));
    } catch (InvalidValue wrong) {
      return show(HttpStatus.BAD_REQUEST, visit, own, wrongWith(wrong));
    }
    return Pages.to(UploadDoor.FILES + "/" + own.id());
  }

  private static Uploads.Choices choices(Upload upload, Map<String, String> form) {
    List<Optional<LineField>> columns = new ArrayList<>();
    for (int i = 0; i < upload.mapping().columns().size(); i++) {
      String field = form.getOrDefault("column-" + i, "");
      columns.add(field.isEmpty() ? Optional.empty() : Optional.of(LineField.parse(field)));
    }
    String encoding = form.getOrDefault("encoding", "");
    String sheet = form.getOrDefault("sheet", "");
    String dates = form.getOrDefault("dates", "");
    if (!encoding.isEmpty() && !ENCODINGS.contains(encoding)) {
      throw InvalidValue.of("encoding", encoding, "isn't offered", "choose one again");
    }
    return new Uploads.Choices(
        encoding.isEmpty() ? null : FileEncoding.given(encoding),
        sheet.matches("[0-9]{1,4}") ? Integer.parseInt(sheet) : upload.mapping().form().sheet(),
        dates.isEmpty() ? null : DateOrder.parse(dates),
        columns);
  }

  /** Noted before it is done; starting it again, or from another tab, does nothing more. */
  @PostMapping(UploadDoor.FILES + "/{upload}/run")
  View run(Visit visit, @PathVariable String upload) {
    Upload own = own(visit, upload);
    try {
      boolean started =
          audit.attempt(
              visit.accountId(),
              visit.member(),
              AuditTrail.Act.LINES_IMPORTED,
              own.id().toString(),
              () -> uploads.start(own));
      if (started) {
        runner.wake();
      }
    } catch (InvalidValue notWhole) {
      return show(HttpStatus.BAD_REQUEST, visit, own, null);
    }
    return Pages.to(UploadDoor.FILES + "/" + own.id());
  }

  @PostMapping(UploadDoor.FILES + "/{upload}/give-up")
  View giveUp(Visit visit, @PathVariable String upload) {
    uploads.giveUp(own(visit, upload));
    return Pages.to("/lines");
  }

  /**
   * The rows that were rejected, as they stood in the file, with a column more that says what is
   * wrong: corrected, they can be imported again as they are.
   */
  @GetMapping(UploadDoor.FILES + "/{upload}/rejects.csv")
  void rejects(Visit visit, @PathVariable String upload, HttpServletResponse response)
      throws IOException {
    Upload own = own(visit, upload);
    if (!uploads.hasRejects(own)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "The import has no list of rejects any more.");
    }
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"everline-rejects.csv\"");
    try (Sheet csv =
        Sheet.on(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
      AtomicInteger columns = new AtomicInteger();
      uploads.rejects(
          own,
          names -> {
            columns.set(names.size());
            csv.row(with(names, names.size(), visit.say("import.wrong")));
          },
          rejected ->
              csv.row(with(rejected.cells(), columns.get(), RejectWords.of(visit, rejected))));
    }
  }

  /** The cells as the file's writer meant them, and one more behind the last column. */
  private static Object[] with(List<String> cells, int columns, String last) {
    List<Object> row = new ArrayList<>(cells.stream().map(FormulaGuard::unguarded).toList());
    while (row.size() < columns) {
      row.add("");
    }
    row.add(last);
    return row.toArray();
  }

  private Upload own(Visit visit, String upload) {
    return uploads.get(visit.accountId(), UploadId.parse(upload));
  }
}

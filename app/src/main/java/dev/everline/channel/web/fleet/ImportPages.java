package dev.everline.channel.web.fleet;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
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
import dev.everline.line.LineField;
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
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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

  private final Uploads uploads;
  private final FleetRunner runner;
  private final Quotes quotes;
  private final FleetLines fleet;
  private final Catalog catalog;
  private final AuditTrail audit;
  private final Pages pages;

  ImportPages(
      Uploads uploads,
      FleetRunner runner,
      Quotes quotes,
      FleetLines fleet,
      Catalog catalog,
      AuditTrail audit,
      Pages pages) {
    this.uploads = uploads;
    this.quotes = quotes;
    this.fleet = fleet;
    this.catalog = catalog;
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
                : null,
            catalog.carriers().values().stream()
                .sorted(Comparator.comparing(Carrier::brand, String.CASE_INSENSITIVE_ORDER))
                .toList(),
            new ImportWords(visit, catalog)));
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

  private Uploads.Choices choices(Upload upload, Map<String, String> form) {
    List<Optional<LineField>> columns = new ArrayList<>();
    for (int i = 0; i < upload.mapping().columns().size(); i++) {
      String field = form.getOrDefault("column-" + i, "");
      columns.add(field.isEmpty() ? Optional.empty() : Optional.of(LineField.parse(field)));
    }
    String carrier = form.getOrDefault("carrier-of-all", "");
    if (!carrier.isEmpty() && !catalog.carriers().containsKey(carrier)) {
      throw InvalidValue.of("carrier", carrier, "isn't in the catalog", "choose one again");
    }
    String encoding = form.getOrDefault("encoding", "");
    String sheet = form.getOrDefault("sheet", "");
    String dates = form.getOrDefault("dates", "");
    if (!encoding.isEmpty() && !UploadPage.ENCODINGS.contains(encoding)) {
      throw InvalidValue.of("encoding", encoding, "isn't offered", "choose one again");
    }
    return new Uploads.Choices(
        encoding.isEmpty() ? null : FileEncoding.given(encoding),
        sheet.matches("[0-9]{1,4}") ? Integer.parseInt(sheet) : upload.mapping().form().sheet(),
        dates.isEmpty() ? null : DateOrder.parse(dates),
        columns,
        carrier.isEmpty() ? null : carrier);
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
    List<String> headers = List.of(visit.say("import.to-correct"), visit.say("import.wrong"));
    ImportForm form = own.mapping().form();
    response.setContentType("text/csv");
    response.setHeader("Content-Disposition", "attachment; filename=\"everline-rejects.csv\"");
    List<Integer> kept = new ArrayList<>();
    try (Sheet csv = form.sheet(response.getOutputStream(), String.join("", headers))) {
      uploads.rejects(
          own,
          names -> {
            IntStream.range(0, names.size())
                .filter(column -> !ImportMapping.isReason(names.get(column)))
                .forEach(kept::add);
            csv.row(with(names, kept, headers));
          },
          rejected ->
              csv.row(with(rejected.cells(), kept, RejectWords.columns(visit, rejected.faults()))));
    }
  }

  /** The cells as the file's writer meant them, and what is wrong behind the last column. */
  private static Object[] with(List<String> cells, List<Integer> kept, List<String> last) {
    List<Object> row = new ArrayList<>();
    for (int column : kept) {
      row.add(column < cells.size() ? FormulaGuard.unguarded(cells.get(column)) : "");
    }
    row.addAll(last);
    return row.toArray();
  }

  private Upload own(Visit visit, String upload) {
    return uploads.get(visit.accountId(), UploadId.parse(upload));
  }
}

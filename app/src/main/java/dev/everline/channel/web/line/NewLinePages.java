package dev.everline.channel.web.line;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.channel.web.door.ArrivingBody;
import dev.everline.channel.web.door.UploadDoor;
import dev.everline.channel.web.frame.BrokenOff;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.fleet.UploadFolder;
import dev.everline.fleet.UploadRefused;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.Luhn;
import dev.everline.kernel.text.SimNumber;
import dev.everline.kernel.text.SpreadsheetCell;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.Msisdn;
import dev.everline.line.renewer.RenewedBy;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Adding a line: first its SIM, which tells the network; then its number and brand; then its plan.
 */
@ServesPages
final class NewLinePages {

  /**
   * Who may renew a new line. That Everline does is said on the line's own page, where spending
   * asks for a proof of who one is.
   */
  static final List<RenewedBy> RENEWERS = List.of(RenewedBy.OWNER, RenewedBy.CARRIER);

  private final LineService lines;
  private final Catalog catalog;
  private final Identifier identifier;
  private final SimPhoto photos;
  private final UploadFolder folder;
  private final AuditTrail audit;
  private final Pages pages;

  NewLinePages(
      LineService lines,
      Catalog catalog,
      Identifier identifier,
      UploadFolder folder,
      AuditTrail audit,
      Pages pages) {
    this.lines = lines;
    this.catalog = catalog;
    this.identifier = identifier;
    this.photos = new SimPhoto(identifier, System::nanoTime);
    this.folder = folder;
    this.audit = audit;
    this.pages = pages;
  }

  @GetMapping("/lines/new")
  View whereTheSimsNumberIs(Visit visit) {
    return pages.show("line/line-sim", visit, new SimPage("", null));
  }

  /**
   * @param iccid as it was typed
   * @param refusal null where nothing is refused
   */
  record SimPage(String iccid, @Nullable Refusal refusal) {}

  /**
   * @param found what the SIM's number says, or null when none was given
   * @param likely the carriers that it can be; empty when the SIM doesn't tell
   * @param others all the others that still serve lines
   * @param refusal null where nothing is refused
   * @param there the line that has the number already, or null
   * @param sureOf the number that sending it again confirms, or empty
   */
  record NewLinePage(
      String iccid,
      String number,
      String carrier,
      String label,
      String by,
      @Nullable Identification found,
      List<Carrier> likely,
      List<Carrier> others,
      @Nullable Refusal refusal,
      @Nullable LineId there,
      String sureOf) {

    /** Whether the last digit of the SIM's number isn't the check digit of the others. */
    boolean checkDigitIsOff() {
      return found != null && found.valid() && !Luhn.holds(iccid.replaceAll("[^0-9]", ""));
    }
  }

  /** What a camera or a photo shows; empty where it shows no SIM's number. */
  @PostMapping(UploadDoor.PICTURES)
  ResponseEntity<String> scan(Visit visit, HttpServletRequest request) throws IOException {
    try (UploadFolder.Passing picture =
        folder.pass(ArrivingBody.of(request), UploadDoor.LARGEST_PICTURE)) {
      return switch (photos.look(visit.accountId(), picture::open)) {
        case SimPhoto.Iccid found -> plain(200, found.digits());
        case SimPhoto.Nothing none -> ResponseEntity.noContent().build();
        case SimPhoto.NoPicture other -> refused(visit, ProblemPage.noPicture());
        case SimPhoto.TooManyPixels huge ->
            refused(visit, ProblemPage.tooManyPixels(SimPhoto.MOST_MEGAPIXELS));
      };
    } catch (UploadRefused refused) {
      return refused(
          visit,
          refused.why() == UploadRefused.Why.TOO_LARGE
              ? ProblemPage.pictureTooLarge(UploadDoor.LARGEST_PICTURE >> 20)
              : ProblemPage.of(refused.why()));
    } catch (BrokenOff broken) {
      return refused(visit, broken.problem());
    }
  }

  private static ResponseEntity<String> refused(Visit visit, ProblemPage problem) {
    return plain(problem.status(), problem.said(visit));
  }

  /** For the script that shows it. */
  private static ResponseEntity<String> plain(int status, String text) {
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(text);
  }

  /** A POST, to keep numbers out of addresses. */
  @PostMapping("/lines/new/identify")
  View identify(Visit visit, @RequestParam(defaultValue = "") String iccid) {
    String typed = iccid.strip();
    if (!typed.isEmpty()) {
      Identification found = identifier.identify(typed, null);
      if (found.kind() != Identification.Kind.ICCID || !found.valid()) {
        return pages.show(
            HttpStatus.BAD_REQUEST,
            "line/line-sim",
            visit,
            new SimPage(typed, Refusal.of(visit, wrongWith(typed, found)).at("iccid")));
      }
    }
    return showDraft(
        HttpStatus.OK, visit, new Draft(typed, "", "", "", RenewedBy.OWNER.key()), null, null, "");
  }

  private static String wrongWith(String typed, Identification found) {
    if (found.kind() == Identification.Kind.ACTIVATION_CODE) {
      return "line-sim.activation-code";
    }
    SimNumber sim = SimNumber.orNull(typed);
    boolean rounded =
        SpreadsheetCell.isScientific(typed) || (sim != null && SimNumber.isRounded(sim.digits()));
    return rounded ? "line-sim.rounded" : "line-sim.not-an-iccid";
  }

  @PostMapping("/lines/new")
  View add(
      Visit visit,
      @RequestParam String number,
      @RequestParam String carrier,
      @RequestParam(defaultValue = "") String label,
      @RequestParam(defaultValue = "") String iccid,
      @RequestParam(name = "sure_of", defaultValue = "") String sureOf,
      @RequestParam(defaultValue = "owner") String by) {
    Draft draft = new Draft(iccid, number, carrier, label, by);
    Carrier brand = catalog.carriers().get(carrier);
    if (brand != null && isForeign(number) && !number.equals(sureOf)) {
      return showDraft(
          HttpStatus.CONFLICT,
          visit,
          draft,
          Refusal.of(visit, "line-new.foreign", brand.brand()).at("number"),
          null,
          number);
    }
    Map<LineField, String> values = new EnumMap<>(LineField.class);
    values.put(LineField.NUMBER, number);
    values.put(LineField.CARRIER, carrier);
    put(values, LineField.LABEL, label);
    put(values, LineField.ICCID, iccid);
    if (RENEWERS.stream().anyMatch(renewer -> renewer.key().equals(by))) {
      values.put(LineField.RENEWED_BY, by);
    }
    Line line;
    try {
      line = lines.add(visit.accountId(), values, visit.member().id());
    } catch (ProblemException refused) {
      ProblemPage problem = ProblemPage.of(refused);
      Line there =
          refused.type() == ProblemType.CONFLICT
              ? lines.get(visit.accountId(), number.strip())
              : null;
      return showDraft(
          HttpStatus.valueOf(problem.status()),
          visit,
          draft,
          there == null
              ? Refusal.of(problem.said(visit)).at(fieldOf(problem))
              : Refusal.of(visit, "problem.NUMBER_TAKEN").at("number"),
          there == null ? null : there.id(),
          "");
    }
    audit.add(visit.accountId(), visit.member(), AuditTrail.Act.LINE_ADDED, line.id().toString());
    return Pages.to("/lines/" + line.id() + "/edit");
  }

  private static @Nullable String fieldOf(ProblemPage problem) {
    LineField wrong = problem.field();
    return wrong == null || wrong == LineField.ICCID ? null : wrong.key();
  }

  /** All carriers of the catalog sell numbers of the United States; others are mistakes mostly. */
  private static boolean isForeign(String number) {
    try {
      return !Msisdn.parse(number).startsWith("1");
    } catch (InvalidValue refusedWhereItIsAdded) {
      return false;
    }
  }

  /** What was typed. */
  private record Draft(String iccid, String number, String carrier, String label, String by) {}

  private View showDraft(
      HttpStatus status,
      Visit visit,
      Draft draft,
      @Nullable Refusal refusal,
      @Nullable LineId there,
      String sureOf) {
    Identification found =
        draft.iccid().isBlank() ? null : identifier.identify(draft.iccid(), null);
    List<Carrier> likely =
        found == null
            ? List.of()
            : found.candidates().stream()
                .map(
                    brand ->
                        brand.carrier() == null ? null : catalog.carriers().get(brand.carrier()))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Carrier::brand))
                .toList();
    List<Carrier> others =
        catalog.carriers().values().stream()
            .filter(other -> !likely.contains(other) && other.status() != Carrier.Status.ENDED)
            .sorted(Comparator.comparing(Carrier::brand))
            .toList();
    return pages.show(
        status,
        "line/line-new",
        visit,
        new NewLinePage(
            draft.iccid(),
            draft.number(),
            draft.carrier(),
            draft.label(),
            draft.by(),
            found,
            likely,
            others,
            refusal,
            there,
            sureOf));
  }

  private static void put(Map<LineField, String> values, LineField field, String typed) {
    if (!typed.isBlank()) {
      values.put(field, typed);
    }
  }
}

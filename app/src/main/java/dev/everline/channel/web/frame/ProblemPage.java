package dev.everline.channel.web.frame;

import dev.everline.fleet.UploadRefused;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.WithoutMessage;
import dev.everline.line.LineField;
import dev.everline.line.imports.ImportReject;
import dev.everline.storage.Outage;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MultipartException;

/**
 * What readers are told when something can't be done: what happened, what was not lost, what to do.
 * In their language, so by the kind of problem and not in the words that programs get.
 *
 * @param key of the message's family, {@code problem.NOT_FOUND}
 * @param details what the message names, in its order
 * @param incident under which the operator finds it in the log, or null
 * @param field of a form that it is about, or null
 */
public record ProblemPage(
    int status,
    String key,
    List<Object> details,
    @Nullable String incident,
    @Nullable LineField field) {

  public ProblemPage {
    details = List.copyOf(details);
  }

  private ProblemPage(int status, String key, List<Object> details, @Nullable String incident) {
    this(status, key, details, incident, null);
  }

  private ProblemPage(int status, String key, @Nullable String incident) {
    this(status, key, List.of(), incident);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ProblemPage.class);

  /** Whose messages say which field it is. */
  private static final Set<LineField> NAMED_BY_THEIR_WORDS =
      Set.of(LineField.NUMBER, LineField.ICCID, LineField.CARRIER, LineField.PLAN);

  /** Whose messages say all that can be wrong with them. */
  private static final Set<LineField> SAID_WHOLE =
      Set.of(LineField.CARRIER, LineField.PLAN, LineField.PRICE_CEILING, LineField.IF_NOT_RENEWED);

  /** What is said of a form in other words than of a row of a file. */
  private static final Map<String, String> SAID_OF_FORMS =
      Map.of(
          ImportReject.Code.NOT_A_NUMBER.name(), "invalid.number",
          ImportReject.Code.NOT_AN_ICCID.name(), "invalid.iccid",
          ImportReject.Code.NOT_A_STATE.name(), "invalid.state",
          ImportReject.Code.TOO_LONG.name(), "typed.TOO_LONG",
          ImportReject.Code.TOO_MANY_TAGS.name(), "typed.TOO_MANY_TAGS",
          ImportReject.Code.CONTROL_CHARACTER.name(), "typed.CONTROL_CHARACTER",
          ImportReject.Code.AMOUNT_TOO_LARGE.name(), "typed.AMOUNT_TOO_LARGE",
          ImportReject.Code.DATE_OUT_OF_RANGE.name(), "typed.DATE_OUT_OF_RANGE",
          ImportReject.Code.IN_THE_FUTURE.name(), "typed.IN_THE_FUTURE");

  private static final String ANCHOR_AND_END = "ANCHOR_AND_END";

  /** Fields whose mistakes have words of their own. */
  private static final Set<String> FIELDS =
      Set.of(
          "number",
          "iccid",
          "amount",
          "name",
          "password",
          "plan",
          "carrier",
          "valid_until",
          "balance",
          "price_ceiling",
          "if_not_renewed",
          "state",
          "label",
          "tags");

  private static final String CONTROL_CHARACTER = ImportReject.Code.CONTROL_CHARACTER.name();

  /** The database's word for characters that no text of its can hold, such as NUL. */
  private static final String NO_TEXT = "22021";

  public static ProblemPage of(ProblemType type) {
    return new ProblemPage(type.httpStatus(), "problem." + type.name(), null);
  }

  public String said(Visit visit) {
    String said = visit.say(key, details.toArray());
    return field == null || NAMED_BY_THEIR_WORDS.contains(field)
        ? said
        : visit.sentences(
            visit.say("import.column-wrong", visit.say("field." + field.key())), said);
  }

  /** The form was made for another session, or is too old. */
  public static ProblemPage oldForm() {
    return new ProblemPage(403, "problem.OLD_FORM", null);
  }

  /** No owner can let anybody into the console. */
  public static ProblemPage operatorsOnly() {
    return new ProblemPage(ProblemType.FORBIDDEN.httpStatus(), "problem.OPERATORS_ONLY", null);
  }

  /** Of all who send files now, or of this account. */
  public static ProblemPage tooManyUploads() {
    return new ProblemPage(429, "problem.UPLOADS_AT_ONCE", null);
  }

  static ProblemPage uploadTooSlow() {
    return new ProblemPage(408, "problem.UPLOAD_TOO_SLOW", null);
  }

  static ProblemPage brokenOff() {
    return new ProblemPage(400, "problem.UPLOAD_BROKEN_OFF", null);
  }

  public static ProblemPage pictureTooLarge(int mostMegabytes) {
    return new ProblemPage(
        ProblemType.TOO_LARGE.httpStatus(),
        "line-sim.picture-too-large",
        List.of(mostMegabytes),
        null);
  }

  public static ProblemPage tooManyPixels(int mostMegapixels) {
    return new ProblemPage(422, "line-sim.too-many-pixels", List.of(mostMegapixels), null);
  }

  public static ProblemPage noPicture() {
    return new ProblemPage(422, "line-sim.no-picture", List.of(), null);
  }

  public static ProblemPage of(UploadRefused.Why why) {
    List<Object> bound =
        switch (why) {
          case TOO_LARGE -> List.of(Uploads.MOST_BYTES >> 20);
          case TOO_MANY_ROWS -> List.of(Uploads.MOST_ROWS);
          case TOO_MANY_WAITING -> List.of(Uploads.MOST_WAITING);
          case NO_ROOM -> List.of();
        };
    return new ProblemPage(why.httpStatus(), "upload-refused." + why.name(), bound, null);
  }

  /** A careful session shows no number, whatever is proved. */
  public static ProblemPage careful() {
    return new ProblemPage(403, "problem.CAREFUL", null);
  }

  public static ProblemPage of(Throwable failure) {
    if (Outage.isDiskFull(failure)) {
      LOG.error("The database's disk is full ({})", Outage.words(failure));
      return new ProblemPage(ProblemType.UNAVAILABLE.httpStatus(), "problem.DISK_FULL", null);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case InvalidValue wrong -> {
          return invalid(wrong);
        }
        case ProblemException problem -> {
          return of(problem);
        }
        case BrokenOff broken -> {
          return broken.problem();
        }
        case UploadRefused refused -> {
          return of(refused.why());
        }
        case DataAccessException gone when Outage.is(gone) -> {
          return unavailable(gone);
        }
        // What the framework and the container refuse of a request, wherever it is read.
        case InvalidParameterException notOurForm -> {
          return ofStatus(notOurForm.getErrorCode());
        }
        case ErrorResponse said when said.getStatusCode().is4xxClientError() -> {
          return ofStatus(said.getStatusCode().value());
        }
        case RequestRejectedException _,
            MultipartException _,
            BadRequestException _,
            InvalidFileNameException _,
            HttpMessageNotReadableException _ -> {
          return of(ProblemType.MALFORMED);
        }
        case SQLException refused when NO_TEXT.equals(refused.getSQLState()) -> {
          return of(ProblemType.MALFORMED);
        }
        default -> {
          // look at what caused it
        }
      }
    }
    return unexpected(ProblemType.UNEXPECTED, failure);
  }

  private static ProblemPage ofStatus(int status) {
    return of(
        switch (status) {
          case 404 -> ProblemType.NOT_FOUND;
          case 405 -> ProblemType.METHOD_NOT_ALLOWED;
          case 406 -> ProblemType.NOT_ACCEPTABLE;
          case 413 -> ProblemType.TOO_LARGE;
          case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
          default -> ProblemType.MALFORMED;
        });
  }

  private static ProblemPage of(ProblemException problem) {
    return problem.type().isOurs() ? unexpected(problem.type(), problem) : of(problem.type());
  }

  private static ProblemPage unexpected(ProblemType type, Throwable failure) {
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {} ({})", incident, Outage.words(failure), new WithoutMessage(failure));
    return new ProblemPage(type.httpStatus(), "problem.UNEXPECTED", incident);
  }

  private static ProblemPage unavailable(Throwable failure) {
    LOG.warn("The database can't be used: {}", Outage.words(failure), new WithoutMessage(failure));
    return of(ProblemType.UNAVAILABLE);
  }

  private static ProblemPage invalid(InvalidValue wrong) {
    String code = wrong.code();
    if (CONTROL_CHARACTER.equals(code)) {
      return new ProblemPage(400, "invalid.CONTROL_CHARACTER", null);
    }
    if (InvalidValue.NOT_AN_ID.equals(code)) {
      // Ids stand in addresses only, and there is nothing at an address that was mistyped.
      return of(ProblemType.NOT_FOUND);
    }
    if (ANCHOR_AND_END.equals(code)) {
      return new ProblemPage(400, "typed.ANCHOR_AND_END", List.of(), null, LineField.ANCHOR_DAY);
    }
    LineField field = LineField.named(wrong.name()).orElse(null);
    if (field == null || code == null || SAID_WHOLE.contains(field) || !isOfRows(code)) {
      return new ProblemPage(400, "invalid." + field(wrong), List.of(), null, field);
    }
    return new ProblemPage(400, key(field, code), List.copyOf(wrong.details()), null, field);
  }

  /** Whether it is among what is said of the rows of a file. */
  private static boolean isOfRows(String code) {
    return Arrays.stream(ImportReject.Code.values()).anyMatch(one -> one.name().equals(code));
  }

  private static String key(LineField field, String code) {
    return field == LineField.TAGS && code.equals(ImportReject.Code.TOO_LONG.name())
        ? "typed.TAG_TOO_LONG"
        : SAID_OF_FORMS.getOrDefault(code, "reject." + code);
  }

  private static String field(InvalidValue wrong) {
    return FIELDS.contains(wrong.name()) ? wrong.name() : "other";
  }
}

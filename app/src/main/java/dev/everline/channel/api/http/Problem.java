package dev.everline.channel.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every error looks like: RFC 9457.
 *
 * @param errors the fields that were wrong, or null where no field was
 * @param incident under which the operator finds an unforeseen error in the log, else null
 */
@Schema(
    name = "Problem",
    description = "An error, as in RFC 9457. Programs branch on type, people read detail.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    @Schema(
            description = "Which kind of problem; stable.",
            example = "https://everline.dev/problems/insufficient-funds")
        URI type,
    String title,
    @Schema(description = "The HTTP status again.", example = "402") int status,
    @Schema(description = "What happened and what to do, as a sentence.") String detail,
    @Schema(description = "The fields that were wrong; absent where no field was.")
        @Nullable List<FieldError> errors,
    @Schema(description = "For the operator, who finds it in the log; only with status 500.")
        @Nullable String incident) {

  private static final String BASE = "https://everline.dev/problems/";

  /**
   * A field that can't be taken.
   *
   * @param field its path, such as {@code amount.currency}; or the name of a parameter or header
   */
  @Schema(name = "FieldError")
  record FieldError(
      @Schema(description = "Path of the field, or the parameter's or header's name.") String field,
      @Schema(description = "What is wrong.") String reason,
      @Schema(description = "What to do.") String remedy) {}

  static Problem of(ProblemType type, String detail) {
    return new Problem(uri(type), title(type), type.httpStatus(), detail, null, null);
  }

  static Problem of(ProblemException problem) {
    return problem instanceof InvalidValue wrong
        ? of(wrong)
        : of(problem.type(), String.valueOf(problem.getMessage()));
  }

  static Problem ofField(String field, String reason, String remedy) {
    return of(InvalidValue.withoutValue(field, reason, remedy));
  }

  static Problem unexpected(String incident) {
    return new Problem(
        uri(ProblemType.UNEXPECTED),
        title(ProblemType.UNEXPECTED),
        ProblemType.UNEXPECTED.httpStatus(),
        "Something unexpected failed. Nothing acknowledged is lost;"
            + " give the operator the incident's number.",
        null,
        incident);
  }

  /** The same for an answer whose first line says another status. */
  Problem withStatus(int other) {
    return new Problem(type, title, other, detail, errors, incident);
  }

  private static Problem of(InvalidValue wrong) {
    return new Problem(
        uri(wrong.type()),
        title(wrong.type()),
        wrong.type().httpStatus(),
        String.valueOf(wrong.getMessage()),
        List.of(new FieldError(wrong.name(), wrong.reason(), wrong.remedy())),
        null);
  }

  static URI uri(ProblemType type) {
    return URI.create(BASE + type.slug());
  }

  private static String title(ProblemType type) {
    return switch (type) {
      case UNEXPECTED -> "Unexpected failure";
      case INVALID_VALUE -> "Invalid value";
      case MALFORMED -> "The request can't be read";
      case METHOD_NOT_ALLOWED -> "Method not allowed";
      case NOT_ACCEPTABLE -> "Not acceptable";
      case TOO_LARGE -> "The request is too large";
      case UNSUPPORTED_MEDIA_TYPE -> "Unsupported media type";
      case UNAUTHENTICATED -> "Authentication required";
      case FORBIDDEN -> "Not allowed";
      case NOT_FOUND -> "Not found";
      case CONFLICT -> "Conflict with the current state";
      case ORDER_UNDER_WAY -> "The line is being renewed";
      case LINE_CHANGED -> "The line has changed since the order was placed";
      case LINE_PAUSED -> "The line is paused";
      case ABOVE_CEILING -> "The price is above the line's ceiling";
      case NEEDS_OPERATOR -> "Only an operator may do that";
      case PAID_ALREADY -> "These days are already paid for";
      case IDEMPOTENCY_KEY_REUSED -> "Idempotency key used for another request";
      case ILLEGAL_TRANSITION -> "The order's state has changed";
      case INSUFFICIENT_FUNDS -> "Not enough money in the wallet";
      case BRAND_NOT_CONFIRMED -> "The brand isn't confirmed";
      case NO_ROUTE -> "Everline can't pay this carrier from here";
      case NOT_RENEWABLE -> "The line can't be renewed here";
      case RENEWED_BY_CARRIER -> "The carrier's own autopay renews this line";
      case HELD_FOR_APPROVAL -> "Held for approval";
      case HELD -> "Nothing is paid until the restore is confirmed";
      case LEDGER_UNBALANCED -> "The ledger does not balance";
      case CONFIGURATION -> "Wrong configuration";
      case UNAVAILABLE -> "Temporarily unavailable";
      case CLOCK_BEHIND -> "The server's clock is wrong";
    };
  }
}

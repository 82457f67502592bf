package dev.everline.channel.api.http;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Answers whatever a controller or Spring throws with a {@link Problem}. */
@RestControllerAdvice
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class ProblemAnswers extends ResponseEntityExceptionHandler {

  static final String SECONDS_TO_RETRY_AFTER = "5";

  private final Failures failures;

  ProblemAnswers(Failures failures) {
    this.failures = failures;
  }

  @ExceptionHandler(ProblemException.class)
  ResponseEntity<Object> refused(ProblemException problem) {
    return answer(failures.problem(problem), HttpHeaders.EMPTY);
  }

  /** A controller reads parts of a body itself, where null and absent differ. */
  @ExceptionHandler(JacksonException.class)
  ResponseEntity<Object> unreadable(JacksonException wrong) {
    return answer(Unreadable.problem(wrong), HttpHeaders.EMPTY);
  }

  @ExceptionHandler(AccessDeniedException.class)
  ResponseEntity<Object> denied() {
    return answer(
        Problem.of(ProblemType.FORBIDDEN, "This token isn't allowed to do that."),
        HttpHeaders.EMPTY);
  }

  @ExceptionHandler(Exception.class)
  ResponseEntity<Object> failed(Exception failure) {
    return answer(failures.problem(failure), HttpHeaders.EMPTY);
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(problem(failure, status), headers);
  }

  private Problem problem(Exception failure, HttpStatusCode status) {
    return switch (failure) {
      case HttpMessageNotReadableException unreadable -> Unreadable.problem(unreadable);
      case MissingRequestHeaderException missing ->
          Problem.ofField(
              missing.getHeaderName(), "is missing", "send it as a header, such as a new UUID");
      case MissingServletRequestParameterException missing ->
          Problem.ofField(missing.getParameterName(), "is missing", "give it in the query");
      case MethodArgumentTypeMismatchException wrong when wrong.getName().equals(Page.LIMIT) ->
          Problem.of(Page.outOfRange());
      case MethodArgumentTypeMismatchException wrong ->
          Problem.ofField(
              wrong.getName(), "has the wrong form", "give " + form(wrong.getRequiredType()));
      case HttpMediaTypeNotSupportedException other ->
          Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "The body is not JSON; send it with Content-Type: application/json.");
      default -> ofStatus(status.value()).orElseGet(() -> failures.problem(failure));
    };
  }

  /** What a bare status means, or empty for one that says nothing about the request. */
  public static Optional<Problem> ofStatus(int status) {
    return switch (status) {
      case 401 ->
          Optional.of(Problem.of(ProblemType.UNAUTHENTICATED, "Send a token; see docs/api.md."));
      case 403 -> Optional.of(Problem.of(ProblemType.FORBIDDEN, "This is not allowed."));
      case 404 ->
          Optional.of(
              Problem.of(
                  ProblemType.NOT_FOUND,
                  "There is nothing at this path; /api/v1/openapi.json lists the paths."));
      case 405 ->
          Optional.of(
              Problem.of(
                  ProblemType.METHOD_NOT_ALLOWED,
                  "This path doesn't take this method; the Allow header lists those it takes."));
      case 406 ->
          Optional.of(
              Problem.of(
                  ProblemType.NOT_ACCEPTABLE,
                  "Answers are JSON only; send Accept: application/json, or no Accept."));
      case 413 ->
          Optional.of(
              Problem.of(ProblemType.TOO_LARGE, "The request is larger than this server accepts."));
      case 415 ->
          Optional.of(
              Problem.of(
                  ProblemType.UNSUPPORTED_MEDIA_TYPE,
                  "The body is not JSON; send it with Content-Type: application/json."));
      case 503 ->
          Optional.of(
              Problem.of(ProblemType.UNAVAILABLE, "Everline can't answer now; try again soon."));
      case 501 ->
          Optional.of(
              malformed(
                  status,
                  "This server doesn't support what the request asks of HTTP; use one of the methods"
                      + " in /api/v1/openapi.json, and send the body plain or chunked, not"
                      + " with a compressed transfer coding."));
      case 505 ->
          Optional.of(
              malformed(status, "This server speaks only HTTP/1.1; send the request in it."));
      default ->
          status >= 400 && status < 500
              ? Optional.of(
                  malformed(
                      status,
                      "The request isn't valid HTTP, or this server doesn't accept it; check its path,"
                          + " headers and encoding."))
              : Optional.empty();
    };
  }

  /** The status is that of the answer's first line, which HTTP defines more closely. */
  private static Problem malformed(int status, String detail) {
    return Problem.of(ProblemType.MALFORMED, detail).withStatus(status);
  }

  private static String form(@Nullable Class<?> type) {
    if (type == Integer.class || type == int.class) {
      return "a whole number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == java.time.LocalDate.class) {
      return "a date like 2026-11-30";
    }
    return type != null && type.isEnum()
        ? "one of " + List.of(type.getEnumConstants())
        : "another value";
  }

  private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
    HttpHeaders all = new HttpHeaders(headers);
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (problem.status() == ProblemType.UNAVAILABLE.httpStatus()) {
      all.set(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY_AFTER);
    }
    return ResponseEntity.status(problem.status()).headers(all).body(problem);
  }
}

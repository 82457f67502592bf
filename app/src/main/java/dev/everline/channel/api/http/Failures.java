package dev.everline.channel.api.http;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.WithoutMessage;
import dev.everline.storage.Outage;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MultipartException;

/**
 * What a failure is to the caller: a problem they can act on, or one that only the operator can.
 * The log gets where it failed but never a message, which may hold somebody's number.
 */
public final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** The database's word for characters that no text of its can hold, such as NUL. */
  private static final String NO_TEXT = "22021";

  Problem problem(Throwable failure) {
    if (Outage.isDiskFull(failure)) {
      LOG.error("The database's disk is full ({})", Outage.words(failure));
      return Problem.of(
          ProblemType.UNAVAILABLE,
          "The database's disk is full, so nothing can be saved. Nothing acknowledged"
              + " is lost; try again with the same Idempotency-Key once the operator has freed up"
              + " space.");
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case ProblemException problem -> {
          return of(problem);
        }
        case DataAccessException gone when Outage.is(gone) -> {
          return unavailable(gone);
        }
        // What the framework and the container refuse of a request, wherever it is read.
        case ErrorResponse said when said.getStatusCode().is4xxClientError() -> {
          return ofStatus(said.getStatusCode().value());
        }
        case InvalidParameterException wrong -> {
          return ofStatus(wrong.getErrorCode());
        }
        case HttpMessageNotReadableException unreadable -> {
          return Unreadable.problem(unreadable);
        }
        case RequestRejectedException _, MultipartException _, BadRequestException _ -> {
          return ofStatus(400);
        }
        case SQLException refused when NO_TEXT.equals(refused.getSQLState()) -> {
          return ofStatus(400);
        }
        default -> {
          // look at what caused it
        }
      }
    }
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {} ({})", incident, Outage.words(failure), new WithoutMessage(failure));
    return Problem.unexpected(incident);
  }

  private static Problem ofStatus(int status) {
    return ProblemAnswers.ofStatus(status)
        .orElseGet(() -> ProblemAnswers.ofStatus(400).orElseThrow());
  }

  private static Problem of(ProblemException problem) {
    if (!problem.type().isOurs()) {
      return Problem.of(problem);
    }
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {}: {}", incident, problem.getMessage(), new WithoutMessage(problem));
    Problem shown = Problem.unexpected(incident);
    Problem named = Problem.of(problem.type(), shown.detail());
    return new Problem(named.type(), named.title(), named.status(), named.detail(), null, incident);
  }

  private static Problem unavailable(Throwable failure) {
    LOG.warn("The database can't be used: {}", Outage.words(failure), new WithoutMessage(failure));
    return Problem.of(
        ProblemType.UNAVAILABLE,
        "The database can't be reached or is too busy. Nothing acknowledged is lost; try"
            + " again soon with the same Idempotency-Key.");
  }
}

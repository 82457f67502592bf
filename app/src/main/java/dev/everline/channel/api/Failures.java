package dev.everline.channel.api;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.WithoutMessage;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;

/**
 * What a failure is to the caller: a problem he can act on, or one that only the operator can. The
 * log gets where it failed but never a message, which may hold somebody's number.
 */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  Problem problem(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case ProblemException problem -> {
          return of(problem);
        }
        case TransientDataAccessException busy -> {
          return unavailable(busy);
        }
        case DataAccessResourceFailureException gone -> {
          return unavailable(gone);
        }
        case NonTransientDataAccessResourceException gone -> {
          return unavailable(gone);
        }
        default -> {
          // look at what caused it
        }
      }
    }
    String incident = UUID.randomUUID().toString();
    LOG.error("incident {}", incident, new WithoutMessage(failure));
    return Problem.unexpected(incident);
  }

  /** A failure of ours may name our files and settings; the caller can do nothing with them. */
  private static Problem of(ProblemException problem) {
    return switch (problem.type()) {
      case LEDGER_UNBALANCED, CONFIGURATION, UNEXPECTED -> {
        String incident = UUID.randomUUID().toString();
        LOG.error("incident {}: {}", incident, problem.getMessage(), new WithoutMessage(problem));
        Problem shown = Problem.unexpected(incident);
        Problem named = Problem.of(problem.type(), shown.detail());
        yield new Problem(
            named.type(), named.title(), named.status(), named.detail(), null, incident);
      }
      case INVALID_VALUE,
          MALFORMED,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          IDEMPOTENCY_KEY_REUSED,
          ILLEGAL_TRANSITION,
          INSUFFICIENT_FUNDS,
          BRAND_NOT_CONFIRMED,
          NOT_RENEWABLE,
          PARKED,
          UNAVAILABLE ->
          Problem.of(problem);
    };
  }

  private static Problem unavailable(Throwable failure) {
    LOG.warn("The database can't be used", new WithoutMessage(failure));
    return Problem.of(
        ProblemType.UNAVAILABLE,
        "The database can't be reached or is too busy. Nothing that was acknowledged is lost; try"
            + " again soon, with the same Idempotency-Key.");
  }
}

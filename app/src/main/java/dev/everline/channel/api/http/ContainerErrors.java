package dev.everline.channel.api.http;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with a problem what the container refused before or after Spring MVC. */
@Hidden
@RestController
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
final class ContainerErrors implements ErrorController {

  private final ProblemWriter problems;
  private final Failures failures;

  ContainerErrors(ProblemWriter problems, Failures failures) {
    this.problems = problems;
    this.failures = failures;
  }

  @RequestMapping("/error")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    // Asked for by a person rather than by the container, there is nothing here.
    int code = status instanceof Integer number ? number : 404;
    Optional<Problem> known = ProblemAnswers.ofStatus(code);
    problems.write(
        response,
        known.orElseGet(
            () ->
                failures.problem(
                    failure instanceof Throwable thrown
                        ? thrown
                        : new IllegalStateException("status " + code))));
  }
}

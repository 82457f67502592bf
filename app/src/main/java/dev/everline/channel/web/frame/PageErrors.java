package dev.everline.channel.web.frame;

import dev.everline.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Answers what the portal's controllers throw with a page; the API's own advice comes after. */
@ControllerAdvice(annotations = ServesPages.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PageErrors {

  private final Pages pages;

  PageErrors(Pages pages) {
    this.pages = pages;
  }

  /** A form of ours has all its fields; this one was not ours. */
  @ExceptionHandler({
    ServletRequestBindingException.class,
    MethodArgumentTypeMismatchException.class
  })
  void malformed(HttpServletRequest request, HttpServletResponse response) throws IOException {
    pages.problem(request, response, ProblemPage.of(ProblemType.MALFORMED));
  }

  @ExceptionHandler(Exception.class)
  void failed(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (failure instanceof BrokenOff) {
      try {
        pages.problem(request, response, ProblemPage.of(failure));
      } catch (IOException gone) {
        return;
      }
      return;
    }
    // When a page is closed while its stream runs, nobody is left to be told.
    if (!(failure instanceof AsyncRequestNotUsableException)) {
      pages.problem(request, response, ProblemPage.of(failure));
    }
  }
}

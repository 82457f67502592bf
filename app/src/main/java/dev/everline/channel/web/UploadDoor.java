package dev.everline.channel.web;

import dev.everline.account.Role;
import dev.everline.account.Sessions;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody bring a file but who may import one, to where it is taken, and none that is too
 * large. Stands before the look at the form's token, for which the whole form is read and stored.
 */
final class UploadDoor extends OncePerRequestFilter {

  static final String PATH = "/lines/import";

  /** What the other fields of the form take at most. */
  private static final long BESIDES = 64 * 1024;

  private final Pages pages;

  UploadDoor(Pages pages) {
    this.pages = pages;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      chain.doFilter(request, response);
      return;
    }
    ProblemType problem = problem(request);
    if (problem == null) {
      chain.doFilter(request, response);
    } else {
      pages.problem(request, response, ProblemPage.of(problem));
    }
  }

  private static @Nullable ProblemType problem(HttpServletRequest request)
      throws ServletException, IOException {
    if (!request.getRequestURI().equals(PATH)) {
      return ProblemType.UNSUPPORTED_MEDIA_TYPE;
    }
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    boolean may =
        who != null
            && who.getPrincipal() instanceof Sessions.Session session
            && session.stage() == Sessions.Stage.SIGNED_IN
            && session.member().role().mayWhatNeeds(Role.MANAGER);
    if (!may) {
      return ProblemType.FORBIDDEN;
    }
    if (request.getContentLengthLong() > Uploads.MOST_BYTES + BESIDES) {
      return ProblemType.TOO_LARGE;
    }
    try {
      request.getParts();
    } catch (IllegalStateException tooLarge) {
      return ProblemType.TOO_LARGE;
    }
    return null;
  }
}

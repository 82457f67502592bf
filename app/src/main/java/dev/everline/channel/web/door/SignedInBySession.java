package dev.everline.channel.web.door;

import dev.everline.account.Sessions;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Database;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs a request in as the session that its cookie is of.
 *
 * <p>Stands around all that follows it, so that no failure leaves as anything but a page.
 */
final class SignedInBySession extends OncePerRequestFilter {

  private static final String SECONDS_TO_RETRY_AFTER = "5";

  private final Sessions sessions;
  private final Database database;
  private final Pages pages;

  SignedInBySession(Sessions sessions, Database database, Pages pages) {
    this.sessions = sessions;
    this.database = database;
    this.pages = pages;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<String> session = Cookies.read(request, Cookies.SESSION);
    if (session.isPresent() && database.isCrowded()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY_AFTER);
      pages.problem(request, response, ProblemPage.of(ProblemType.UNAVAILABLE));
      return;
    }
    try {
      session.flatMap(sessions::of).ifPresent(SignedInBySession::signIn);
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException failure) {
      pages.problem(request, response, ProblemPage.of(failure));
    }
  }

  private static void signIn(Sessions.Session session) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new PreAuthenticatedAuthenticationToken(session, "", List.of()));
    SecurityContextHolder.setContext(context);
  }
}

package dev.everline.channel.web;

import dev.everline.account.Sessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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

  private final Sessions sessions;
  private final Pages pages;

  SignedInBySession(Sessions sessions, Pages pages) {
    this.sessions = sessions;
    this.pages = pages;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      Cookies.read(request, Cookies.SESSION)
          .flatMap(sessions::of)
          .ifPresent(SignedInBySession::signIn);
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

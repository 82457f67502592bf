package dev.everline.channel.api.http;

import dev.everline.account.ApiTokens;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Database;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs a request in as the account that its bearer token (RFC 6750) opens. A token is never looked
 * for in the path or the query, which are logged by many.
 *
 * <p>Stands around all that follows it, so that no failure leaves as anything but a problem.
 */
public final class BearerTokens extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private static final Problem TOO_MANY =
      Problem.of(
          ProblemType.UNAVAILABLE,
          "Too many requests are waiting. This one was not started; try again"
              + " soon with the same Idempotency-Key.");

  /** One of them would be chosen, and what stands between may have chosen the other. */
  private static final Problem TWO_TOKENS =
      Problem.ofField(HttpHeaders.AUTHORIZATION, "is sent more than once", "send it once");

  private final ApiTokens tokens;
  private final Database database;
  private final ProblemWriter problems;
  private final Failures failures;

  public BearerTokens(
      ApiTokens tokens, Database database, ProblemWriter problems, Failures failures) {
    this.tokens = tokens;
    this.database = database;
    this.problems = problems;
    this.failures = failures;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
      problems.write(response, TWO_TOKENS);
      return;
    }
    String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (credentials != null && database.isCrowded()) {
      problems.write(response, TOO_MANY);
      return;
    }
    try {
      account(credentials).ifPresent(BearerTokens::signIn);
      chain.doFilter(request, response);
    } catch (BodyTooLarge tooLarge) {
      problems.write(response, tooLarge.problem());
    } catch (ServletException | RuntimeException failure) {
      problems.write(response, failures.problem(failure));
    }
  }

  /** Without a valid token. */
  public static void refuse(
      HttpServletRequest request, HttpServletResponse response, ProblemWriter problems)
      throws IOException {
    boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        tried ? "Bearer realm=\"everline\", error=\"invalid_token\"" : "Bearer realm=\"everline\"");
    problems.write(
        response,
        Problem.of(
            ProblemType.UNAUTHENTICATED,
            tried
                ? "This token is invalid, expired or revoked. Create one with"
                    + " 'everline token create'."
                : "Send a token as 'Authorization: Bearer …'; 'everline token create' creates one."));
  }

  private Optional<AccountId> account(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? tokens.accountOf(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static void signIn(AccountId account) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new PreAuthenticatedAuthenticationToken(account, "", List.of()));
    SecurityContextHolder.setContext(context);
  }
}

package dev.everline.channel.web.door;

import dev.everline.account.Invitations;
import dev.everline.account.Sessions;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Sends people who may not enter to where they can: to sign in, to the code they owe, to the first
 * run. What has no rule is answered as if there were nothing, to everybody alike.
 */
public final class Doorkeeper implements AuthenticationEntryPoint, AccessDeniedHandler {

  /** The parameter becomes part of a URL, whose length is limited. */
  private static final int LONGEST_QUERY = 1_000;

  private final PortalRules rules;
  private final Pages pages;
  private final Invitations invitations;
  // Once there is somebody there always is: the last owner can't leave.
  private volatile boolean somebodyIsMember;

  Doorkeeper(PortalRules rules, Pages pages, Invitations invitations) {
    this.rules = rules;
    this.pages = pages;
    this.invitations = invitations;
  }

  /** Nobody is signed in. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    if (rules.ruleFor(request).isEmpty()) {
      pages.problem(request, response, ProblemPage.of(ProblemType.NOT_FOUND));
      return;
    }
    boolean worthIt = HttpMethod.GET.matches(request.getMethod());
    String next = next(worthIt ? address(request) : "/");
    send(response, hasMembers() ? "/sign-in" + next : "/join");
  }

  /** Somebody is signed in and may not, or a form is forged or old. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    if (why instanceof CsrfException) {
      pages.problem(request, response, ProblemPage.oldForm());
    } else if (rules.ruleFor(request).isEmpty()) {
      pages.problem(request, response, ProblemPage.of(ProblemType.NOT_FOUND));
    } else if (owesCode(request)) {
      send(response, "/sign-in/code");
    } else if (request.getRequestURI().equals("/") && pages.visit(request).operates()) {
      // Where everybody is sent after signing in; an operator's first page is the console.
      send(response, "/console");
    } else if (request.getRequestURI().startsWith("/console")) {
      pages.problem(request, response, ProblemPage.operatorsOnly());
    } else {
      pages.problem(request, response, ProblemPage.of(ProblemType.FORBIDDEN));
    }
  }

  private boolean owesCode(HttpServletRequest request) {
    Sessions.Session session = pages.visit(request).session();
    return session != null && session.stage() == Sessions.Stage.CODE_NEEDED;
  }

  private boolean hasMembers() {
    if (!somebodyIsMember) {
      somebodyIsMember = invitations.somebodyIsMember();
    }
    return somebodyIsMember;
  }

  /** The page asked for, with the view of it that a bookmark names. */
  private String address(HttpServletRequest request) {
    String path = request.getRequestURI();
    String query = request.getQueryString();
    String whole = query == null || query.length() > LONGEST_QUERY ? path : path + "?" + query;
    return rules.local(whole).equals(whole) ? whole : path;
  }

  /** How a page to go to afterwards is given along; the first one needs no saying. */
  public static String next(String address) {
    return address.equals("/") ? "" : "?next=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
  }

  private static void send(HttpServletResponse response, String path) {
    response.setStatus(HttpStatus.SEE_OTHER.value());
    response.setHeader(HttpHeaders.LOCATION, path);
  }
}

package dev.everline.channel.web.frame;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.Sessions;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Draws pages. A page is drawn whole before its first byte is sent, so that one that fails half way
 * is an error page and not half a page.
 */
public final class Pages {

  private static final String VISIT = Pages.class.getName();

  /** Pages with this header are kept on the device; it names the member they are for. */
  static final String KEEP = "Everline-Keep";

  /**
   * What is readable without a network. No page with a whole number, a secret or an amount owed.
   */
  private static final Set<String> KEPT = Set.of("home/home", "fleet/lines", "line/line");

  private final TemplateEngine templates;
  private final Accounts accounts;
  private final Map<Language, Messages> messages = new EnumMap<>(Language.class);

  Pages(TemplateEngine templates, Accounts accounts) {
    this.templates = templates;
    this.accounts = accounts;
    for (Language language : Language.values()) {
      messages.put(language, Messages.load(language));
    }
  }

  /** A page that a member has. */
  public View show(String template, Visit visit, Object page) {
    return show(HttpStatus.OK, template, visit, page);
  }

  /**
   * @param page what the template shows; one record a template
   */
  public View show(HttpStatus status, String template, Visit visit, Object page) {
    return (model, request, response) -> write(response, status, template, visit, page);
  }

  /** A page that says to try again later; programs read when in the header. */
  public View later(Duration wait, String template, Visit visit, Object page) {
    return (model, request, response) -> {
      later(response, wait);
      write(response, HttpStatus.TOO_MANY_REQUESTS, template, visit, page);
    };
  }

  public static void later(HttpServletResponse response, Duration wait) {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
  }

  /** After a form: the browser gets the page that shows what it did, and reloads that only. */
  public static View to(String path) {
    RedirectView view = new RedirectView(path, true);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    view.setExposeModelAttributes(false);
    // People who sign in go on to the page they asked for, whose address may have braces.
    view.setExpandUriTemplateVariables(false);
    return view;
  }

  /** Tells that something went wrong, where no controller is reached or it failed. */
  public void problem(HttpServletRequest request, HttpServletResponse response, ProblemPage problem)
      throws IOException {
    if (!response.isCommitted()) {
      response.resetBuffer();
      write(
          response, HttpStatus.valueOf(problem.status()), "frame/problem", visit(request), problem);
    }
  }

  /** Shows a page where no controller is reached. */
  public void write(
      HttpServletResponse response, HttpStatus status, String template, Visit visit, Object page)
      throws IOException {
    Map<String, Object> params = new HashMap<>();
    params.put("v", visit);
    params.put("page", page);
    Utf8ByteOutput out = new Utf8ByteOutput();
    templates.render(template + ".jte", params, out);
    response.setStatus(status.value());
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader(HttpHeaders.CONTENT_LANGUAGE, visit.words().language().tag());
    if (status == HttpStatus.OK && KEPT.contains(template)) {
      response.setHeader(KEEP, visit.member().id().toString());
    }
    if (!visit.isSignedIn()) {
      // All a search engine can see; listing it would only help attackers find installations.
      response.setHeader("X-Robots-Tag", "noindex");
    }
    response.setContentLength(out.getContentLength());
    out.writeTo(response.getOutputStream());
    response.flushBuffer();
  }

  /** Who asks, found once a request. */
  public Visit visit(HttpServletRequest request) {
    if (request.getAttribute(VISIT) instanceof Visit known) {
      return known;
    }
    Sessions.Session session = session();
    boolean signedIn = session != null && session.stage() == Sessions.Stage.SIGNED_IN;
    Account account = session != null && signedIn ? accounts.get(session.member().account()) : null;
    Language language = language(request, session);
    Words words =
        account == null
            ? new Words(language, of(language), ZoneOffset.UTC)
            : words(language, account);
    Visit visit =
        new Visit(
            words,
            session,
            account,
            session == null ? null : session.member().theme(),
            request.getRequestURI(),
            address(request),
            Footing.of(request),
            request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
                ? token
                : null);
    request.setAttribute(VISIT, visit);
    return visit;
  }

  /** Of somebody whom no door has let in, and who may have chosen a language. */
  public Visit visit(HttpServletRequest request, @Nullable Language chosen) {
    Language language = chosen == null ? language(request, null) : chosen;
    return new Visit(
        new Words(language, of(language), ZoneOffset.UTC),
        null,
        null,
        null,
        request.getRequestURI(),
        request.getRequestURI(),
        Footing.of(request),
        null);
  }

  /** Where to come back to; a form's own address shows nothing without the form. */
  private static String address(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null || !HttpMethod.GET.matches(request.getMethod())
        ? request.getRequestURI()
        : request.getRequestURI() + "?" + query;
  }

  private Words words(Language language, Account account) {
    return new Words(language, of(language), account.zone(), account.zoneTold());
  }

  private Messages of(Language language) {
    Messages found = messages.get(language);
    if (found == null) {
      throw new IllegalStateException("the messages of " + language + " were not loaded");
    }
    return found;
  }

  private static Sessions.@Nullable Session session() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && who.getPrincipal() instanceof Sessions.Session session ? session : null;
  }

  /** What the member wants, or was chosen on this device, or the browser asks for. */
  private static Language language(HttpServletRequest request, Sessions.@Nullable Session session) {
    String wanted = session == null ? null : session.member().language();
    return Language.tagged(wanted)
        .or(() -> Cookies.read(request, Cookies.LANGUAGE).flatMap(Language::tagged))
        .orElseGet(() -> Language.accepted(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
  }
}

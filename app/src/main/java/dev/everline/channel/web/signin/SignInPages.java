package dev.everline.channel.web.signin;

import dev.everline.account.AuditTrail;
import dev.everline.account.Caller;
import dev.everline.account.Providers;
import dev.everline.account.Sessions;
import dev.everline.account.SignIn;
import dev.everline.channel.web.door.Callers;
import dev.everline.channel.web.door.Doorkeeper;
import dev.everline.channel.web.door.PortalRules;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.words.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Signing in and out, and the language of people who aren't signed in yet. */
@ServesPages
final class SignInPages {

  /** The cookie outlives no session; the session's own end is what counts. */
  private static final Duration COOKIE_LIFE = Duration.ofDays(90);

  /** Browsers forget such a cookie when they are closed. */
  private static final Duration WHILE_OPEN = Duration.ofSeconds(-1);

  private static final Duration LANGUAGE_LIFE = Duration.ofDays(365);

  private static final String FORM = "signin/sign-in";
  private static final String CODE_FORM = "signin/sign-in-code";

  private final SignIn signIn;
  private final Providers providers;
  private final Sessions sessions;
  private final AuditTrail audit;
  private final CsrfTokenRepository formTokens;
  private final PortalRules rules;
  private final Callers callers;
  private final PortalAddress address;
  private final Pages pages;

  SignInPages(
      SignIn signIn,
      Providers providers,
      Sessions sessions,
      AuditTrail audit,
      CsrfTokenRepository formTokens,
      PortalRules rules,
      Callers callers,
      PortalAddress address,
      Pages pages) {
    this.signIn = signIn;
    this.providers = providers;
    this.sessions = sessions;
    this.audit = audit;
    this.formTokens = formTokens;
    this.rules = rules;
    this.callers = callers;
    this.address = address;
    this.pages = pages;
  }

  /**
   * @param next where to go afterwards
   * @param name as typed
   * @param careful whether the place is said not to be trusted
   * @param refusal null where nothing is refused
   * @param providers by whose accounts people may sign in; empty where none is configured
   */
  record SignInPage(
      String next,
      String name,
      boolean careful,
      @Nullable Refusal refusal,
      List<Providers.Provider> providers) {}

  /** What a form was sent with, to be shown again where it is refused. */
  private record Typed(String template, String name, boolean careful, String next) {}

  private SignInPage form(Typed typed, @Nullable Refusal refusal) {
    return new SignInPage(
        typed.next(), typed.name(), typed.careful(), refusal, providers.configured());
  }

  private static Typed blank(String template, String next) {
    return new Typed(template, "", false, next);
  }

  @GetMapping("/sign-in")
  View form(Visit visit, @RequestParam(defaultValue = "/") String next) {
    return visit.isSignedIn()
        ? Pages.to(rules.local(next))
        : pages.show(FORM, visit, form(blank(FORM, rules.local(next)), null));
  }

  @PostMapping("/sign-in")
  View signIn(
      Visit visit,
      @RequestParam String name,
      @RequestParam String password,
      @RequestParam(defaultValue = "false") boolean careful,
      @RequestParam(defaultValue = "/") String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    Caller caller = callers.of(request, response, careful);
    SignIn.Answer answer = signIn.withPassword(name, password, caller);
    return answer(
        answer,
        new Typed(FORM, name, careful, rules.local(next)),
        Refusal.of(visit, "sign-in.refused").at("password"),
        visit,
        caller,
        request,
        response);
  }

  @PostMapping("/sign-in/passkey")
  View signInWithPasskey(
      Visit visit,
      @RequestParam(defaultValue = "") String passkey,
      @RequestParam(defaultValue = "false") boolean careful,
      @RequestParam(defaultValue = "/") String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    Caller caller = callers.of(request, response, careful);
    SignIn.Answer answer = signIn.withPasskey(passkey, address.site(request), caller);
    return answer(
        answer,
        new Typed(FORM, "", careful, rules.local(next)),
        Refusal.of(visit, "passkey.not-signed-in"),
        visit,
        caller,
        request,
        response);
  }

  @GetMapping("/sign-in/code")
  View codeForm(Visit visit, @RequestParam(defaultValue = "/") String next) {
    return pages.show(CODE_FORM, visit, form(blank(CODE_FORM, rules.local(next)), null));
  }

  @PostMapping("/sign-in/code")
  View code(
      Visit visit,
      @RequestParam String code,
      @RequestParam(defaultValue = "/") String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    Sessions.Session half = visit.session();
    if (half == null) {
      return Pages.to("/sign-in");
    }
    Caller caller = callers.of(request, response, half.careful());
    SignIn.Answer answer = signIn.withCode(half, code, caller);
    return answer(
        answer,
        blank(CODE_FORM, rules.local(next)),
        Refusal.of(visit, "sign-in-code.refused").at("code"),
        visit,
        caller,
        request,
        response);
  }

  /**
   * @param said when it is refused
   */
  private View answer(
      SignIn.Answer answer,
      Typed typed,
      Refusal said,
      Visit visit,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    return switch (answer) {
      case SignIn.SignedIn done -> {
        audit.add(
            done.member().account(),
            done.member(),
            AuditTrail.Act.SIGNED_IN,
            done.member().id().toString());
        enter(done, caller, request, response);
        yield Pages.to(typed.next());
      }
      case SignIn.CodeNeeded half -> {
        Cookies.write(request, response, Cookies.SESSION, half.cookie(), life(caller));
        yield Pages.to("/sign-in/code" + Doorkeeper.next(typed.next()));
      }
      case SignIn.Refused refused ->
          pages.show(HttpStatus.UNAUTHORIZED, typed.template(), visit, form(typed, said));
      case SignIn.TooMany tooMany -> tooMany(visit, typed, tooMany.retryIn());
    };
  }

  private View tooMany(Visit visit, Typed typed, Duration retryIn) {
    Refusal said = Refusal.of(visit, "sign-in.too-many", visit.wait(retryIn));
    return pages.later(retryIn, typed.template(), visit, form(typed, said));
  }

  /** Where somebody tried to sign in too often by other than these forms. */
  View tooMany(Visit visit, Duration retryIn) {
    return tooMany(visit, blank(FORM, "/"), retryIn);
  }

  /** From now on the browser is signed in; forms that it was given before are worth nothing. */
  void enter(
      SignIn.SignedIn done,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    formTokens.saveToken(null, request, response);
    Cookies.write(request, response, Cookies.SESSION, done.cookie(), life(caller));
  }

  private static Duration life(Caller caller) {
    return caller.careful() ? WHILE_OPEN : COOKIE_LIFE;
  }

  @PostMapping("/sign-out")
  View signOut(Visit visit, HttpServletRequest request, HttpServletResponse response) {
    Sessions.Session session = visit.signedIn();
    audit.add(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.SIGNED_OUT,
        visit.member().id().toString());
    sessions.end(session.member().id(), session.id());
    Cookies.delete(request, response, Cookies.SESSION);
    formTokens.saveToken(null, request, response);
    return Pages.to("/sign-in");
  }

  @PostMapping("/language")
  View language(
      @RequestParam String language,
      @RequestParam(defaultValue = "/") String back,
      HttpServletRequest request,
      HttpServletResponse response) {
    Language.tagged(language)
        .ifPresent(
            known ->
                Cookies.write(request, response, Cookies.LANGUAGE, known.tag(), LANGUAGE_LIFE));
    return Pages.to(rules.local(back));
  }
}

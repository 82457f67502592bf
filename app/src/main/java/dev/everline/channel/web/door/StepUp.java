package dev.everline.channel.web.door;

import dev.everline.account.AuditTrail;
import dev.everline.account.Caller;
import dev.everline.account.Members;
import dev.everline.account.Places;
import dev.everline.account.Sessions;
import dev.everline.account.SignIn;
import dev.everline.account.WaysIn;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * Asks for a fresh proof before an act that needs one, and then goes on with the act. The page that
 * asks holds the form that was sent and sends it again together with the proof, so that nothing
 * that was typed is lost, also without scripts; a page that was asked for by its address is gone to
 * afterwards.
 *
 * <p>Stands behind the rules of who may what, and before the pages.
 */
final class StepUp {

  static final String PASSWORD = "step-up-password";
  static final String CODE = "step-up-code";
  static final String PASSKEY = "step-up-passkey";
  private static final Set<String> PROOFS = Set.of(PASSWORD, CODE, PASSKEY);

  /** What isn't written into a page; a form with one of them is filled in again. */
  private static final Set<String> SECRETS = Set.of("password", "present", "wanted", "code");

  private final SignIn signIn;
  private final Sessions sessions;
  private final Places places;
  private final Members members;
  private final AuditTrail audit;
  private final Callers callers;
  private final PortalAddress address;
  private final Pages pages;

  StepUp(
      SignIn signIn,
      Sessions sessions,
      Places places,
      Members members,
      AuditTrail audit,
      Callers callers,
      PortalAddress address,
      Pages pages) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.places = places;
    this.members = members;
    this.audit = audit;
    this.callers = callers;
    this.address = address;
    this.pages = pages;
  }

  /**
   * @param action where the proof is sent
   * @param next where to go afterwards, or null when the act itself is sent along
   * @param held the fields of the act's form
   * @param back where to go without giving proof
   * @param refusal null where nothing is refused
   */
  record StepUpPage(
      String action,
      @Nullable String next,
      Map<String, List<String>> held,
      String back,
      WaysIn ways,
      @Nullable Refusal refusal) {}

  /**
   * Whether a request may go on; when not, it is answered.
   *
   * @throws IOException when the answer can't be sent
   */
  boolean letsPass(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<StepUpRules.Need> need = StepUpRules.needOf(request);
    Visit visit = pages.visit(request);
    if (need.isEmpty() || !visit.isSignedIn()) {
      return true;
    }
    Sessions.Session session = visit.signedIn();
    if (need.get() == StepUpRules.Need.FRESH_AND_NEVER_CAREFUL && session.careful()) {
      pages.problem(request, response, ProblemPage.careful());
      return false;
    }
    Caller caller = callers.of(request, response, session.careful());
    SignIn.@Nullable Proof proof = null;
    if (HttpMethod.POST.matches(request.getMethod()) && bringsProof(request)) {
      proof = prove(visit, request, caller);
      if (proof instanceof SignIn.Proved) {
        // To a careful session it counts for the act that it came with, and for no other.
        return !session.careful() || sessions.useUpProof(session, caller);
      }
    } else if (isProvedFor(need.get(), session, caller)) {
      return true;
    }
    ask(visit, request, response, proof);
    return false;
  }

  private boolean isProvedFor(StepUpRules.Need need, Sessions.Session session, Caller caller) {
    if (session.careful()) {
      return sessions.useUpProof(session, caller);
    }
    return sessions.isProved(session, caller)
        || (need == StepUpRules.Need.FRESH_IN_A_NEW_PLACE
            && places.knows(session.member().id(), caller));
  }

  private static boolean bringsProof(HttpServletRequest request) {
    return !field(request, PASSWORD).isEmpty() || !field(request, PASSKEY).isEmpty();
  }

  private static String field(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }

  /** Checks the proof that members give of who they are, and notes it when it is right. */
  SignIn.Proof prove(Visit visit, HttpServletRequest request, Caller caller) {
    Sessions.Session session = visit.signedIn();
    String passkey = field(request, PASSKEY);
    SignIn.Proof proof =
        passkey.isEmpty()
            ? signIn.proveByPassword(
                session, field(request, PASSWORD), field(request, CODE), caller)
            : signIn.proveByPasskey(session, passkey, address.site(request), caller);
    if (proof instanceof SignIn.Proved) {
      audit.add(
          visit.accountId(),
          visit.member(),
          AuditTrail.Act.STEPPED_UP,
          visit.member().id().toString());
    }
    return proof;
  }

  private static Map<String, List<String>> held(HttpServletRequest request) {
    Map<String, List<String>> held = new TreeMap<>();
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (!PROOFS.contains(name) && !name.equals("_csrf")) {
                held.put(name, List.of(values));
              }
            });
    return held;
  }

  private void ask(
      Visit visit,
      HttpServletRequest request,
      HttpServletResponse response,
      SignIn.@Nullable Proof refused)
      throws IOException {
    Map<String, List<String>> held = held(request);
    String path = request.getRequestURI();
    boolean isForm = HttpMethod.POST.matches(request.getMethod());
    if (isForm && held.keySet().stream().noneMatch(SECRETS::contains)) {
      ask(visit, response, path, null, held, refused);
    } else {
      String query = request.getQueryString();
      String next = isForm ? "/settings" : query == null ? path : path + "?" + query;
      ask(visit, response, "/step-up", next, Map.of(), refused);
    }
  }

  /** Shows the page that asks; a proof that was refused is told. */
  void ask(
      Visit visit,
      HttpServletResponse response,
      String action,
      @Nullable String next,
      Map<String, List<String>> held,
      SignIn.@Nullable Proof refused)
      throws IOException {
    HttpStatus status =
        switch (refused) {
          case SignIn.TooMany tooMany -> HttpStatus.TOO_MANY_REQUESTS;
          case SignIn.Refused wrong -> HttpStatus.FORBIDDEN;
          case SignIn.Proved proved -> HttpStatus.OK;
          case null -> HttpStatus.OK;
        };
    WaysIn ways = members.waysIn(visit.member().id());
    Refusal said =
        switch (refused) {
          case SignIn.TooMany tooMany ->
              Refusal.of(visit, "sign-in.too-many", visit.wait(tooMany.retryIn()));
          case SignIn.Refused wrong ->
              Refusal.of(visit, "step-up.refused").at(ways.password() ? PASSWORD : null);
          case SignIn.Proved proved -> null;
          case null -> null;
        };
    if (refused instanceof SignIn.TooMany tooMany) {
      Pages.later(response, tooMany.retryIn());
    }
    String back = action.startsWith("/lines/") ? action.replaceFirst("/[^/]*$", "") : "/settings";
    pages.write(
        response,
        status,
        "door/step-up",
        visit,
        new StepUpPage(action, next, held, back, ways, said));
  }
}

package dev.everline.channel.web.signin;

import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.Caller;
import dev.everline.account.Invitations;
import dev.everline.account.Joining;
import dev.everline.account.Member;
import dev.everline.account.ProviderIdentity;
import dev.everline.account.Providers;
import dev.everline.account.Role;
import dev.everline.account.SignIn;
import dev.everline.channel.web.door.Callers;
import dev.everline.channel.web.frame.Device;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Becoming a member by a code: the first owner by the one that the server printed. */
@ServesPages
final class JoinPages {

  private static final String USUAL_ZONE = "America/New_York";

  private static final Set<String> TYPED = Set.of("name", "password");

  private final Joining joining;
  private final Accounts accounts;
  private final Invitations invitations;
  private final Providers providers;
  private final SignIn signIn;
  private final SignInPages doors;
  private final AuditTrail audit;
  private final Callers callers;
  private final PortalAddress address;
  private final Pages pages;

  JoinPages(
      Joining joining,
      Accounts accounts,
      Invitations invitations,
      Providers providers,
      SignIn signIn,
      SignInPages doors,
      AuditTrail audit,
      Callers callers,
      PortalAddress address,
      Pages pages) {
    this.joining = joining;
    this.accounts = accounts;
    this.invitations = invitations;
    this.providers = providers;
    this.signIn = signIn;
    this.doors = doors;
    this.audit = audit;
    this.callers = callers;
    this.address = address;
    this.pages = pages;
  }

  /**
   * @param first whether nobody is a member yet
   * @param code as it was typed, to be corrected
   * @param zone chosen for where they live
   * @param refusal null where nothing is refused
   * @param providers by whose accounts people may join; empty where none is configured
   * @param came by which of them somebody comes, or null
   */
  record JoinPage(
      boolean first,
      String code,
      String name,
      String zone,
      @Nullable Refusal refusal,
      List<Providers.Provider> providers,
      @Nullable Ticket came) {}

  /**
   * Of somebody who comes from a provider.
   *
   * @param provider its name
   * @param text sent back with the form
   */
  record Ticket(String provider, String text) {}

  @GetMapping("/join")
  View form(Visit visit) {
    return form(visit, HttpStatus.OK, "", "", USUAL_ZONE, null, null);
  }

  private View form(
      Visit visit,
      HttpStatus status,
      String code,
      String name,
      String zone,
      @Nullable Refusal refusal,
      @Nullable ProviderIdentity came) {
    List<Providers.Provider> configured = providers.configured();
    Ticket ticket = came == null ? null : new Ticket(nameOf(came), providers.ticket(came));
    return pages.show(
        status,
        "signin/join",
        visit,
        new JoinPage(
            !invitations.somebodyIsMember(), code, name, zone, refusal, configured, ticket));
  }

  private String nameOf(ProviderIdentity came) {
    return providers.configured().stream()
        .filter(one -> one.id().equals(came.provider()))
        .findFirst()
        .map(Providers.Provider::name)
        .orElse(came.provider());
  }

  /** Somebody has come back from a provider; only their code and a name are still missing. */
  View form(Visit visit, ProviderIdentity came) {
    return form(visit, HttpStatus.OK, "", "", USUAL_ZONE, null, came);
  }

  /** Joins with the identity that somebody has just proved at a provider. */
  @PostMapping("/join/by-provider")
  View joinByProvider(
      Visit visit,
      @RequestParam String code,
      @RequestParam String name,
      @RequestParam(defaultValue = "") String ticket,
      @RequestParam(defaultValue = "") String zone,
      HttpServletRequest request,
      HttpServletResponse response) {
    ProviderIdentity came = providers.cameWith(ticket).orElse(null);
    if (came == null) {
      Refusal late = Refusal.of(visit, "join.came-too-late");
      return form(visit, HttpStatus.FORBIDDEN, code, name, chosen(zone), late, null);
    }
    Member member;
    try {
      member = joining.byProvider(code, name, came);
    } catch (ProblemException refused) {
      HttpStatus status = HttpStatus.valueOf(refused.type().httpStatus());
      Refusal said =
          providers.isTaken(came)
              ? Refusal.of(visit, "join.elsewhere-taken")
              : refusal(visit, refused);
      return form(visit, status, code, name, chosen(zone), said, came);
    }
    tellZone(member, zone);
    enter(member, callers.of(request, response, false), request, response);
    audit.add(member.account(), member, AuditTrail.Act.PROVIDER_LINKED, came.provider());
    // Now is the time to add a passkey or password: who has just joined is asked for nothing.
    return Pages.to("/settings/passkeys");
  }

  /** Only the first to say so decides it: an account has one zone, and its owner can change it. */
  private void tellZone(Member member, String zone) {
    if (chosen(zone).equals(zone)) {
      accounts.tellZoneIfUnknown(member.account(), zone);
    }
  }

  /** What was chosen, or the usual zone in the place of what is none. */
  private static String chosen(String zone) {
    return ZoneId.getAvailableZoneIds().contains(zone) ? zone : USUAL_ZONE;
  }

  private void enter(
      Member member, Caller caller, HttpServletRequest request, HttpServletResponse response) {
    audit.add(member.account(), member, AuditTrail.Act.JOINED, member.id().toString());
    doors.enter(signIn.afterJoining(member, caller), caller, request, response);
  }

  /** By a passkey, when the browser has made one, or else by a password. */
  @PostMapping("/join")
  View join(
      Visit visit,
      @RequestParam String code,
      @RequestParam String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String passkey,
      @RequestParam(defaultValue = "") String zone,
      HttpServletRequest request,
      HttpServletResponse response) {
    Caller caller = callers.of(request, response, false);
    Member member;
    try {
      member =
          passkey.isEmpty()
              ? joining.withPassword(code, name, password)
              : joining.withPasskey(
                  code, name, passkey, address.site(request), passkeyName(visit, caller));
    } catch (ProblemException refused) {
      HttpStatus status = HttpStatus.valueOf(refused.type().httpStatus());
      return form(visit, status, code, name, chosen(zone), refusal(visit, refused), null);
    }
    tellZone(member, zone);
    enter(member, caller, request, response);
    return Pages.to(isToBeWelcomed(member) ? "/welcome" : "/");
  }

  /** An owner is asked how they want it, once for each account. */
  private boolean isToBeWelcomed(Member member) {
    return member.role() == Role.OWNER && !accounts.get(member.account()).welcomed();
  }

  private static String passkeyName(Visit visit, Caller caller) {
    return caller.device().isBlank() ? visit.say("passkey.first") : Device.named(caller.device());
  }

  private Refusal refusal(Visit visit, ProblemException refused) {
    return switch (refused.type()) {
      case NOT_FOUND ->
          Refusal.of(
                  visit,
                  invitations.somebodyIsMember() ? "join.wrong-code" : "join.wrong-first-code")
              .at("code");
      case CONFLICT -> Refusal.of(visit, "join.name-taken").at("name");
      case FORBIDDEN -> Refusal.of(visit, "passkey.refused");
      default ->
          Refusal.of(ProblemPage.of(refused).said(visit))
              .at(
                  refused instanceof InvalidValue wrong && TYPED.contains(wrong.name())
                      ? wrong.name()
                      : null);
    };
  }
}

package dev.everline.channel.web;

import dev.everline.account.AuditTrail;
import dev.everline.account.Caller;
import dev.everline.account.Invitations;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.account.SignIn;
import dev.everline.kernel.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Becoming a member by a code: the first owner by the one that the server printed. */
@ServesPages
final class JoinPages {

  private final Members members;
  private final Invitations invitations;
  private final SignIn signIn;
  private final SignInPages doors;
  private final AuditTrail audit;
  private final Callers callers;
  private final PortalAddress address;
  private final Pages pages;

  JoinPages(
      Members members,
      Invitations invitations,
      SignIn signIn,
      SignInPages doors,
      AuditTrail audit,
      Callers callers,
      PortalAddress address,
      Pages pages) {
    this.members = members;
    this.invitations = invitations;
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
   * @param problem a message's key, or null
   */
  record Form(boolean first, String code, String name, @Nullable String problem) {}

  @GetMapping("/join")
  View form(Visit visit) {
    return pages.show("join", visit, new Form(!invitations.somebodyIsMember(), "", "", null));
  }

  /** By a passkey, when the browser has made one, or else by a password. */
  @PostMapping("/join")
  View join(
      Visit visit,
      @RequestParam String code,
      @RequestParam String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String passkey,
      HttpServletRequest request,
      HttpServletResponse response) {
    Caller caller = callers.of(request, response, false);
    Member member;
    try {
      member =
          passkey.isEmpty()
              ? members.join(code, name, password)
              : members.joinWithPasskey(
                  code, name, passkey, address.site(request), passkeyName(visit, caller));
    } catch (ProblemException refused) {
      return pages.show(
          HttpStatus.valueOf(refused.type().httpStatus()),
          "join",
          visit,
          new Form(!invitations.somebodyIsMember(), code, name, problem(refused)));
    }
    audit.add(member.account(), member, AuditTrail.Act.JOINED, member.id().toString());
    doors.enter(signIn.afterJoining(member, caller), caller, request, response);
    return Pages.to("/");
  }

  private static String passkeyName(Visit visit, Caller caller) {
    return caller.device().isBlank() ? visit.say("passkey.first") : Device.named(caller.device());
  }

  private static String problem(ProblemException refused) {
    return switch (refused.type()) {
      case NOT_FOUND -> "join.wrong-code";
      case CONFLICT -> "join.name-taken";
      case FORBIDDEN -> "passkey.refused";
      default -> ProblemPage.of(refused).key();
    };
  }
}

package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.account.Members;
import dev.everline.account.Passkeys;
import dev.everline.account.Providers;
import dev.everline.account.Sessions;
import dev.everline.channel.web.frame.Device;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.PasskeyId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Passkeys: what browsers are asked before they make or use one, and the list of a member's own.
 */
@ServesPages
final class PasskeyPages {

  private final Passkeys passkeys;
  private final Members members;
  private final Sessions sessions;
  private final Providers providers;
  private final AuditTrail audit;
  private final PortalAddress address;
  private final Pages pages;

  PasskeyPages(
      Passkeys passkeys,
      Members members,
      Sessions sessions,
      Providers providers,
      AuditTrail audit,
      PortalAddress address,
      Pages pages) {
    this.passkeys = passkeys;
    this.members = members;
    this.sessions = sessions;
    this.providers = providers;
    this.audit = audit;
    this.address = address;
    this.pages = pages;
  }

  // --- what browsers are asked

  /** Only somebody with a code is asked anything, so that there is no need to count. */
  @PostMapping("/join/passkey")
  ResponseEntity<Map<String, Object>> beforeJoining(
      Visit visit,
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String name,
      HttpServletRequest request) {
    try {
      return making(passkeys.offerToJoin(code, name, address.site(request)));
    } catch (ProblemException refused) {
      boolean wrongCode = refused.type() == ProblemType.NOT_FOUND;
      return told(
          HttpStatus.valueOf(refused.type().httpStatus()),
          visit.say(wrongCode ? "join.wrong-code" : ProblemPage.of(refused).key()));
    }
  }

  @PostMapping("/sign-in/passkey/options")
  ResponseEntity<Map<String, Object>> beforeSigningIn(HttpServletRequest request) {
    return using(passkeys.ask(address.site(request)));
  }

  @PostMapping("/settings/passkeys/options")
  ResponseEntity<Map<String, Object>> beforeAdding(Visit visit, HttpServletRequest request) {
    return making(passkeys.offer(visit.member(), address.site(request)));
  }

  @PostMapping("/step-up/passkey")
  ResponseEntity<Map<String, Object>> beforeProving(Visit visit, HttpServletRequest request) {
    return using(passkeys.askToProve(visit.member().id(), address.site(request)));
  }

  private static ResponseEntity<Map<String, Object>> told(HttpStatus status, String problem) {
    return ResponseEntity.status(status).body(Map.of("problem", problem));
  }

  /** In the form of WebAuthn's {@code PublicKeyCredentialCreationOptionsJSON}. */
  private static ResponseEntity<Map<String, Object>> making(Passkeys.CreationOptions asked) {
    Map<String, Object> options =
        Map.of(
            "challenge",
            asked.challenge(),
            "rp",
            Map.of("id", asked.host(), "name", "Everline"),
            "user",
            Map.of(
                "id", asked.userHandle(),
                "name", asked.userName(),
                "displayName", asked.userName()),
            "pubKeyCredParams",
            asked.algorithms().stream()
                .map(algorithm -> Map.of("type", "public-key", "alg", algorithm))
                .toList(),
            "excludeCredentials",
            credentials(asked.excluded()),
            "authenticatorSelection",
            Map.of(
                "residentKey", "required",
                "requireResidentKey", true,
                "userVerification", "required"),
            "attestation",
            "none");
    return ResponseEntity.ok(Map.of("create", options));
  }

  /** In the form of WebAuthn's {@code PublicKeyCredentialRequestOptionsJSON}. */
  private static ResponseEntity<Map<String, Object>> using(Passkeys.RequestOptions asked) {
    Map<String, Object> options =
        Map.of(
            "challenge", asked.challenge(),
            "rpId", asked.host(),
            "allowCredentials", credentials(asked.allowed()),
            "userVerification", "required");
    return ResponseEntity.ok(Map.of("get", options));
  }

  private static List<Map<String, Object>> credentials(List<String> ids) {
    return ids.stream().map(id -> Map.<String, Object>of("type", "public-key", "id", id)).toList();
  }

  // --- a member's own

  /**
   * @param suggested a name for a new one
   * @param providers by whose accounts the member may sign in; empty where none is configured
   * @param linked the ids of those that the member has linked
   * @param typed the name that was refused; empty where none was
   * @param refusal null where nothing is refused
   */
  record PasskeysPage(
      List<Passkeys.Listed> passkeys,
      boolean hasPassword,
      String suggested,
      List<Providers.Provider> providers,
      Set<String> linked,
      String typed,
      @Nullable Refusal refusal) {

    /** What is in a field: what was refused of it, or else what is so. */
    String typed(String field, String present) {
      return Refusal.told(refusal, field) == null ? present : typed;
    }
  }

  @GetMapping("/settings/passkeys")
  View list(
      Visit visit, @RequestHeader(value = HttpHeaders.USER_AGENT, defaultValue = "") String agent) {
    return show(HttpStatus.OK, visit, agent, "", null);
  }

  private View show(
      HttpStatus status, Visit visit, String agent, String typed, @Nullable Refusal refusal) {
    return pages.show(
        status,
        "settings/passkeys",
        visit,
        new PasskeysPage(
            passkeys.list(visit.member().id()),
            members.waysIn(visit.member().id()).password(),
            Device.named(agent),
            providers.configured(),
            providers.linked(visit.member().id()),
            typed,
            refusal));
  }

  @PostMapping("/settings/passkeys")
  View add(
      Visit visit,
      @RequestParam String passkey,
      @RequestParam String name,
      @RequestHeader(value = HttpHeaders.USER_AGENT, defaultValue = "") String agent,
      HttpServletRequest request) {
    PasskeyId added;
    try {
      added = passkeys.add(visit.member(), name, passkey, address.site(request));
    } catch (ProblemException refused) {
      return refused(visit, agent, refused, "name", name);
    }
    note(visit, Act.PASSKEY_ADDED, added.toString());
    return Pages.to("/settings/passkeys");
  }

  @PostMapping("/settings/passkeys/{passkey}/rename")
  View rename(
      Visit visit,
      @PathVariable String passkey,
      @RequestParam String name,
      @RequestHeader(value = HttpHeaders.USER_AGENT, defaultValue = "") String agent) {
    PasskeyId id = PasskeyId.parse(passkey);
    try {
      passkeys.rename(visit.member().id(), id, name);
    } catch (ProblemException refused) {
      return refused(visit, agent, refused, "name-" + id, name);
    }
    note(visit, Act.PASSKEY_RENAMED, id.toString());
    return Pages.to("/settings/passkeys");
  }

  /** Also signs out anyone who has the device. */
  @PostMapping("/settings/passkeys/{passkey}/remove")
  View remove(
      Visit visit,
      @PathVariable String passkey,
      @RequestHeader(value = HttpHeaders.USER_AGENT, defaultValue = "") String agent) {
    PasskeyId id = PasskeyId.parse(passkey);
    try {
      passkeys.remove(visit.member().id(), id);
    } catch (ProblemException refused) {
      return refused(visit, agent, refused, null, "");
    }
    sessions.endOthers(visit.member().id(), visit.signedIn().id());
    note(visit, Act.PASSKEY_REMOVED, id.toString());
    return Pages.to("/settings/passkeys");
  }

  /** From then on passkeys alone sign the member in. */
  @PostMapping("/settings/password/remove")
  View removePassword(
      Visit visit, @RequestHeader(value = HttpHeaders.USER_AGENT, defaultValue = "") String agent) {
    try {
      members.removePassword(visit.member().id());
    } catch (ProblemException refused) {
      return refused(visit, agent, refused, null, "");
    }
    sessions.endOthers(visit.member().id(), visit.signedIn().id());
    note(visit, Act.PASSWORD_REMOVED, visit.member().id().toString());
    return Pages.to("/settings/passkeys");
  }

  /** What isn't the member's is as if it weren't there. */
  private View refused(
      Visit visit, String agent, ProblemException refused, @Nullable String field, String typed) {
    Refusal said =
        switch (refused.type()) {
          case NOT_FOUND -> throw refused;
          case FORBIDDEN -> Refusal.of(visit, "passkey.refused");
          case CONFLICT -> Refusal.of(visit, "passkey.last-way-in");
          default -> Refusal.of(ProblemPage.of(refused).said(visit)).at(field);
        };
    return show(HttpStatus.valueOf(refused.type().httpStatus()), visit, agent, typed, said);
  }

  private void note(Visit visit, Act act, String subject) {
    audit.add(visit.accountId(), visit.member(), act, subject);
  }
}

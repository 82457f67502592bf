package dev.everline.channel.web.settings;

import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.account.Invitations;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.account.OneTimeCodes;
import dev.everline.account.Role;
import dev.everline.account.Sessions;
import dev.everline.account.TooManyTries;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.QrCode;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.InvitationId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.SessionId;
import dev.everline.kernel.TokenId;
import dev.everline.words.Language;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * How a member wants the portal and signs in; for an owner, who else may what, and what was done.
 */
@ServesPages
public final class SettingsPages {

  private static final Set<String> THEMES = Set.of("light", "dark");
  private static final int AUDIT_ROWS = 100;
  private static final int LONGEST_DAYS = 3_650;

  private final Members members;
  private final OneTimeCodes codes;
  private final Sessions sessions;
  private final Invitations invitations;
  private final ApiTokens tokens;
  private final AuditTrail audit;
  private final Accounts accounts;
  private final Pages pages;

  SettingsPages(
      Members members,
      OneTimeCodes codes,
      Sessions sessions,
      Invitations invitations,
      ApiTokens tokens,
      AuditTrail audit,
      Accounts accounts,
      Pages pages) {
    this.members = members;
    this.codes = codes;
    this.sessions = sessions;
    this.invitations = invitations;
    this.tokens = tokens;
    this.audit = audit;
    this.accounts = accounts;
    this.pages = pages;
  }

  /**
   * @param hasPassword whether there is one to change
   * @param recoveryCodes how many are left
   * @param members and what follows it are empty for who isn't an owner
   * @param problem a message's key, or null
   * @param retryIn how long until a password is looked at again, or null
   */
  record Shown(
      List<Sessions.Listed> sessions,
      boolean hasPassword,
      int recoveryCodes,
      List<Member> members,
      List<Invitations.Open> invitations,
      List<ApiTokens.Listed> tokens,
      @Nullable String problem,
      @Nullable Duration retryIn) {}

  @GetMapping("/settings")
  View settings(Visit visit) {
    return show(HttpStatus.OK, visit, null);
  }

  private View show(HttpStatus status, Visit visit, @Nullable String problem) {
    return pages.show(status, "settings/settings", visit, shown(visit, problem, null));
  }

  private Shown shown(Visit visit, @Nullable String problem, @Nullable Duration retryIn) {
    boolean owns = visit.owns();
    return new Shown(
        sessions.list(visit.member().id()),
        members.waysIn(visit.member().id()).password(),
        visit.member().asksCode() ? codes.recoveryCodesLeft(visit.member().id()) : 0,
        owns ? members.list(visit.accountId()) : List.of(),
        owns ? invitations.open(visit.accountId()) : List.of(),
        owns
            ? tokens.list(visit.accountId()).stream()
                .filter(token -> token.revokedAt() == null)
                .toList()
            : List.of(),
        problem,
        retryIn);
  }

  @PostMapping("/settings/preferences")
  View prefer(
      Visit visit,
      @RequestParam(defaultValue = "") String language,
      @RequestParam(defaultValue = "") String theme) {
    members.prefer(
        visit.member().id(),
        Language.tagged(language).map(Language::tag).orElse(null),
        THEMES.contains(theme) ? theme : null);
    return Pages.to("/settings");
  }

  /** Where the account's people live: their times, and the hours in which they are told. */
  @PostMapping("/settings/zone")
  View zone(Visit visit, @RequestParam String zone) {
    try {
      accounts.tellZone(visit.accountId(), zone);
    } catch (InvalidValue unknown) {
      return show(HttpStatus.BAD_REQUEST, visit, "zone.unknown");
    }
    return Pages.to("/settings#zone");
  }

  // --- one's own ways in

  /** Whoever has learned the old password is signed out. */
  @PostMapping("/settings/password")
  View password(
      Visit visit, @RequestParam(defaultValue = "") String present, @RequestParam String wanted) {
    try {
      members.changePassword(visit.member(), present, wanted);
    } catch (ProblemException refused) {
      return refused(visit, refused, "settings.wrong-password");
    }
    sessions.endOthers(visit.member().id(), visit.signedIn().id());
    noteOfOneself(visit, Act.PASSWORD_CHANGED);
    return Pages.to("/settings");
  }

  /**
   * @param secret as it is typed into an app that can't read the picture
   * @param problem a message's key, or null
   */
  record Codes(QrCode picture, String secret, @Nullable String problem) {}

  @PostMapping("/settings/codes/offer")
  View offerCodes(Visit visit) {
    codes.offer(visit.member().id());
    return Pages.to("/settings/codes");
  }

  @GetMapping("/settings/codes")
  View codes(Visit visit) {
    return showCodes(HttpStatus.OK, visit, null);
  }

  private View showCodes(HttpStatus status, Visit visit, @Nullable String problem) {
    Optional<byte[]> seed = codes.offered(visit.member().id());
    return seed.map(
            bytes -> {
              String secret = new Base32().encodeToString(bytes);
              String address =
                  "otpauth://totp/Everline:%s?secret=%s&issuer=Everline"
                      .formatted(
                          URLEncoder.encode(visit.member().name(), StandardCharsets.UTF_8)
                              .replace("+", "%20"),
                          secret);
              return pages.show(
                  status, "settings/codes", visit, new Codes(QrCode.of(address), secret, problem));
            })
        .orElseGet(() -> Pages.to("/settings"));
  }

  /** What is given out this once: recovery codes, a token, an invitation's code. */
  record GivenOut(String title, String explanation, List<String> secrets) {}

  @PostMapping("/settings/codes")
  View startCodes(Visit visit, @RequestParam String code) {
    List<String> recovery;
    try {
      recovery = codes.start(visit.member().id(), code);
    } catch (ProblemException refused) {
      return showCodes(HttpStatus.FORBIDDEN, visit, "sign-in-code.refused");
    }
    sessions.endOthers(visit.member().id(), visit.signedIn().id());
    noteOfOneself(visit, Act.CODES_STARTED);
    return pages.show(
        "settings/given-out",
        visit,
        new GivenOut("given-out.recovery", "given-out.recovery-why", recovery));
  }

  @PostMapping("/settings/codes/stop")
  View stopCodes(Visit visit, @RequestParam String password) {
    try {
      codes.stop(visit.member(), password);
    } catch (ProblemException refused) {
      return refused(visit, refused, "settings.wrong-password");
    }
    noteOfOneself(visit, Act.CODES_STOPPED);
    return Pages.to("/settings");
  }

  @PostMapping("/settings/sessions/{session}/end")
  View endSession(Visit visit, @PathVariable String session) {
    SessionId id = SessionId.parse(session);
    sessions.end(visit.member().id(), id);
    note(visit, Act.SESSION_ENDED, id.toString());
    return Pages.to("/settings");
  }

  /** In a place that isn't trusted: numbers stay masked, and each act asks who it is. */
  @PostMapping("/settings/careful/start")
  View beCareful(Visit visit) {
    sessions.beCareful(visit.signedIn());
    noteOfOneself(visit, Act.CAREFUL_STARTED);
    return Pages.to("/settings");
  }

  @PostMapping("/settings/careful/stop")
  View stopBeingCareful(Visit visit) {
    sessions.stopBeingCareful(visit.signedIn());
    noteOfOneself(visit, Act.CAREFUL_STOPPED);
    return Pages.to("/settings");
  }

  // --- the account's members

  @PostMapping("/settings/invitations")
  View invite(Visit visit, @RequestParam String role) {
    Role wanted = role(role);
    note(visit, Act.MEMBER_INVITED, wanted.name());
    String code = invitations.create(visit.accountId(), wanted);
    return pages.show(
        "settings/given-out",
        visit,
        new GivenOut("given-out.invitation", "given-out.invitation-why", List.of(code)));
  }

  @PostMapping("/settings/invitations/{invitation}/end")
  View endInvitation(Visit visit, @PathVariable String invitation) {
    InvitationId id = InvitationId.parse(invitation);
    invitations.revoke(visit.accountId(), id);
    note(visit, Act.INVITATION_ENDED, id.toString());
    return Pages.to("/settings");
  }

  @PostMapping("/settings/members/{member}/role")
  View changeRole(Visit visit, @PathVariable String member, @RequestParam String role) {
    MemberId id = MemberId.parse(member);
    Role wanted = role(role);
    try {
      members.changeRole(visit.accountId(), id, wanted);
    } catch (ProblemException refused) {
      return refused(visit, refused, null);
    }
    note(visit, Act.ROLE_CHANGED, id + " " + wanted.name());
    return Pages.to("/settings");
  }

  @PostMapping("/settings/members/{member}/remove")
  View removeMember(Visit visit, @PathVariable String member) {
    MemberId id = MemberId.parse(member);
    try {
      members.remove(visit.accountId(), id);
    } catch (ProblemException refused) {
      return refused(visit, refused, null);
    }
    note(visit, Act.MEMBER_REMOVED, id.toString());
    return Pages.to("/settings");
  }

  // --- tokens for programs

  @PostMapping("/settings/tokens")
  View makeToken(
      Visit visit, @RequestParam String name, @RequestParam(defaultValue = "90") int days) {
    if (days < 1 || days > LONGEST_DAYS) {
      throw InvalidValue.of(
          "days", Integer.toString(days), "is out of range", "give 1 to " + LONGEST_DAYS);
    }
    String token;
    try {
      token = tokens.create(visit.accountId(), name, Duration.ofDays(days));
    } catch (InvalidValue wrong) {
      return refused(visit, wrong, null);
    }
    note(visit, Act.TOKEN_MADE, token.substring(0, token.indexOf('.')));
    return pages.show(
        "settings/given-out",
        visit,
        new GivenOut("given-out.token", "given-out.token-why", List.of(token)));
  }

  @PostMapping("/settings/tokens/{token}/end")
  View endToken(Visit visit, @PathVariable String token) {
    TokenId id = TokenId.parse(token);
    tokens.revoke(visit.accountId(), id);
    note(visit, Act.TOKEN_ENDED, id.toString());
    return Pages.to("/settings");
  }

  // --- what was done

  /**
   * @param at the page's address
   * @param names of the members who are still there, by their ids
   * @param next what the following page is asked for by, or null at the end
   */
  public record Trail(
      String at,
      AuditTrail.Finding finding,
      List<AuditTrail.Event> events,
      Map<String, String> names,
      @Nullable Long next) {

    private static final Set<String> ROLES =
        Arrays.stream(Role.values()).map(Role::name).collect(Collectors.toUnmodifiableSet());

    /** To what it was done, with a role as it is called on the other pages. */
    String subject(Visit visit, AuditTrail.Event event) {
      return Arrays.stream(event.subject().split(" ", -1))
          .map(word -> ROLES.contains(word) ? visit.say("role." + word) : word)
          .collect(Collectors.joining(" "));
    }

    /**
     * @param at the page's own address
     * @param below the number of the entry above those wanted; null for the newest
     */
    public static Trail of(
        String at, AccountId account, @Nullable Long below, AuditTrail audit, Members members) {
      List<AuditTrail.Event> found = audit.list(account, below, AUDIT_ROWS + 1);
      boolean more = found.size() > AUDIT_ROWS;
      List<AuditTrail.Event> shown = more ? found.subList(0, AUDIT_ROWS) : found;
      Map<String, String> names =
          members.list(account).stream()
              .collect(Collectors.toMap(member -> member.id().toString(), Member::name));
      return new Trail(
          at, audit.verify(account), shown, names, more ? shown.getLast().number() : null);
    }
  }

  @GetMapping("/settings/audit")
  View audit(Visit visit, @RequestParam(required = false) @Nullable Long below) {
    return pages.show(
        "settings/audit",
        visit,
        Trail.of("/settings/audit", visit.accountId(), below, audit, members));
  }

  private static Role role(String role) {
    for (Role known : Role.ofAccounts()) {
      if (known.name().equals(role)) {
        return known;
      }
    }
    throw InvalidValue.of("role", role, "is unknown", "choose one of the list");
  }

  /**
   * @param forbidden the message's key where something secret was wrong, or null
   */
  private View refused(Visit visit, ProblemException refused, @Nullable String forbidden) {
    if (refused instanceof TooManyTries tooMany) {
      Duration wait = tooMany.getWait();
      return pages.later(wait, "settings/settings", visit, shown(visit, "sign-in.too-many", wait));
    }
    ProblemPage problem = ProblemPage.of(refused);
    boolean wrongSecret = refused.type() == ProblemType.FORBIDDEN && forbidden != null;
    String said =
        refused.type() == ProblemType.CONFLICT
            ? "settings.last-owner"
            : wrongSecret ? forbidden : problem.key();
    return show(HttpStatus.valueOf(problem.status()), visit, said);
  }

  private void noteOfOneself(Visit visit, Act act) {
    note(visit, act, visit.member().id().toString());
  }

  private void note(Visit visit, Act act, String subject) {
    audit.add(visit.accountId(), visit.member(), act, subject);
  }
}

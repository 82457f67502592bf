package dev.everline.channel.web.settings;

import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.account.Invitations;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.account.OneTimeCodes;
import dev.everline.account.Sessions;
import dev.everline.account.TooManyTries;
import dev.everline.account.UsualRenewer;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.QrCode;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.UsStates;
import dev.everline.channel.web.frame.UsualRenewers;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.SessionId;
import dev.everline.renewal.decide.Outlook;
import dev.everline.words.Language;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** How members want the portal, and how they sign in. */
@ServesPages
final class SettingsPages {

  private static final Set<String> THEMES = Set.of("light", "dark");

  private final Members members;
  private final OneTimeCodes codes;
  private final Sessions sessions;
  private final Invitations invitations;
  private final ApiTokens tokens;
  private final AuditTrail audit;
  private final Accounts accounts;
  private final Outlook outlook;
  private final Pages pages;

  SettingsPages(
      Members members,
      OneTimeCodes codes,
      Sessions sessions,
      Invitations invitations,
      ApiTokens tokens,
      AuditTrail audit,
      Accounts accounts,
      Outlook outlook,
      Pages pages) {
    this.members = members;
    this.codes = codes;
    this.sessions = sessions;
    this.invitations = invitations;
    this.tokens = tokens;
    this.audit = audit;
    this.accounts = accounts;
    this.outlook = outlook;
    this.pages = pages;
  }

  /**
   * @param hasPassword whether there is one to change
   * @param recoveryCodes how many are left
   * @param members and what follows it are empty for those who aren't owners
   * @param renewers who can be said to renew new lines
   * @param token what is in the form for a token
   * @param refusal null where nothing is refused
   */
  record SettingsPage(
      List<Sessions.Listed> sessions,
      boolean hasPassword,
      int recoveryCodes,
      List<Member> members,
      List<Invitations.Open> invitations,
      List<ApiTokens.Listed> tokens,
      List<UsualRenewer> renewers,
      TokenForm token,
      @Nullable Refusal refusal) {}

  /** As typed, where it was refused. */
  record TokenForm(String name, String days) {

    static final TokenForm NEW = new TokenForm("", "90");
  }

  @GetMapping("/settings")
  View settings(Visit visit) {
    return show(HttpStatus.OK, visit, null);
  }

  View show(HttpStatus status, Visit visit, @Nullable Refusal refusal) {
    return pages.show(status, "settings/settings", visit, shown(visit, TokenForm.NEW, refusal));
  }

  /** The settings again, with the token that was refused. */
  View refused(Visit visit, TokenForm typed, Refusal refusal) {
    return pages.show(
        HttpStatus.BAD_REQUEST, "settings/settings", visit, shown(visit, typed, refusal));
  }

  private SettingsPage shown(Visit visit, TokenForm typed, @Nullable Refusal refusal) {
    boolean owns = visit.owns();
    return new SettingsPage(
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
        UsualRenewers.offered(outlook.reachesAnyCarrier()),
        typed,
        refusal);
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
      return show(
          HttpStatus.BAD_REQUEST, visit, Refusal.of(visit, "zone.unknown").at("zone-choice"));
    }
    return Pages.to("/settings#zone");
  }

  /** What holds for lines of which nothing else is said. */
  @PostMapping("/settings/lines")
  View lines(
      Visit visit,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String renewer) {
    if (!state.isEmpty() && !UsStates.isOne(state)) {
      return show(
          HttpStatus.BAD_REQUEST, visit, Refusal.of(visit, "welcome.state-unknown").at("us-state"));
    }
    accounts.tellLines(
        visit.accountId(),
        state.isEmpty() ? null : state,
        UsualRenewers.read(renewer, outlook.reachesAnyCarrier()));
    return Pages.to("/settings#lines");
  }

  // --- the member's own ways to sign in

  /** Signs out anyone else who has learned the old password. */
  @PostMapping("/settings/password")
  View password(
      Visit visit, @RequestParam(defaultValue = "") String present, @RequestParam String wanted) {
    try {
      members.changePassword(visit.member(), present, wanted);
    } catch (ProblemException refused) {
      return refused(visit, refused, "present", "wanted");
    }
    sessions.endOthers(visit.member().id(), visit.signedIn().id());
    noteOfOneself(visit, Act.PASSWORD_CHANGED);
    return Pages.to("/settings");
  }

  /**
   * @param secret to be typed into an app that can't read the picture
   * @param refusal null where nothing is refused
   */
  record CodesPage(QrCode picture, String secret, @Nullable Refusal refusal) {}

  @PostMapping("/settings/codes/offer")
  View offerCodes(Visit visit) {
    codes.offer(visit.member().id());
    return Pages.to("/settings/codes");
  }

  @GetMapping("/settings/codes")
  View codes(Visit visit) {
    return showCodes(HttpStatus.OK, visit, null);
  }

  private View showCodes(HttpStatus status, Visit visit, @Nullable Refusal refusal) {
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
                  status,
                  "settings/codes",
                  visit,
                  new CodesPage(QrCode.of(address), secret, refusal));
            })
        .orElseGet(() -> Pages.to("/settings"));
  }

  @PostMapping("/settings/codes")
  View startCodes(Visit visit, @RequestParam String code) {
    List<String> recovery;
    try {
      recovery = codes.start(visit.member().id(), code);
    } catch (ProblemException refused) {
      return showCodes(
          HttpStatus.FORBIDDEN, visit, Refusal.of(visit, "sign-in-code.refused").at("code"));
    }
    sessions.endOthers(visit.member().id(), visit.signedIn().id());
    noteOfOneself(visit, Act.CODES_STARTED);
    return pages.show(
        "settings/given-out",
        visit,
        new GivenOutPage("given-out.recovery", "given-out.recovery-why", recovery));
  }

  @PostMapping("/settings/codes/stop")
  View stopCodes(Visit visit, @RequestParam String password) {
    try {
      codes.stop(visit.member(), password);
    } catch (ProblemException refused) {
      return refused(visit, refused, "stop-password", null);
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

  /** For a place that isn't trusted: numbers stay masked, and each act asks for proof. */
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

  /**
   * The settings again, with what was refused.
   *
   * @param secret the field of the present password, or null where none was asked for
   * @param wanted the field of a new one, or null likewise
   */
  View refused(
      Visit visit, ProblemException refused, @Nullable String secret, @Nullable String wanted) {
    if (refused instanceof TooManyTries tooMany) {
      Duration wait = tooMany.getWait();
      Refusal said = Refusal.of(visit, "sign-in.too-many", visit.wait(wait)).at(secret);
      return pages.later(wait, "settings/settings", visit, shown(visit, TokenForm.NEW, said));
    }
    ProblemPage problem = ProblemPage.of(refused);
    boolean wrongSecret = refused.type() == ProblemType.FORBIDDEN && secret != null;
    Refusal said =
        wrongSecret
            ? Refusal.of(visit, "settings.wrong-password").at(secret)
            : refused.type() == ProblemType.CONFLICT
                ? Refusal.of(visit, "settings.last-owner")
                : Refusal.of(problem.said(visit)).at(wanted);
    return show(HttpStatus.valueOf(problem.status()), visit, said);
  }

  private void noteOfOneself(Visit visit, Act act) {
    note(visit, act, visit.member().id().toString());
  }

  private void note(Visit visit, Act act, String subject) {
    audit.add(visit.accountId(), visit.member(), act, subject);
  }
}

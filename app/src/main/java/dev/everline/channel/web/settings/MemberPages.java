package dev.everline.channel.web.settings;

import dev.everline.account.ApiTokens;
import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.account.Invitations;
import dev.everline.account.Members;
import dev.everline.account.Role;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.InvitationId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.TokenId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** For an owner: who else may what, by invitations, roles and tokens for programs. */
@ServesPages
final class MemberPages {

  private static final int LONGEST_DAYS = 3_650;

  private final Members members;
  private final Invitations invitations;
  private final ApiTokens tokens;
  private final AuditTrail audit;
  private final SettingsPages settings;
  private final PortalAddress address;
  private final Pages pages;

  MemberPages(
      Members members,
      Invitations invitations,
      ApiTokens tokens,
      AuditTrail audit,
      SettingsPages settings,
      PortalAddress address,
      Pages pages) {
    this.members = members;
    this.invitations = invitations;
    this.tokens = tokens;
    this.audit = audit;
    this.settings = settings;
    this.address = address;
    this.pages = pages;
  }

  @PostMapping("/settings/invitations")
  View invite(Visit visit, @RequestParam String role, HttpServletRequest request) {
    Role wanted = role(role);
    note(visit, Act.MEMBER_INVITED, wanted.name());
    String code = invitations.create(visit.accountId(), wanted);
    return pages.show(
        "settings/given-out",
        visit,
        GivenOutPage.invitation(address.originForOthers(request), code));
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
      return settings.refused(visit, refused, null, null);
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
      return settings.refused(visit, refused, null, null);
    }
    note(visit, Act.MEMBER_REMOVED, id.toString());
    return Pages.to("/settings");
  }

  // --- tokens for programs

  @PostMapping("/settings/tokens")
  View makeToken(
      Visit visit, @RequestParam String name, @RequestParam(defaultValue = "90") String days) {
    int life = days.matches("[0-9]{1,5}") ? Integer.parseInt(days) : 0;
    if (life < 1 || life > LONGEST_DAYS) {
      return refused(visit, name, days, "settings.token-days-wrong", "token-days");
    }
    String token;
    try {
      token = tokens.create(visit.accountId(), name, Duration.ofDays(life));
    } catch (InvalidValue wrong) {
      return refused(visit, name, days, "settings.token-name-wrong", "token-name");
    }
    note(visit, Act.TOKEN_MADE, token.substring(0, token.indexOf('.')));
    return pages.show(
        "settings/given-out",
        visit,
        new GivenOutPage("given-out.token", "given-out.token-why", List.of(token)));
  }

  private View refused(Visit visit, String name, String days, String said, String field) {
    return settings.refused(
        visit, new SettingsPages.TokenForm(name, days), Refusal.of(visit, said).at(field));
  }

  @PostMapping("/settings/tokens/{token}/end")
  View endToken(Visit visit, @PathVariable String token) {
    TokenId id = TokenId.parse(token);
    tokens.revoke(visit.accountId(), id);
    note(visit, Act.TOKEN_ENDED, id.toString());
    return Pages.to("/settings");
  }

  private static Role role(String role) {
    for (Role known : Role.ofAccounts()) {
      if (known.name().equals(role)) {
        return known;
      }
    }
    throw InvalidValue.of("role", role, "is unknown", "choose one of the list");
  }

  private void note(Visit visit, Act act, String subject) {
    audit.add(visit.accountId(), visit.member(), act, subject);
  }
}

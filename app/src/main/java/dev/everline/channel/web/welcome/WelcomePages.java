package dev.everline.channel.web.welcome;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.Members;
import dev.everline.account.UsualRenewer;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.UsStates;
import dev.everline.channel.web.frame.UsualRenewers;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.InvalidValue;
import dev.everline.renewal.decide.Outlook;
import dev.everline.words.Language;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * What an owner is asked once, when they first come, and where they can begin. Each answer can be
 * changed in the settings, and none is needed.
 */
@ServesPages
final class WelcomePages {

  private final Accounts accounts;
  private final Members members;
  private final Outlook outlook;
  private final Pages pages;

  WelcomePages(Accounts accounts, Members members, Outlook outlook, Pages pages) {
    this.accounts = accounts;
    this.members = members;
    this.outlook = outlook;
    this.pages = pages;
  }

  /**
   * @param asks whether the questions are still to be asked, or only where to begin
   * @param pays whether any carrier can be paid from here
   * @param zone chosen for where they live
   * @param state chosen, or empty
   * @param renewer chosen, or null where it differs
   * @param refusal null where nothing is refused
   */
  record WelcomePage(
      boolean asks,
      boolean pays,
      String zone,
      String state,
      @Nullable UsualRenewer renewer,
      List<UsStates.State> states,
      List<UsualRenewer> renewers,
      @Nullable Refusal refusal) {}

  @GetMapping("/welcome")
  View welcome(Visit visit) {
    Account account = accounts.get(visit.accountId());
    UsualRenewer usual = account.usualRenewer();
    return show(
        HttpStatus.OK,
        visit,
        visit.owns() && !account.welcomed(),
        account.zone().getId(),
        account.state() == null ? "" : account.state(),
        usual == null ? UsualRenewer.OWNER : usual,
        null);
  }

  private View show(
      HttpStatus status,
      Visit visit,
      boolean asks,
      String zone,
      String state,
      @Nullable UsualRenewer renewer,
      @Nullable Refusal refusal) {
    boolean pays = outlook.reachesAnyCarrier();
    return pages.show(
        status,
        "welcome/welcome",
        visit,
        new WelcomePage(
            asks,
            pays,
            zone,
            state,
            renewer,
            UsStates.of(visit.words()),
            UsualRenewers.offered(pays),
            refusal));
  }

  @PostMapping("/welcome")
  View answer(
      Visit visit,
      @RequestParam(defaultValue = "") String language,
      @RequestParam(defaultValue = "") String zone,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(name = "renewer", defaultValue = "") String renewer,
      @RequestParam(defaultValue = "false") boolean skip) {
    if (!skip) {
      UsualRenewer usual = UsualRenewers.read(renewer, outlook.reachesAnyCarrier());
      if (!UsStates.isOne(state) && !state.isEmpty()) {
        Refusal refusal = Refusal.of(visit, "welcome.state-unknown").at("us-state");
        return show(HttpStatus.BAD_REQUEST, visit, true, chosen(visit, zone), "", usual, refusal);
      }
      try {
        accounts.tellZone(visit.accountId(), zone);
      } catch (InvalidValue unknown) {
        Refusal refusal = Refusal.of(visit, "zone.unknown").at("zone-choice");
        return show(
            HttpStatus.BAD_REQUEST, visit, true, chosen(visit, zone), state, usual, refusal);
      }
      accounts.tellLines(visit.accountId(), state.isEmpty() ? null : state, usual);
      Language.tagged(language)
          .ifPresent(
              chosen -> members.prefer(visit.member().id(), chosen.tag(), visit.member().theme()));
    }
    accounts.welcome(visit.accountId());
    return Pages.to("/welcome");
  }

  /** What was chosen, or the present zone in the place of what is none. */
  private static String chosen(Visit visit, String zone) {
    return ZoneId.getAvailableZoneIds().contains(zone) ? zone : visit.words().zone().getId();
  }
}

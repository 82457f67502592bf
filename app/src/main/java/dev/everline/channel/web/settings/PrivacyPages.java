package dev.everline.channel.web.settings;

import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.LineStore;
import dev.everline.payment.Wallet;
import dev.everline.privacy.AccountErasure;
import dev.everline.privacy.AccountExport;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * What is stored about whom; for an owner, a copy of all of it, and its erasure. Both ask the owner
 * to prove again who they are.
 */
@ServesPages
final class PrivacyPages {

  private final AccountExport export;
  private final AccountErasure erasure;
  private final AuditTrail audit;
  private final LineStore lines;
  private final Wallet wallet;
  private final CsrfTokenRepository formTokens;
  private final Pages pages;

  PrivacyPages(
      AccountExport export,
      AccountErasure erasure,
      AuditTrail audit,
      LineStore lines,
      Wallet wallet,
      CsrfTokenRepository formTokens,
      Pages pages) {
    this.export = export;
    this.erasure = erasure;
    this.audit = audit;
    this.lines = lines;
    this.wallet = wallet;
    this.formTokens = formTokens;
    this.pages = pages;
  }

  record PrivacyPage(long lines) {}

  @GetMapping("/settings/privacy")
  View privacy(Visit visit) {
    return pages.show("settings/privacy", visit, new PrivacyPage(lines.count(visit.accountId())));
  }

  /** Sent in parts as it is read, so that an account of any size fits. */
  @PostMapping("/settings/privacy/export")
  View export(Visit visit) {
    audit.add(
        visit.accountId(),
        visit.member(),
        AuditTrail.Act.ACCOUNT_EXPORTED,
        visit.accountId().toString());
    return (model, request, response) -> {
      response.setContentType("application/zip");
      response.setHeader("Content-Disposition", "attachment; filename=\"everline-account.zip\"");
      export.write(visit.accountId(), response.getOutputStream());
    };
  }

  /**
   * @param name of the account, to be typed in
   * @param open orders that have to end first
   * @param typed of the name, where it was refused
   * @param refusal null where nothing is refused
   */
  record ErasePage(
      String name,
      long lines,
      Money balance,
      List<OrderId> open,
      String typed,
      @Nullable Refusal refusal) {}

  @GetMapping("/settings/privacy/erase")
  View askErase(Visit visit) {
    return showErase(HttpStatus.OK, visit, "", null);
  }

  private View showErase(HttpStatus status, Visit visit, String typed, @Nullable Refusal refusal) {
    return pages.show(
        status,
        "settings/erase",
        visit,
        new ErasePage(
            account(visit).name(),
            lines.count(visit.accountId()),
            wallet.balance(visit.accountId(), Money.USD),
            erasure.openOrders(visit.accountId()),
            typed,
            refusal));
  }

  @PostMapping("/settings/privacy/erase")
  View erase(
      Visit visit,
      @RequestParam(defaultValue = "") String confirm,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (!confirm.strip().equalsIgnoreCase(account(visit).name())) {
      return showErase(
          HttpStatus.BAD_REQUEST,
          visit,
          confirm,
          Refusal.of(visit, "privacy.erase-wrong-name").at("confirm"));
    }
    try {
      erasure.erase(visit.member());
    } catch (ProblemException refused) {
      if (refused.type() != ProblemType.CONFLICT) {
        throw refused;
      }
      return showErase(
          HttpStatus.CONFLICT, visit, confirm, Refusal.of(visit, "privacy.erase-open"));
    }
    Cookies.delete(request, response, Cookies.SESSION);
    formTokens.saveToken(null, request, response);
    return Pages.to("/erased");
  }

  /** Shown to people whose account was just erased. */
  record ErasedPage() {}

  @GetMapping("/erased")
  View erased(Visit visit) {
    return pages.show("settings/erased", visit, new ErasedPage());
  }

  private static Account account(Visit visit) {
    return Objects.requireNonNull(visit.account(), "members have an account");
  }
}

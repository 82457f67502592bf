package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.account.Members;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.line.LineStore;
import dev.everline.renewal.OrderDesk;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What was done in an account, and by whom. */
@ServesPages
final class TrailPages {

  private final AuditTrail audit;
  private final Members members;
  private final TrailSubjects subjects;
  private final Pages pages;

  TrailPages(AuditTrail audit, Members members, LineStore lines, OrderDesk orders, Pages pages) {
    this.audit = audit;
    this.members = members;
    this.subjects = new TrailSubjects(lines, orders);
    this.pages = pages;
  }

  @GetMapping("/settings/audit")
  View trail(Visit visit, @RequestParam(required = false) @Nullable Long below) {
    return pages.show(
        "settings/trail", visit, TrailPage.ofAccount(visit, below, audit, members, subjects));
  }
}

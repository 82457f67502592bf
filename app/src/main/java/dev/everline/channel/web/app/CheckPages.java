package dev.everline.channel.web.app;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Judges links for anybody, signed in or not. Nothing is opened, asked for or kept; the work is
 * bounded by the length of the text, and no database is asked.
 */
@ServesPages
final class CheckPages {

  /** More than any message that people are sent. */
  private static final int LONGEST = 2_000;

  private final LinkJudge judge;
  private final Catalog catalog;
  private final Pages pages;

  CheckPages(LinkJudge judge, Catalog catalog, Pages pages) {
    this.judge = judge;
    this.catalog = catalog;
    this.pages = pages;
  }

  /**
   * A link.
   *
   * @param brand as people call it, or null
   */
  record Judged(LinkJudgement link, @Nullable String brand) {}

  /**
   * @param links null before anything was asked
   * @param typed what was refused
   * @param refusal null where nothing is refused
   */
  record CheckPage(@Nullable List<Judged> links, String typed, @Nullable Refusal refusal) {}

  @GetMapping("/check")
  View ask(Visit visit) {
    return pages.show("app/check", visit, new CheckPage(null, "", null));
  }

  /** Changes nothing; a POST, to keep what people were sent out of addresses. */
  @PostMapping("/check")
  View check(Visit visit, @RequestParam(defaultValue = "") String text) {
    if (text.length() > LONGEST) {
      return pages.show(
          HttpStatus.CONTENT_TOO_LARGE,
          "app/check",
          visit,
          new CheckPage(null, text, Refusal.of(visit, "check.too-long").at("text")));
    }
    List<Judged> links =
        judge.judgeTyped(text).stream().map(link -> new Judged(link, brand(link))).toList();
    return pages.show("app/check", visit, new CheckPage(links, "", null));
  }

  private @Nullable String brand(LinkJudgement link) {
    String id = link.brand();
    Carrier carrier = id == null ? null : catalog.carriers().get(id);
    return carrier == null ? null : carrier.brand().replaceAll("\\s*\\(.*\\)", "");
  }
}

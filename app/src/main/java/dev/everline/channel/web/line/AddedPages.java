package dev.everline.channel.web.line;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.line.Line;
import dev.everline.line.LineService;
import dev.everline.line.validity.Timeline;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.push.PushDevices;
import dev.everline.renewal.decide.NextReminder;
import dev.everline.renewal.decide.Outlook;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;

/** What is known of a line that has just been added, and when its owner is told of it. */
@ServesPages
final class AddedPages {

  private final LineService lines;
  private final Catalog catalog;
  private final Outlook outlook;
  private final PushDevices devices;
  private final Pages pages;

  AddedPages(
      LineService lines, Catalog catalog, Outlook outlook, PushDevices devices, Pages pages) {
    this.lines = lines;
    this.catalog = catalog;
    this.outlook = outlook;
    this.devices = devices;
    this.pages = pages;
  }

  /**
   * @param plan null when it isn't known
   * @param next when its owner is told of it first
   * @param devices on how many devices the member gets notices beside Home
   * @param ahead what lies ahead, or empty where nothing is known
   */
  record AddedPage(
      LineCard card,
      String carrier,
      @Nullable Plan plan,
      NextReminder next,
      int devices,
      List<TimelineStep> ahead) {

    /** When the next notice comes, in a sentence. */
    String nextSaid(Visit visit) {
      return switch (next) {
        case NextReminder.At at when at.isDue(card.outlook().at()) -> visit.say("added.due");
        case NextReminder.At at when at.kind() == NoticeKind.AUTOPAY_UNCONFIRMED ->
            visit.say("added.autopay", visit.time(at.when()));
        case NextReminder.At at when at.kind() == NoticeKind.NUMBER_AT_RISK ->
            visit.say("added.number", visit.time(at.when()));
        case NextReminder.At at -> visit.say("added.next", visit.time(at.when()));
        case NextReminder.None none -> visit.name("added-none", none);
      };
    }

    boolean lacksEnd() {
      return next == NextReminder.None.NO_END;
    }

    boolean isReminded() {
      return next instanceof NextReminder.At;
    }
  }

  @GetMapping("/lines/{line}/added")
  View added(Visit visit, @PathVariable String line) {
    Line own = lines.get(visit.accountId(), LineId.parse(line));
    Outlook.Standing standing = outlook.of(own, visit.state());
    LineCard card = LineCard.of(own, standing, catalog);
    return pages.show(
        "line/line-added",
        visit,
        new AddedPage(
            card,
            own.carrier(),
            standing.line().plan(),
            NextReminder.of(standing, own.isPaused(), visit.words().zone()),
            devices.list(visit.member().id()).size(),
            ahead(visit, own, card)));
  }

  private List<TimelineStep> ahead(Visit visit, Line line, LineCard card) {
    try {
      Timeline timeline = outlook.timeline(line, visit.state());
      return TimelineStep.of(timeline, !card.renewsItself() && !card.paused());
    } catch (ProblemException nothingIsKnown) {
      return List.of();
    }
  }
}

package dev.everline.channel.web.welcome;

import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.ProblemException;
import dev.everline.line.Line;
import dev.everline.line.validity.Timeline;
import dev.everline.renewal.decide.Outlook;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** A look around with lines that are made up. */
@ServesPages
final class SamplePages {

  private final Catalog catalog;
  private final Outlook outlook;
  private final Clock clock;
  private final Pages pages;

  SamplePages(Catalog catalog, Outlook outlook, Clock clock, Pages pages) {
    this.catalog = catalog;
    this.outlook = outlook;
    this.clock = clock;
    this.pages = pages;
  }

  /**
   * A line with what lies ahead of it.
   *
   * @param ahead from today on; empty where nothing is known
   */
  record Sample(LineCard card, List<Timeline.Milestone> ahead) {}

  /**
   * @param samples the one that needs its owner most first
   */
  record SamplePage(List<Sample> samples) {

    List<Sample> needing() {
      return samples.stream().filter(sample -> sample.card().urgency().needsOwner()).toList();
    }
  }

  @GetMapping("/sample")
  View samples(Visit visit) {
    return pages.show(
        "welcome/sample",
        visit,
        new SamplePage(
            new Samples(catalog, visit.accountId(), clock.instant())
                .all(visit.words()).stream()
                    .map(line -> sample(visit, line))
                    .sorted(Comparator.comparing(sample -> sample.card().urgency()))
                    .toList()));
  }

  private Sample sample(Visit visit, Line line) {
    return new Sample(
        LineCard.of(line, outlook.of(line, visit.state()), catalog), ahead(visit, line));
  }

  private List<Timeline.Milestone> ahead(Visit visit, Line line) {
    try {
      Timeline timeline = outlook.timeline(line, visit.state());
      return timeline.milestones().stream()
          .filter(step -> !step.date().isBefore(timeline.today()))
          .toList();
    } catch (ProblemException nothingIsKnown) {
      return List.of();
    }
  }
}

package dev.everline.channel.web.app;

import dev.everline.account.Accounts;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.frame.Pages;
import dev.everline.kernel.Fatal;
import dev.everline.kernel.NoticeId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.WithoutMessage;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.notice.PushChoice;
import dev.everline.notice.PushQueue;
import dev.everline.notice.PushService;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.words.Language;
import dev.everline.words.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells members on their devices what they chose to be told, in their language and without whole
 * numbers. What fails for now is tried again, ever less often, until it is old.
 */
public final class PushNotices {

  private static final Logger LOG = LoggerFactory.getLogger(PushNotices.class);
  private static final String RENEWED = "RENEWED";
  private static final Duration OLD = Duration.ofDays(2);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofHours(6);
  private static final int LONGEST_TITLE = 80;
  private static final int COUNTED = 200;

  private final PushQueue queue;
  private final PushService service;
  private final Renewals renewals;
  private final Notices notices;
  private final LineStore lines;
  private final Accounts accounts;
  private final Catalog catalog;
  private final Pages pages;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  public PushNotices(
      PushQueue queue,
      PushService service,
      Renewals renewals,
      Notices notices,
      LineStore lines,
      Accounts accounts,
      Catalog catalog,
      Pages pages,
      Clock clock) {
    this.queue = queue;
    this.service = service;
    this.renewals = renewals;
    this.notices = notices;
    this.lines = lines;
    this.accounts = accounts;
    this.catalog = catalog;
    this.pages = pages;
    this.clock = clock;
  }

  /** Delivers all that is due now. */
  public void deliver() {
    for (int bucket : queue.bucketsDue()) {
      List<PushQueue.Due> batch = queue.take(bucket);
      while (!batch.isEmpty()) {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
          batch.forEach(due -> calls.execute(() -> deliver(due)));
        }
        batch = queue.take(bucket);
      }
    }
  }

  private void deliver(PushQueue.Due due) {
    try {
      byte[] notice = notice(due).map(json::writeValueAsBytes).orElse(null);
      if (notice == null) {
        queue.done(due);
        return;
      }
      switch (service.send(due.address(), notice, tag(due))) {
        case PushService.Taken taken -> queue.done(due);
        case PushService.Gone gone -> queue.gone(due);
        case PushService.Later later -> queue.later(due, nextTry(due, later));
        case PushService.Refused refused -> {
          LOG.warn("A push service refused a notice with status {}", refused.status());
          queue.done(due);
        }
      }
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      // It stays due, and is taken again when this claim has ended.
      LOG.warn("A push notice could not be delivered", new WithoutMessage(failure));
    }
  }

  /** Twice as long after each try; longer where the push service asks for it. */
  private Instant nextTry(PushQueue.Due due, PushService.Later later) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(due.tries() - 1, 10));
    Duration asked = later.after();
    Duration longer = asked != null && asked.compareTo(wait) > 0 ? asked : wait;
    return clock.instant().plus(longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer);
  }

  /** What a device shows, or empty when it is of no use or not wished for any more. */
  private Optional<Map<String, Object>> notice(PushQueue.Due due) {
    boolean old = due.at().isBefore(clock.instant().minus(OLD));
    if (old || !due.wants().contains(choice(due.kind()))) {
      return Optional.empty();
    }
    Language language = Language.tagged(due.language()).orElse(Language.ENGLISH);
    Words words = pages.words(language, accounts.get(due.account()));
    Optional<Line> line = lines.find(due.line());
    return line.flatMap(
        of ->
            body(due, of, words)
                .map(
                    says ->
                        Map.of(
                            "title", title(of),
                            "body", says,
                            "lang", language.tag(),
                            "url", "/lines/" + of.id(),
                            "tag", tag(due),
                            "badge", atRisk(due))));
  }

  private Optional<String> body(PushQueue.Due due, Line line, Words words) {
    return due.kind().equals(RENEWED) ? Optional.of(renewed(due, words)) : told(due, line, words);
  }

  private static String title(Line line) {
    String title = line.label().isBlank() ? line.maskedNumber() : line.label();
    return title.substring(0, Math.min(LONGEST_TITLE, title.length()));
  }

  private String renewed(PushQueue.Due due, Words words) {
    Order order = renewals.order(due.account(), new OrderId(due.about()));
    return order.validUntil() == null
        ? words.say("push.renewed")
        : words.say("push.renewed-until", words.date(order.validUntil()));
  }

  /** Empty when it needs nobody any more. */
  private Optional<String> told(PushQueue.Due due, Line line, Words words) {
    Carrier carrier = catalog.carriers().get(line.carrier());
    String brand = carrier == null ? line.carrier() : carrier.brand();
    ZoneId there = carrier == null ? words.zone() : carrier.zone();
    NoticeId next = new NoticeId(due.about() + 1);
    return notices.list(due.account(), true, next, 1).stream()
        .filter(told -> told.id().value() == due.about())
        .map(
            told ->
                words.say("notice." + told.kind(), brand)
                    + (told.actBy() == null
                        ? ""
                        : " " + words.say("notice.act-by", words.deadline(told.actBy(), there))))
        .findFirst();
  }

  /** As many lines as Home says need somebody. */
  private int atRisk(PushQueue.Due due) {
    return atRisk(notices.list(due.account(), true, COUNTED));
  }

  private static int atRisk(List<Notice> open) {
    return (int) open.stream().map(Notice::line).distinct().count();
  }

  /** The same for each try, so that a browser shows one notice however often it gets it. */
  private static String tag(PushQueue.Due due) {
    return Long.toString(due.about(), Character.MAX_RADIX);
  }

  static PushChoice choice(String kind) {
    if (kind.equals(RENEWED)) {
      return PushChoice.RENEWED;
    }
    return switch (NoticeKind.valueOf(kind)) {
      case EXPIRES_SOON, KEPT_OTHERWISE -> PushChoice.REMINDERS;
      case NUMBER_AT_RISK, NUMBER_MAY_BE_LOST, NUMBER_KEPT, NUMBER_NOT_KEPT, BALANCE_USED_UP ->
          PushChoice.AT_RISK;
      case BRAND_NOT_CONFIRMED,
          PLAN_NOT_KNOWN,
          VALIDITY_NOT_KNOWN,
          PRICE_NOT_KNOWN,
          PRICE_ABOVE_CEILING,
          NO_ROUTE,
          HELD_SINCE_RESTORE,
          WALLET_SHORT,
          CARRIER_REFUSED,
          NOT_RENEWED_YET,
          STILL_IN_DOUBT,
          HELD_FOR_APPROVAL,
          NO_CHANGE_AT_CARRIER,
          GAVE_UP ->
          PushChoice.NEEDS_YOU;
    };
  }
}

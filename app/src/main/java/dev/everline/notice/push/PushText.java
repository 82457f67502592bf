package dev.everline.notice.push;

import dev.everline.kernel.NoticeId;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.notice.Notices;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The text of a push message, made from what is true when it is sent: in the member's language, and
 * without full telephone numbers.
 */
final class PushText {

  private static final int LONGEST_TITLE = 80;
  private static final int COUNTED = 200;

  private final Notices notices;
  private final PushSubjects subjects;
  private final Map<Language, Messages> messages = new ConcurrentHashMap<>();

  PushText(Notices notices, PushSubjects subjects) {
    this.notices = notices;
    this.subjects = subjects;
  }

  /** The fields that the portal's service worker shows; empty when there is nothing to say now. */
  Optional<Map<String, Object>> of(PushQueue.Due due) {
    return subjects.of(due).flatMap(subject -> message(due, subject));
  }

  private Optional<Map<String, Object>> message(PushQueue.Due due, PushSubject subject) {
    Language language = Language.tagged(due.language()).orElse(Language.ENGLISH);
    Words words =
        new Words(
            language,
            messages.computeIfAbsent(language, Messages::load),
            subject.readersZone(),
            subject.readersZoneKnown());
    Optional<String> body =
        due.isRenewal()
            ? Optional.of(renewed(subject, words))
            : open(due).map(notice -> sentence(notice, subject, words));
    return body.map(
        says ->
            Map.of(
                "title", title(subject),
                "body", says,
                "lang", language.tag(),
                "url", "/lines/" + due.line(),
                "tag", due.tag(),
                "badge", linesWithNotices(due)));
  }

  private static String title(PushSubject subject) {
    String title = subject.title();
    return title.substring(0, Math.min(LONGEST_TITLE, title.length()));
  }

  private static String renewed(PushSubject subject, Words words) {
    return subject.renewedUntil() == null
        ? words.say("push.renewed")
        : words.say("push.renewed-until", words.date(subject.renewedUntil()));
  }

  /** Empty when it was settled meanwhile. */
  private Optional<Notice> open(PushQueue.Due due) {
    NoticeId next = new NoticeId(due.about() + 1);
    return notices.list(due.account(), true, next, 1).stream()
        .filter(notice -> notice.id().value() == due.about())
        .findFirst();
  }

  private static String sentence(Notice notice, PushSubject subject, Words words) {
    ZoneId there = subject.zone() == null ? words.zone() : subject.zone();
    return words.sentences(
        words.say("notice." + notice.kind(), subject.brand()),
        notice.actBy() == null
            ? null
            : words.say("notice.act-by", words.deadline(notice.actBy(), there)));
  }

  /** The same number of lines that Home shows as needing somebody. */
  private int linesWithNotices(PushQueue.Due due) {
    return (int)
        notices.list(due.account(), true, COUNTED).stream().map(Notice::line).distinct().count();
  }

  /** The member's choice that it falls under. */
  static PushChoice choice(PushQueue.Due due) {
    if (due.isRenewal()) {
      return PushChoice.RENEWED;
    }
    return switch (NoticeKind.valueOf(due.kind())) {
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
          AUTOPAY_BALANCE_SHORT,
          AUTOPAY_MAY_BE_OFF,
          AUTOPAY_UNCONFIRMED,
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

package dev.everline.channel.web.home;

import dev.everline.catalog.LapseRule;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.line.LineCard;
import dev.everline.kernel.Money;
import dev.everline.line.validity.Timeline;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.decide.Reach;
import dev.everline.renewal.decide.Urgency;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that needs somebody: of a line, however much there is to say of it, or of several. */
sealed interface Need {

  /** What may be lost, then what ends first; what has no day comes last. */
  Comparator<Need> BY_URGENCY =
      Comparator.comparingInt(Need::rank).thenComparingLong(Need::days).thenComparing(Need::title);

  int rank();

  /** Until its day; the greatest number where it has none. */
  long days();

  String title();

  /**
   * What a line needs.
   *
   * @param notices those that are open, the newest first; empty where only its dates say that it
   *     needs somebody
   * @param lacks what isn't known of it and its owner can say
   * @param actBy the first deadline that hasn't passed, or null
   * @param loss the first day on which its number may be lost, where that is near; else null
   * @param least the cheapest known way to keep its number, once service has ended
   * @param ask what is to be done about it
   */
  record OfLine(
      LineCard card,
      List<Notice> notices,
      Set<Lack> lacks,
      @Nullable Instant actBy,
      @Nullable LocalDate loss,
      Timeline.@Nullable LeastCost least,
      Ask ask)
      implements Need {

    /** What a card's own sentence says already, of a line that ends soon or has ended. */
    private static final Set<NoticeKind> SAID_BY_DATES =
        EnumSet.of(
            NoticeKind.EXPIRES_SOON,
            NoticeKind.NUMBER_AT_RISK,
            NoticeKind.NUMBER_MAY_BE_LOST,
            NoticeKind.BALANCE_USED_UP,
            NoticeKind.AUTOPAY_UNCONFIRMED);

    public OfLine {
      notices = List.copyOf(notices);
    }

    static OfLine of(LineCard card, List<Notice> notices, Set<Lack> lacks, Instant now) {
      Instant actBy =
          notices.stream()
              .map(Notice::actBy)
              .filter(Objects::nonNull)
              .filter(now::isBefore)
              .min(Comparator.naturalOrder())
              .orElse(null);
      boolean lost = card.urgency() == Urgency.LOST;
      return new OfLine(
          card,
          notices,
          lacks,
          lost ? null : actBy,
          lossOf(card),
          null,
          Ask.of(card, notices, lacks));
    }

    private static @Nullable LocalDate lossOf(LineCard card) {
      LocalDate loss = card.outlook().numberMayBeLostOn();
      LocalDate today = card.outlook().today();
      boolean near =
          loss != null
              && loss.isAfter(today)
              && !loss.isAfter(today.plusDays(LineCard.WARNED_DAYS));
      // What the autopay probably renewed is asked about, not warned of.
      return near && card.urgency().needsOwner() && !card.isByCarrier() ? loss : null;
    }

    OfLine with(Timeline.@Nullable LeastCost cheapest) {
      return new OfLine(card, notices, lacks, actBy, loss, cheapest, ask);
    }

    /** Whether it has a day of its own, so that it isn't put together with others. */
    boolean isDated() {
      return (card.coveredUntil() != null && card.urgency().needsOwner())
          || notices.stream().anyMatch(notice -> !Lack.saysSo(notice.kind()));
    }

    @Override
    public int rank() {
      boolean over = card.daysLeft() != null && !card.canBeRemindedOf();
      return switch (card.urgency()) {
        case LOST -> 0;
        case LAPSED -> 1;
        case UNKNOWN -> over ? 1 : isDated() ? 2 : 4;
        case UNCONFIRMED, SOON, CALM, PAUSED -> isDated() ? 2 : 4;
      };
    }

    @Override
    public long days() {
      Long left = card.daysLeft();
      return left == null ? Long.MAX_VALUE : left;
    }

    @Override
    public String title() {
      return card.title();
    }

    String page() {
      return ask.page(card, lacks);
    }

    String button() {
      return ask.button(lacks);
    }

    /** Whether the figure for the loss of its number has a reliable source. */
    boolean isLossFact() {
      LapseRule rule = card.outlook().line().rule();
      return rule != null && rule.provenance().isFact();
    }

    /** Whether losing it is a choice that lies near: it ends, or has ended. */
    boolean isLettingGoOffered() {
      return ask == Ask.REACH || (ask.isToPay() && card.urgency().needsOwner());
    }

    /** Whether what is asked for can be done by one press here. */
    boolean isTurnedOffHere() {
      return ask == Ask.ADD && lacks.iterator().next() == Lack.RENEWER;
    }

    /** What is to be said, a sentence for each thing. */
    List<String> said(Visit visit) {
      List<String> said = new ArrayList<>();
      if (card.coveredUntil() != null || card.urgency().needsOwner()) {
        said.add(card.standing(visit.words()));
      }
      if (card.urgency() == Urgency.LOST) {
        return said;
      }
      if (loss != null) {
        said.add(visit.say(isLossFact() ? "need.loss" : "need.loss-hint", visit.date(loss)));
      }
      for (Notice notice : notices) {
        NoticeKind kind = notice.kind();
        if (SAID_BY_DATES.contains(kind) || Lack.saysSo(kind)) {
          continue;
        }
        addOnce(said, visit.say("notice." + kind, card.brand()));
        Money needed = notice.needed();
        if (needed != null) {
          said.add(
              visit.say(
                  switch (kind) {
                    case WALLET_SHORT -> "notice.needed";
                    case NUMBER_KEPT -> "notice.paid";
                    default -> "notice.price";
                  },
                  visit.money(needed)));
        }
      }
      if (!isDated() && !lacks.isEmpty()) {
        // One thing at a time: what else is lacking is asked for next.
        sayLack(visit, lacks.iterator().next(), said);
      }
      return said;
    }

    private void sayLack(Visit visit, Lack lack, List<String> said) {
      if (lack != Lack.RENEWER) {
        addOnce(said, visit.say(lack.ofOne().said(), card.brand()));
      } else {
        NoticeKind kind =
            card.obstacle() == Reach.Cause.KEPT_OTHERWISE
                ? NoticeKind.KEPT_OTHERWISE
                : NoticeKind.NO_ROUTE;
        said.add(visit.say("notice." + kind, card.brand()));
        if (kind == NoticeKind.NO_ROUTE && card.canBeRemindedOf()) {
          said.add(visit.say("notice.reminded"));
        }
      }
    }

    private static void addOnce(List<String> said, String sentence) {
      if (!said.contains(sentence)) {
        said.add(sentence);
      }
    }
  }

  /**
   * What several lines lack, with no day of its own.
   *
   * @param count more than lines are shown where there are very many
   */
  record OfMany(Lack lack, Lack.Keys keys, long count) implements Need {

    @Override
    public int rank() {
      return 3;
    }

    @Override
    public long days() {
      return lack.order();
    }

    @Override
    public String title() {
      return lack.name();
    }
  }

  /**
   * Lines of one carrier that end, or ended, on one day.
   *
   * @param total what a period of all of them costs, or null where that isn't known of one
   */
  record OfOneDay(List<OfLine> lines, @Nullable Money total) implements Need {

    public OfOneDay {
      lines = List.copyOf(lines);
    }

    LineCard first() {
      return lines.getFirst().card();
    }

    /** Whether it is today or tomorrow, so that it matters whose day it is. */
    boolean isNear() {
      return days() == 0 || days() == 1;
    }

    /** A message's key. */
    String said() {
      if (days() == 0) {
        return "need.one-day-today";
      }
      return days() < 0
          ? "need.one-day-over"
          : days() == 1 ? "need.one-day-tomorrow" : "need.one-day";
    }

    @Override
    public int rank() {
      return lines.getFirst().rank();
    }

    @Override
    public long days() {
      return lines.getFirst().days();
    }

    @Override
    public String title() {
      return first().brand();
    }
  }
}

package dev.everline.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which days of a line were paid, by the carrier's books and by what owners have paid outside; and
 * what owners have entered of ends. It finds days that were paid twice, and days that nobody paid.
 */
final class PaidDays {

  /** By so many days the ends of two counts of the same period may differ. */
  private static final int TOLERANCE_DAYS = 2;

  private static final int USUAL_DAYS = 30;

  private final Map<Long, List<Outside>> outside = new HashMap<>();
  private final Map<Long, Word> words = new HashMap<>();
  private final Map<Long, LocalDate> quoted = new HashMap<>();

  /**
   * A top-up that the carrier's books hold.
   *
   * @param kind of what must be paid once only: periods of a line, or its number
   * @param starts the day from which it pays, never before the one on which it was ordered
   * @param end the last day that it was to pay when it was ordered, or null when not known
   * @param told the end that the carrier told when it confirmed it, or null
   * @param askedAt when the carrier was last asked for it
   */
  record TopUp(
      long order,
      long line,
      String kind,
      LocalDate named,
      LocalDate starts,
      @Nullable LocalDate end,
      @Nullable LocalDate told,
      int periods,
      Instant orderedAt,
      Instant askedAt) {

    /** An order that was asked for again days later may pay from then on. */
    long daysLate() {
      return Duration.between(orderedAt, askedAt).toDays() + 1;
    }
  }

  /** What an owner has paid without Everline, until a later word of that line's end. */
  private record Outside(LocalDate from, LocalDate until, Instant enteredAt) {}

  /** The newest end that an owner has entered for a line. */
  private record Word(LocalDate end, Instant at) {}

  void paidOutside(long line, LocalDate from, LocalDate until, Instant at) {
    outside.computeIfAbsent(line, any -> new ArrayList<>()).add(new Outside(from, until, at));
  }

  void entered(long line, LocalDate end, Instant at) {
    words.put(line, new Word(end, at));
    shorten(line, end);
  }

  /** A later word, the owner's or the carrier's, is that what was paid outside ends sooner. */
  private void shorten(long line, LocalDate end) {
    List<Outside> paid = outside.get(line);
    if (paid != null) {
      paid.replaceAll(
          one -> one.until().isAfter(end) ? new Outside(one.from(), end, one.enteredAt()) : one);
    }
  }

  /**
   * @param topUps by when they were ordered
   * @return what was paid twice, in words
   */
  List<String> paidTwice(List<TopUp> topUps) {
    List<String> twice = new ArrayList<>();
    for (int i = 0; i < topUps.size(); i++) {
      TopUp later = topUps.get(i);
      if (later.end() != null) {
        quoted.putIfAbsent(later.order(), later.end());
      }
      for (TopUp earlier : topUps.subList(0, i)) {
        boolean same = earlier.line() == later.line() && earlier.kind().equals(later.kind());
        if (same && overlaps(later, earlier.named(), end(earlier))) {
          twice.add(
              "days from "
                  + later.starts()
                  + " on of a line were paid until "
                  + end(earlier)
                  + " already, and again by "
                  + new dev.everline.kernel.OrderId(later.order())
                  + ".");
        }
      }
      for (Outside paid : outside.getOrDefault(later.line(), List.of())) {
        if (later.kind().equals("period")
            && later.askedAt().isAfter(paid.enteredAt())
            && overlaps(later, paid.from(), paid.until())) {
          twice.add(
              "days from "
                  + later.starts()
                  + " on of a line were paid outside until "
                  + paid.until()
                  + ", and again by "
                  + new dev.everline.kernel.OrderId(later.order())
                  + ", asked for after that was entered.");
        }
      }
    }
    for (TopUp each : topUps) {
      if (each.told() != null) {
        shorten(each.line(), each.told());
      }
    }
    return twice;
  }

  private boolean overlaps(TopUp later, LocalDate from, LocalDate until) {
    long length = end(later).toEpochDay() - later.starts().toEpochDay();
    long first = Math.max(later.starts().toEpochDay(), from.toEpochDay());
    long last = Math.min(end(later).toEpochDay(), until.toEpochDay());
    return length > 0 && last - first > Math.min(TOLERANCE_DAYS, length - 1);
  }

  /** The last day that a top-up pays: as ordered, unless the carrier has told of a sooner one. */
  private LocalDate end(TopUp topUp) {
    LocalDate end = quoted.get(topUp.order());
    if (topUp.told() != null && (end == null || topUp.told().isBefore(end))) {
      return topUp.told();
    }
    return end != null && end.isAfter(topUp.named())
        ? end
        : topUp.named().plusDays((long) USUAL_DAYS * topUp.periods());
  }

  /**
   * Whether a line is taken to be served beyond what its owner has entered and what was ordered
   * before that: then an answer has added days on top that nobody paid.
   *
   * @param validUntil of the line as it is now
   * @param ofLine what the carrier's books hold for it
   */
  boolean isBeyondWhatIsPaid(long line, LocalDate validUntil, List<TopUp> ofLine) {
    Word word = words.get(line);
    if (word == null) {
      return false;
    }
    LocalDate most = word.end();
    for (TopUp topUp : ofLine) {
      if (!topUp.askedAt().isBefore(word.at())) {
        return false;
      }
      LocalDate end = quoted.get(topUp.order());
      LocalDate latest = end == null ? null : end.plusDays(topUp.daysLate());
      most = latest != null && latest.isAfter(most) ? latest : most;
      most = topUp.told() != null && topUp.told().isAfter(most) ? topUp.told() : most;
    }
    return validUntil.isAfter(most);
  }
}

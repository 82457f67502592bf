package dev.everline.line.message;

import dev.everline.catalog.Confidence;
import dev.everline.kernel.Money;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of clauses know of the message as a whole.
 *
 * @param received the day on which it came
 * @param dayFirst whether its language may put the day before the month
 * @param carrier whose message it seems to be, or null
 * @param counted the days it gives by counting from the day on which it came
 * @param has what is spoken of anywhere in it
 * @param facts words of the carrier whose meaning its sources confirm
 * @param hints words of the carrier whose meaning nobody confirmed
 */
record Reading(
    MessageText text,
    LocalDate received,
    boolean dayFirst,
    boolean forwarded,
    @Nullable String carrier,
    Set<LocalDate> counted,
    Set<Meaning> has,
    Set<String> facts,
    Set<String> hints) {

  private static final int LONGEST = 160;

  /** The day that is meant, or null. */
  @Nullable LocalDate day(Token.Day day, Written.Tense tense) {
    boolean relative =
        day.written() instanceof Written.Relative || day.written() instanceof Written.Weekday;
    // Who forwarded it, and when, nobody knows.
    if (forwarded && relative) {
      return null;
    }
    LocalDate date = day.written().day(received, dayFirst, tense);
    if (date == null && !forwarded && day.written() instanceof Written.Calendar calendar) {
      // Of "in 3 days, 02/12/2026" only one reading is in 3 days.
      List<LocalDate> fitting =
          calendar.readings(received, tense).stream().filter(counted::contains).toList();
      return fitting.size() == 1 ? fitting.getFirst() : null;
    }
    return date;
  }

  /** A sentence as it was written. */
  String words(Sentence s) {
    String words = text.shown().substring(s.start(), s.end()).replace('\n', ' ').strip();
    return words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
  }

  /**
   * What the predicate there says.
   *
   * @param sure whether nothing had to be inferred
   */
  Statement statement(
      Sentence s,
      int predicate,
      Statement.About about,
      Statement.What what,
      @Nullable LocalDate date,
      @Nullable Money amount,
      boolean sure) {
    return new Statement(about, what, date, amount, confidence(s, predicate, sure), words(s));
  }

  /** How sure a statement is whose predicate is there. */
  Confidence confidence(Sentence s, int predicate, boolean sure) {
    Token token = s.at(predicate);
    String word = text.folded().substring(token.start(), token.end());
    if (facts.contains(word)) {
      return Confidence.HIGH;
    }
    if (hints.contains(word)) {
      return Confidence.LOW;
    }
    return sure ? Confidence.HIGH : Confidence.MEDIUM;
  }
}

package dev.everline.line.message;

import dev.everline.kernel.Money;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import org.jspecify.annotations.Nullable;

/** A piece of a message, from {@code start} to before {@code end} of its {@link MessageText}. */
sealed interface Token {

  int start();

  int end();

  /** A word or phrase. */
  record Word(int start, int end, Meaning meaning) implements Token {}

  /** A day, in whichever way it is written. */
  record Day(int start, int end, Written written) implements Token {}

  /**
   * An amount of money.
   *
   * @param amount null when it can't be read in one way only, or is of another currency
   */
  record Sum(int start, int end, @Nullable Money amount) implements Token {}

  /**
   * Digits that are neither a day nor money.
   *
   * @param digits those of a telephone number, of a SIM or of the end of a number; else empty
   */
  record Figure(int start, int end, Kind kind, String digits) implements Token {

    enum Kind {
      PHONE,
      ICCID,
      /** The last four digits of something. */
      LAST_FOUR,
      PERCENT,
      /** Gigabytes, minutes, texts. */
      QUANTITY,
      TIME,
      OTHER
    }
  }

  /** A link or an address of mail. */
  record Link(int start, int end) implements Token {}

  /** A mark; a line break is {@code \n}. */
  record Stop(int start, int end, char mark) implements Token {}

  default boolean means(Meaning meaning) {
    return this instanceof Word word && word.meaning() == meaning;
  }
}

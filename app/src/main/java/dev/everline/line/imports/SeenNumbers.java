package dev.everline.line.imports;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;

/**
 * The numbers of a file's rows so far, each with its row: an open-addressed table of primitives,
 * since a million boxed entries would cost ten times the memory.
 */
final class SeenNumbers {

  // A table of 2^25 places takes 512 MiB.
  private static final int MOST = 16_000_000;

  private long[] numbers = new long[1 << 12];
  private long[] rows = new long[1 << 12];
  private int size;

  /**
   * @param number of a telephone or a SIM, never 0
   * @return the row in which the number stood before, or 0 when this is the first.
   * @throws ProblemException when a file has more rows than can be remembered
   */
  long firstRow(long number, long row) {
    if (size > MOST) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          "The file has more than " + MOST + " lines; split it and import the parts.");
    }
    if (size * 2 >= numbers.length) {
      grow();
    }
    // No number of a telephone or a SIM is 0, which marks a free place.
    int place = place(number);
    if (numbers[place] == number) {
      return rows[place];
    }
    numbers[place] = number;
    rows[place] = row;
    size++;
    return 0;
  }

  /** The row in which a number stood, or 0 when it hasn't been seen. */
  long rowOf(long number) {
    int place = place(number);
    return numbers[place] == number ? rows[place] : 0;
  }

  private int place(long number) {
    int mask = numbers.length - 1;
    long mixed = number * 0x9E3779B97F4A7C15L;
    int place = (int) (mixed >>> 32) & mask;
    while (numbers[place] != 0 && numbers[place] != number) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] oldNumbers = numbers;
    long[] oldRows = rows;
    numbers = new long[oldNumbers.length * 2];
    rows = new long[oldRows.length * 2];
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != 0) {
        int place = place(oldNumbers[i]);
        numbers[place] = oldNumbers[i];
        rows[place] = oldRows[i];
      }
    }
  }
}

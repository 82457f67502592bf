package dev.everline.catalog.link;

import dev.everline.catalog.link.LinkJudgement.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a word is a name with a slip in it, as those who deceive make them: letters swapped,
 * doubled, left out, added or changed. What could as well be another word isn't one: a slip counts
 * less at a name's beginning and in the short part that sets it apart from others.
 */
final class Misspelling {

  /** What names of carriers end with; the rest is what sets them apart. */
  private static final List<String> ENDS = List.of("wireless", "cellular", "mobile");

  /** Shorter names have too many neighbours among words. */
  private static final int SHORTEST = 6;

  private static final int SHORTEST_PART = 4;

  /** In a name of one part, two slips leave it recognisable from this length. */
  private static final int LONG = 10;

  private Misspelling() {}

  /**
   * By what a word differs from a name, or null when it is the name itself or another word.
   *
   * @param word in lower case, without hyphens
   * @param coined whether the name is no phrase of the language
   */
  static @Nullable Reason of(String word, String name, boolean coined) {
    if (word.equals(name) || Math.abs(word.length() - name.length()) > 2) {
      return null;
    }
    int end = end(name);
    Reason once = once(word, name, end, coined);
    if (once != Reason.SWAPPED_LETTERS && Lettering.shape(word).equals(Lettering.shape(name))) {
      return Reason.DIGITS_FOR_LETTERS;
    }
    if (name.length() < SHORTEST) {
      // No word of another meaning has a letter of such a name twice, or two of them swapped.
      boolean told = once == Reason.DOUBLED_LETTER || once == Reason.SWAPPED_LETTERS;
      return told && name.length() == SHORTEST - 1 ? once : null;
    }
    if (once != null) {
      return once;
    }
    boolean misspelt =
        end < name.length()
            ? inBothParts(word, name, end, coined)
            : name.length() >= LONG && slips(word, name) == 2 && word.charAt(0) == name.charAt(0);
    return misspelt ? Reason.MISSPELT : null;
  }

  /** Whether a text may have a name with a slip at a place; spares most comparisons. */
  static boolean mayBegin(String text, int at, String name) {
    char begins = text.charAt(at);
    return begins == name.charAt(0)
        || begins == name.charAt(1)
        || Lettering.looksLike(begins, name.charAt(0))
        || text.startsWith("rn", at)
        || text.startsWith("vv", at);
  }

  /** Where the common end of a name begins; its length when it has none. */
  private static int end(String name) {
    return ENDS.stream()
        .filter(end -> name.endsWith(end) && name.length() > end.length())
        .mapToInt(end -> name.length() - end.length())
        .findFirst()
        .orElse(name.length());
  }

  private static @Nullable Reason once(String word, String name, int end, boolean coined) {
    int same = 0;
    while (same < Math.min(word.length(), name.length())
        && word.charAt(same) == name.charAt(same)) {
      same++;
    }
    return switch (word.length() - name.length()) {
      case 0 -> changed(word, name, same, end, coined);
      case 1 -> added(word, name, same, end, coined);
      case -1 -> leftOut(word, name, same, end, coined);
      default -> null;
    };
  }

  private static @Nullable Reason changed(
      String word, String name, int at, int end, boolean coined) {
    boolean swapped =
        at + 1 < name.length()
            && word.charAt(at) == name.charAt(at + 1)
            && word.charAt(at + 1) == name.charAt(at)
            && word.substring(at + 2).equals(name.substring(at + 2));
    if (swapped) {
      return Reason.SWAPPED_LETTERS;
    }
    if (!word.substring(at + 1).equals(name.substring(at + 1))) {
      return null;
    }
    char was = name.charAt(at);
    char is = word.charAt(at);
    boolean inEnd = at >= end;
    boolean first = at == 0;
    boolean plausible =
        inEnd
            || (end >= SHORTEST_PART
                && (coined || !first)
                && (Lettering.looksLike(was, is)
                    || (coined && !first && Lettering.isTakenFor(was, is))));
    return plausible ? Reason.CHANGED_LETTER : null;
  }

  private static @Nullable Reason added(String word, String name, int at, int end, boolean coined) {
    if (!word.substring(at + 1).equals(name.substring(at))) {
      return null;
    }
    char is = word.charAt(at);
    if (at > 0 && word.charAt(at - 1) == is) {
      return Reason.DOUBLED_LETTER;
    }
    if (at == 0) {
      return null;
    }
    if (at == name.length()) {
      return coined && Character.isLetter(is) ? Reason.ADDED_LETTER : null;
    }
    boolean plausible = at > end || (coined && end >= SHORTEST_PART);
    return plausible ? Reason.ADDED_LETTER : null;
  }

  private static @Nullable Reason leftOut(
      String word, String name, int at, int end, boolean coined) {
    if (!word.substring(at).equals(name.substring(at + 1))) {
      return null;
    }
    boolean first = at == 0 && name.charAt(0) != name.charAt(1);
    boolean plausible = at >= end || (end >= SHORTEST_PART && (!first || coined));
    return plausible ? Reason.LEFT_OUT_LETTER : null;
  }

  /** How many letters must be changed, added, left out or swapped to make one of the other. */
  private static int slips(String one, String other) {
    int[][] slips = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          slips[i][j] = i + j;
          continue;
        }
        int changed = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(Math.min(slips[i - 1][j], slips[i][j - 1]) + 1, slips[i - 1][j - 1] + changed);
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        slips[i][j] = swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
      }
    }
    return slips[one.length()][other.length()];
  }

  /** One slip in what sets the name apart, and one in its end. */
  private static boolean inBothParts(String word, String name, int end, boolean coined) {
    String apart = name.substring(0, end);
    String common = name.substring(end);
    for (int at = Math.max(1, end - 1); at <= Math.min(word.length() - 1, end + 1); at++) {
      String left = word.substring(0, at);
      String right = word.substring(at);
      boolean leftSlips =
          left.equals(apart)
              || Lettering.shape(left).equals(Lettering.shape(apart))
              || (end >= SHORTEST_PART && once(left, apart, left.length() + 1, coined) != null);
      boolean rightSlips =
          right.equals(common)
              || Lettering.shape(right).equals(Lettering.shape(common))
              || once(right, common, 0, coined) != null;
      if (leftSlips && rightSlips) {
        return true;
      }
    }
    return false;
  }
}

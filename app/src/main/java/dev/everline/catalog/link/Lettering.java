package dev.everline.catalog.link;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.HashMap;
import java.util.Map;

/** How letters look: which may be taken for which, and which stand side by side on a keyboard. */
final class Lettering {

  private static final SpoofChecker SPOOF = new SpoofChecker.Builder().build();

  /** Of letters that Unicode's table has no Latin twin for, but readers do. */
  private static final Map<Integer, String> TWINS =
      Map.ofEntries(
          Map.entry((int) 'м', "m"),
          Map.entry((int) 'т', "t"),
          Map.entry((int) 'к', "k"),
          Map.entry((int) 'в', "b"),
          Map.entry((int) 'н', "h"),
          Map.entry((int) 'п', "n"),
          Map.entry((int) 'г', "r"),
          Map.entry((int) 'и', "u"),
          Map.entry((int) 'ь', "b"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'ŧ', "t"),
          Map.entry((int) 'ß', "b"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'η', "n"),
          Map.entry((int) 'ω', "w"),
          Map.entry((int) 'μ', "u"),
          Map.entry((int) 'κ', "k"),
          Map.entry((int) 'τ', "t"),
          Map.entry((int) 'β', "b"),
          Map.entry((int) 'ε', "e"),
          Map.entry((int) 'χ', "x"),
          Map.entry((int) 'ρ', "p"),
          Map.entry((int) 'ѵ', "v"),
          Map.entry((int) 'ɡ', "g"),
          Map.entry((int) 'ı', "i"),
          Map.entry((int) 'ȷ', "j"));

  /** The ASCII letter or digit of a skeleton, letters first. */
  private static final Map<String, String> BY_SKELETON = bySkeleton();

  private static final String KEYBOARD = "qwertyuiop asdfghjkl  zxcvbnm   ";
  private static final int ROW = 11;

  private Lettering() {}

  private static Map<String, String> bySkeleton() {
    Map<String, String> letters = new HashMap<>();
    for (char c = 'a'; c <= 'z'; c++) {
      letters.putIfAbsent(SPOOF.getSkeleton(String.valueOf(c)), String.valueOf(c));
    }
    for (char c = '0'; c <= '9'; c++) {
      letters.putIfAbsent(SPOOF.getSkeleton(String.valueOf(c)), String.valueOf(c));
    }
    return Map.copyOf(letters);
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  /** A text with each letter of another script as the Latin one that it looks like. */
  static String latin(String text) {
    StringBuilder latin = new StringBuilder();
    Normalizer2.getNFKDInstance()
        .normalize(text)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> latin.append(latin(c)));
    return latin.toString();
  }

  private static String latin(int c) {
    if (c < 128) {
      return Character.toString(c);
    }
    String twin = TWINS.get(c);
    if (twin != null) {
      return twin;
    }
    String shown = Character.toString(c);
    String skeleton = SPOOF.getSkeleton(shown);
    return BY_SKELETON.getOrDefault(skeleton, isAscii(skeleton) ? skeleton : shown);
  }

  /**
   * A text by which those that look alike are equal: digits as the letters that they are put for,
   * {@code rn} as m. Of ASCII letters alone.
   */
  static String shape(String text) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == 'r' && next == 'n') {
        shape.append('m');
        i++;
      } else if (c == 'v' && next == 'v') {
        shape.append('w');
        i++;
      } else {
        shape.append(letter(c));
      }
    }
    return shape.toString();
  }

  private static char letter(char c) {
    return switch (c) {
      case '0' -> 'o';
      case '1', 'i', '|', '!' -> 'l';
      case '2' -> 'z';
      case '3' -> 'e';
      case '4' -> 'a';
      case '5', '$' -> 's';
      case '7' -> 't';
      case '8' -> 'b';
      case '9', 'q' -> 'g';
      default -> c;
    };
  }

  /** Whether one is easily read for the other. */
  static boolean looksLike(char a, char b) {
    return letter(a) == letter(b)
        || pair(a, b, 'u', 'v')
        || pair(a, b, 'o', 'q')
        || pair(a, b, 'c', 'e')
        || pair(a, b, 'm', 'n')
        || pair(a, b, 'h', 'n')
        || pair(a, b, 't', 'f')
        || pair(a, b, 'l', 't');
  }

  /** Whether one is easily heard or typed for the other. */
  static boolean isTakenFor(char a, char b) {
    return neighbours(a, b)
        || pair(a, b, 'e', 'i')
        || pair(a, b, 'o', 'u')
        || pair(a, b, 'a', 'e')
        || pair(a, b, 'c', 'k')
        || pair(a, b, 's', 'z')
        || pair(a, b, 'b', 'd');
  }

  private static boolean pair(char a, char b, char one, char other) {
    return (a == one && b == other) || (a == other && b == one);
  }

  /** On a keyboard. */
  private static boolean neighbours(char a, char b) {
    int one = KEYBOARD.indexOf(a);
    int other = KEYBOARD.indexOf(b);
    if (one < 0 || other < 0 || a == ' ' || b == ' ') {
      return false;
    }
    int columns = Math.abs(one % ROW - other % ROW);
    int rows = Math.abs(one / ROW - other / ROW);
    return columns + rows == 1 || (rows == 1 && columns == 1);
  }
}

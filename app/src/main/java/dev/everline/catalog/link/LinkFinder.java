package dev.everline.catalog.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds what may be links in a text, with and without a scheme, in any punctuation. */
final class LinkFinder {

  /** No text within the bound has more. */
  private static final int MOST = 5_000;

  /** More than any message has; what follows is not looked at. */
  private static final int LONGEST = 20_000;

  // No part repeats without a bound but single classes of characters: hostile texts cost no more.

  private static final String DOT = "(?:\\.|\\[\\.]|\\(\\.\\))";

  /** Letters and digits of scripts that put blanks between words. */
  private static final String LETTERS =
      "\\p{IsLatin}\\p{IsCyrillic}\\p{IsGreek}\\p{IsArmenian}\\p{Mn}0-9";

  private static final String LABEL = "[" + LETTERS + "][" + LETTERS + "_-]*+";

  private static final String ANY_LABEL = "[\\p{L}\\p{N}_-]++";

  private static final String REST =
      "(?:[:/?#][\\x21\\x23-\\x3b\\x3d\\x3f-\\x5c\\x5e-\\x7a\\x7c\\x7e]*+)?";

  private static final Pattern WITH_SCHEME =
      Pattern.compile(
          "(?i)\\bh(?:tt|xx)ps?:[/\\\\]{1,3}(?:[\\w.%+:~!$&*=-]{0,200}@)?(?:\\[[0-9a-f:.]{2,45}]|"
              + LABEL
              + "(?:"
              + DOT
              + LABEL
              + "){0,20}+|"
              + ANY_LABEL
              + "(?:"
              + DOT
              + ANY_LABEL
              + "){1,20})"
              + REST);

  private static final Pattern BARE =
      Pattern.compile(
          "(?i)(?<![@./\\\\"
              + LETTERS
              + "-])(?:[\\w.%+-]{1,64}+@)?"
              + LABEL
              + "(?:"
              + DOT
              + LABEL
              + "){1,20}+"
              + REST);

  /** Endings that are words too: two sentences without a blank look like a host. */
  private static final Set<String> WORDS =
      Set.of(
          "it", "is", "so", "in", "at", "be", "to", "no", "my", "am", "as", "do", "by", "us", "me",
          "now", "call", "help", "you", "one", "how", "day", "here", "pay", "free", "new", "live",
          "la", "el", "de", "se", "es", "su", "tu", "si", "ya", "al", "va", "mi", "plus", "today",
          "open", "run", "save", "watch", "zip", "md", "pm", "cv", "ai", "py", "sh", "rs", "mov",
          "id", "tv", "bet", "win", "bid", "fun", "app", "like", "talk", "are", "can", "got");

  private static final char FRACTION_SLASH = '\u2044';

  private LinkFinder() {}

  /**
   * @param text as it was written
   * @param certain whether it can't be anything but a link
   */
  record Found(String text, boolean certain) {}

  static List<Found> in(String written) {
    String text = written.substring(0, Math.min(LONGEST, written.length()));
    int[] seen = IntStream.range(0, text.length()).filter(i -> !isUnseen(text.charAt(i))).toArray();
    StringBuilder shown = new StringBuilder(seen.length);
    for (int at : seen) {
      shown.append(text.charAt(at));
    }
    String plain = plain(shown.toString());
    List<Found> found = new ArrayList<>();
    boolean[] taken = new boolean[plain.length() + 1];
    List<int[]> places = new ArrayList<>();
    Matcher schemes = WITH_SCHEME.matcher(plain);
    while (schemes.find() && places.size() < MOST) {
      int end = trimmed(plain, schemes.start(), disguised(plain, schemes.end()));
      places.add(new int[] {schemes.start(), end, 1});
      Arrays.fill(taken, schemes.start(), end, true);
    }
    Matcher bare = BARE.matcher(plain);
    while (bare.find() && places.size() < 3 * MOST) {
      int end = trimmed(plain, bare.start(), disguised(plain, bare.end()));
      if (!taken[bare.start()] && end > bare.start()) {
        String link = plain.substring(bare.start(), end);
        if (mayBeALink(link)) {
          places.add(new int[] {bare.start(), end, isCertain(link) ? 1 : 0});
        }
      }
    }
    places.sort(Comparator.comparingInt(place -> place[0]));
    for (int[] place : places) {
      String link = text.substring(seen[place[0]], seen[place[1] - 1] + 1);
      found.add(new Found(link, place[2] == 1));
    }
    return found;
  }

  /** Characters that nobody sees, and that browsers leave out of an address. */
  private static boolean isUnseen(char c) {
    return c == '\u00ad'
        || c == '\ufeff'
        || (c >= '\u200b' && c <= '\u200f')
        || (c >= '\u2060' && c <= '\u2064');
  }

  /** The text, character by character, with full-width letters and stops as plain ones. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean between =
          i > 0
              && i + 1 < text.length()
              && isAsciiLetterOrDigit(narrow(text.charAt(i - 1)))
              && isAsciiLetterOrDigit(narrow(text.charAt(i + 1)));
      if ((c == '。' || c == '｡' || c == '．' || c == '․') && between) {
        plain.setCharAt(i, '.');
      } else if (c == '：' && i + 1 < text.length() && "/／".indexOf(text.charAt(i + 1)) >= 0) {
        plain.setCharAt(i, ':');
      } else {
        plain.setCharAt(i, narrow(c));
      }
    }
    return plain.toString();
  }

  private static char narrow(char c) {
    boolean letterOrDigit =
        (c >= '０' && c <= '９') || (c >= 'Ａ' && c <= 'Ｚ') || (c >= 'ａ' && c <= 'ｚ');
    return letterOrDigit || c == '／' || c == '－' || c == '＿' || c == '．' ? (char) (c - 0xfee0) : c;
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  /**
   * Where an address ends whose host seems to end sooner: an escape or a sign that looks like a
   * slash goes on with it, and hides whose host it is.
   */
  private static int disguised(String text, int end) {
    if (end == text.length() || !goesOn(text.charAt(end))) {
      return end;
    }
    int at = end;
    while (at < text.length() && (text.charAt(at) < 128 || goesOn(text.charAt(at)))) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || "\"'<>()[]{}|".indexOf(c) >= 0) {
        break;
      }
      at++;
    }
    return at;
  }

  private static boolean goesOn(char c) {
    return c == '%'
        || c == FRACTION_SLASH
        || (c > 127 && Character.getType(c) == Character.MATH_SYMBOL);
  }

  /** Where a link ends that a sentence goes on after. */
  private static int trimmed(String text, int start, int end) {
    int at = end;
    while (at > start) {
      char last = text.charAt(at - 1);
      String link = text.substring(start, at);
      boolean closing =
          last == ')'
              && link.chars().filter(c -> c == ')').count()
                  > link.chars().filter(c -> c == '(').count();
      if (closing || ".,;:!?'*_~-".indexOf(last) >= 0) {
        at--;
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean mayBeALink(String link) {
    WebAddress address = WebAddress.parse(link);
    if (address == null || !address.host().contains(".")) {
      return false;
    }
    boolean mail = address.userInfo() != null && address.path().isEmpty();
    if (address.isIp()) {
      return address.path().startsWith("/") && address.host().split("\\.", -1).length == 4;
    }
    return !mail
        && address.hasKnownEnding()
        && !address.name().isEmpty()
        && !address.ending().matches("\\d+");
  }

  /** Not where a capital after the stop, or an ending that is a word, may begin a sentence. */
  private static boolean isCertain(String link) {
    WebAddress address = WebAddress.parse(link);
    if (address == null) {
      return false;
    }
    boolean path = address.path().length() > 1;
    if (path || address.host().startsWith("www.")) {
      return true;
    }
    String last = link.replaceFirst("[:/?#].*$", "");
    last = last.substring(last.lastIndexOf('.') + 1);
    boolean capital =
        !last.isEmpty()
            && Character.isUpperCase(last.charAt(0))
            && !last.equals(last.toUpperCase(Locale.ROOT));
    return !capital && !WORDS.contains(last.toLowerCase(Locale.ROOT));
  }
}

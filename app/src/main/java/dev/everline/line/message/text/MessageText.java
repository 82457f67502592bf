package dev.everline.line.message.text;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A message's text in one spelling: the same for any width of characters, kind of quotes, dashes
 * and blanks.
 *
 * @param shown as people wrote it
 * @param folded as long as {@code shown}: small letters without accents, hyphens between letters
 *     and quotes as blanks
 */
public record MessageText(String shown, String folded) {

  public static MessageText of(String message) {
    String shown = blanks(plain(message)).strip();
    return new MessageText(shown, fold(shown));
  }

  private static String plain(String message) {
    if (message.chars().allMatch(c -> c < 128)) {
      return message.replace('`', '\'');
    }
    String one = PICTURE.matcher(SIGNS.matcher(message).replaceAll("")).replaceAll(" , ");
    one = Normalizer.normalize(one, Normalizer.Form.NFKC);
    one = INVISIBLE.matcher(one).replaceAll("");
    one = APOSTROPHE.matcher(one).replaceAll("'");
    one = QUOTE.matcher(one).replaceAll("\"");
    return DASH.matcher(one).replaceAll("-");
  }

  /** Traditional characters as simplified ones, which the words are kept in. */
  private static char simplified(char c) {
    return isHan(c) ? SIMPLIFIED.computeIfAbsent(c, MessageText::transliterated) : c;
  }

  private static char transliterated(char c) {
    String one = TO_SIMPLIFIED.transliterate(String.valueOf(c));
    return one.length() == 1 ? one.charAt(0) : c;
  }

  private static final Transliterator TO_SIMPLIFIED =
      Transliterator.getInstance("Traditional-Simplified");

  private static final Map<Character, Character> SIMPLIFIED = new ConcurrentHashMap<>();

  private static final Pattern SIGNS = Pattern.compile("[™®©℠]");

  /** What people set between two clauses. */
  private static final Pattern PICTURE = Pattern.compile("\\p{IsExtended_Pictographic}+");

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
  private static final Pattern APOSTROPHE = Pattern.compile("[’‘`´ʼ′]");
  private static final Pattern QUOTE = Pattern.compile("[“”„«»″「」『』]");
  private static final Pattern DASH = Pattern.compile("[‐‑‒–—―−]");

  /** A line of the form "Balance: $5.00" stands for itself; other lines are wrapped at will. */
  private static final Pattern LABEL = Pattern.compile("[^:\\n]{2,30}:[^/].*");

  private static final int SHORT_LINE = 34;

  private static final int HEADING = 24;

  /** One blank for any run of them; one line break before a label and for an empty line. */
  private static String blanks(String text) {
    boolean listed = isList(text);
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isBlank(c)) {
        out.append(c);
        continue;
      }
      int breaks = 0;
      int end = i;
      while (end < text.length() && isBlank(text.charAt(end))) {
        breaks += text.charAt(end) == '\n' ? 1 : 0;
        end++;
      }
      boolean broken =
          breaks > 1
              || (breaks == 1
                  && (listed || isHeading(text, i) || LABEL.matcher(line(text, end)).matches()));
      out.append(broken ? '\n' : ' ');
      i = end - 1;
    }
    return out.toString();
  }

  /** A few short lines, as of a table: no text is wrapped so early. */
  private static boolean isList(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.size() > 2 && lines.stream().allMatch(line -> line.length() <= SHORT_LINE);
  }

  /** A sender's name, or a subject, alone in the first line. */
  private static boolean isHeading(String text, int end) {
    String first = text.substring(0, end).strip();
    return first.indexOf('\n') < 0
        && first.length() <= HEADING
        && !first.isEmpty()
        && Character.isLetterOrDigit(first.charAt(first.length() - 1))
        && Character.isUpperCase(first.charAt(0));
  }

  private static String line(String text, int start) {
    int end = text.indexOf('\n', start);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static String fold(String shown) {
    char[] out = new char[shown.length()];
    for (int i = 0; i < out.length; i++) {
      char c = simplified(Character.toLowerCase(shown.charAt(i)));
      if (c >= 'à' && c <= 'ž') {
        c = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0);
      }
      out[i] = c;
    }
    for (int i = 0; i < out.length; i++) {
      boolean joins =
          (out[i] == '-' || out[i] == '_')
              && i > 0
              && i + 1 < out.length
              && Character.isLetter(out[i - 1])
              && Character.isLetter(out[i + 1]);
      if (joins || out[i] == '"' || (out[i] == '*' && !masks(out, i))) {
        out[i] = ' ';
      }
    }
    return new String(out);
  }

  /** Stars that hide digits, as in {@code ***0142}. */
  private static boolean masks(char[] text, int at) {
    int end = at;
    while (end < text.length && (text[end] == '*' || text[end] == '-')) {
      end++;
    }
    return end < text.length && Character.isDigit(text[end]);
  }

  public static boolean isHan(char c) {
    return c >= '\u3400' && c <= '\u9fff';
  }
}

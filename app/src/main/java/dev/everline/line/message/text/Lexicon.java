package dev.everline.line.message.text;

import dev.everline.catalog.MessageForms.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words and phrases by which messages say things, in English, Spanish and Chinese. */
public final class Lexicon {

  /**
   * A phrase.
   *
   * @param spanish whether it is Spanish and nothing else
   * @param english whether it is English and nothing else
   */
  public record Phrase(String words, Meaning meaning, boolean spanish, boolean english) {}

  /** They change nothing of what a phrase says. */
  private static final List<String> ADVERBS =
      List.of(
          "just ",
          "now ",
          "already ",
          "recently ",
          "successfully ",
          "automatically ",
          "officially ",
          "temporarily ",
          "currently ",
          "also ",
          "ya ",
          "recien ",
          "exitosamente ",
          "automaticamente ",
          "correctamente ",
          "temporalmente ",
          "tambien ");

  private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

  /** Latin phrases by their first word, Chinese ones by their first character. */
  private Lexicon() {}

  public static Lexicon builtIn() {
    Map<String, Phrase> phrases = new HashMap<>();
    for (String language : List.of("en", "es", "zh")) {
      for (Phrase phrase : read(language)) {
        phrases.merge(
            phrase.words(),
            phrase,
            (first, second) -> new Phrase(first.words(), first.meaning(), false, false));
      }
    }
    Lexicon lexicon = new Lexicon();
    phrases
        .values()
        .forEach(
            phrase ->
                lexicon
                    .byFirstWord
                    .computeIfAbsent(firstWord(phrase.words(), 0), first -> new ArrayList<>())
                    .add(phrase));
    lexicon
        .byFirstWord
        .values()
        .forEach(
            list ->
                list.sort(Comparator.comparingInt((Phrase p) -> p.words().length()).reversed()));
    return lexicon;
  }

  /** These words, and before them a carrier's own. */
  public Lexicon with(List<Shape> shapes) {
    Lexicon own = new Lexicon();
    own.byFirstWord.putAll(byFirstWord);
    for (Shape shape : shapes) {
      Meaning meaning =
          switch (shape.means()) {
            case SERVICE_END -> Meaning.ENDS;
            case SERVICE_ENDED -> Meaning.ENDED;
            case RENEWAL_DUE -> Meaning.RENEWS;
            case BALANCE -> Meaning.BALANCE;
          };
      String words = MessageText.of(shape.words()).folded();
      List<Phrase> phrases = new ArrayList<>();
      phrases.add(new Phrase(words, meaning, false, false));
      phrases.addAll(own.byFirstWord.getOrDefault(firstWord(words, 0), List.of()));
      phrases.sort(Comparator.comparingInt((Phrase p) -> p.words().length()).reversed());
      own.byFirstWord.put(firstWord(words, 0), phrases);
    }
    return own;
  }

  private static List<Phrase> read(String language) {
    List<Phrase> phrases = new ArrayList<>();
    Meaning meaning = Meaning.UNKNOWN;
    for (String line : file("/message-words/" + language + ".txt").lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[")) {
        meaning = Meaning.valueOf(line.substring(1, line.length() - 1));
        continue;
      }
      for (String words : line.split("\\|", -1)) {
        if (!words.isBlank()) {
          phrases.add(
              new Phrase(words.strip(), meaning, language.equals("es"), language.equals("en")));
        }
      }
    }
    return phrases;
  }

  /** Phrases that a language gives two meanings; the first would hide the second. */
  public static List<String> contradictions() {
    List<String> twice = new ArrayList<>();
    for (String language : List.of("en", "es", "zh")) {
      Map<String, Meaning> meanings = new HashMap<>();
      for (Phrase phrase : read(language)) {
        Meaning before = meanings.putIfAbsent(phrase.words(), phrase.meaning());
        if (before != null && before != phrase.meaning()) {
          twice.add(language + " " + phrase.words());
        }
      }
    }
    return twice;
  }

  private static String file(String name) {
    try (InputStream in = Lexicon.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program lacks its file " + name + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * A phrase as it stands in a text.
   *
   * @param end where it ends there
   */
  public record Match(Phrase phrase, int end) {}

  /** The longest phrase that begins there, or null. */
  public @Nullable Match at(String folded, int start) {
    List<Phrase> candidates = byFirstWord.get(firstWord(folded, start));
    if (candidates == null) {
      return null;
    }
    for (Phrase phrase : candidates) {
      int end = endOf(phrase.words(), 0, folded, start);
      if (end >= 0 && isWhole(phrase.words(), folded, end)) {
        return new Match(phrase, end);
      }
    }
    return null;
  }

  /**
   * Where the phrase's words from {@code from} on, which begin at {@code at}, end; -1 where they
   * aren't. A line break stands for a blank, and adverbs may stand between: "was just renewed".
   */
  private static int endOf(String words, int from, String folded, int at) {
    int in = at;
    for (int i = from; i < words.length(); i++, in++) {
      if (in >= folded.length()) {
        return -1;
      }
      char c = folded.charAt(in);
      if (c != words.charAt(i) && !(c == '\n' && words.charAt(i) == ' ')) {
        return -1;
      }
      if (words.charAt(i) == ' ') {
        int adverb = endOfAdverb(folded, in + 1);
        int end = adverb < 0 ? -1 : endOf(words, i + 1, folded, adverb);
        if (end >= 0) {
          return end;
        }
      }
    }
    return in;
  }

  private static int endOfAdverb(String folded, int at) {
    for (String adverb : ADVERBS) {
      if (folded.startsWith(adverb, at)) {
        return at + adverb.length();
      }
    }
    return -1;
  }

  private static boolean isWhole(String words, String folded, int end) {
    char last = words.charAt(words.length() - 1);
    return end == folded.length()
        || MessageText.isHan(last)
        || !isWord(folded.charAt(end))
        || isOwning(folded, end);
  }

  public static boolean isWord(char c) {
    return (Character.isLetterOrDigit(c) && !MessageText.isHan(c)) || c == '\'';
  }

  /** Whether the word ends there with 's. */
  public static boolean isOwning(String text, int at) {
    return text.startsWith("'s", at) && (at + 2 == text.length() || !isWord(text.charAt(at + 2)));
  }

  private static String firstWord(String text, int start) {
    if (MessageText.isHan(text.charAt(start))) {
      return text.substring(start, start + 1);
    }
    int end = start;
    while (end < text.length() && isWord(text.charAt(end)) && !isOwning(text, end)) {
      end++;
    }
    return text.substring(start, Math.max(end, start + 1));
  }
}

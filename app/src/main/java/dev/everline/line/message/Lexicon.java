package dev.everline.line.message;

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
final class Lexicon {

  /**
   * A phrase.
   *
   * @param spanish whether it is Spanish and nothing else
   * @param english whether it is English and nothing else
   */
  record Phrase(String words, Meaning meaning, boolean spanish, boolean english) {}

  private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

  /** Latin phrases by their first word, Chinese ones by their first character. */
  private Lexicon() {}

  static Lexicon builtIn() {
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
  Lexicon with(List<Shape> shapes) {
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
  static List<String> contradictions() {
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

  /** The longest phrase that begins there, or null. */
  @Nullable Phrase at(String folded, int start) {
    List<Phrase> candidates = byFirstWord.get(firstWord(folded, start));
    if (candidates == null) {
      return null;
    }
    for (Phrase phrase : candidates) {
      if (fits(folded, start, phrase.words())) {
        return phrase;
      }
    }
    return null;
  }

  /** A line break stands for a blank. */
  private static boolean fits(String folded, int start, String words) {
    int end = start + words.length();
    if (end > folded.length()) {
      return false;
    }
    for (int i = 0; i < words.length(); i++) {
      char c = folded.charAt(start + i);
      if (c != words.charAt(i) && !(c == '\n' && words.charAt(i) == ' ')) {
        return false;
      }
    }
    char last = words.charAt(words.length() - 1);
    return end == folded.length()
        || MessageText.isHan(last)
        || !isWord(folded.charAt(end))
        || isOwning(folded, end);
  }

  static boolean isWord(char c) {
    return (Character.isLetterOrDigit(c) && !MessageText.isHan(c)) || c == '\'';
  }

  /** Whether the word ends there with 's. */
  static boolean isOwning(String text, int at) {
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

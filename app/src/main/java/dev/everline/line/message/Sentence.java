package dev.everline.line.message;

import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Stop;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.Token.Word;
import dev.everline.line.message.text.Meaning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence in tokens, cut into the parts that commas, brackets, line breaks and conjunctions make
 * of it.
 */
final class Sentence {

  private static final String ENDS = ".!?;。！？；•\n";
  private static final String PARTS = ",、()[]【】|-·{}";

  /** No person writes longer ones; reading them costs the square of their length. */
  private static final int LONGEST = 150;

  /** A sender's name has fewer words. */
  private static final int HEAD = 8;

  private final List<Token> tokens;
  private final int[] part;
  private final boolean question;
  private final @Nullable Sentence previous;

  private Sentence(List<Token> tokens, boolean question, @Nullable Sentence previous) {
    this.previous = previous;
    this.tokens = List.copyOf(tokens);
    this.part = new int[tokens.size()];
    this.question = question;
    int current = 0;
    for (int i = 0; i < part.length; i++) {
      Token token = tokens.get(i);
      boolean mark = token instanceof Stop stop && PARTS.indexOf(stop.mark()) >= 0;
      boolean joins = token.means(Meaning.AND) || token.means(Meaning.BUT);
      if (mark || joins) {
        current++;
      }
      part[i] = current;
    }
  }

  /** A text's sentences. */
  static List<Sentence> of(List<Token> all) {
    List<Sentence> sentences = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : all) {
      if (token instanceof Stop stop && ENDS.indexOf(stop.mark()) >= 0) {
        boolean asks = stop.mark() == '?' || stop.mark() == '？';
        if (!current.isEmpty()) {
          sentences.add(new Sentence(current, asks, last(sentences)));
        }
        current.clear();
      } else if (token instanceof Stop stop && (stop.mark() == '¿' || stop.mark() == '¡')) {
        if (!current.isEmpty()) {
          sentences.add(new Sentence(current, false, last(sentences)));
        }
        current.clear();
      } else {
        current.add(token);
        if (current.size() == LONGEST) {
          sentences.add(new Sentence(current, false, last(sentences)));
          current.clear();
        }
      }
    }
    if (!current.isEmpty()) {
      sentences.add(new Sentence(current, false, last(sentences)));
    }
    return sentences;
  }

  private static @Nullable Sentence last(List<Sentence> sentences) {
    return sentences.isEmpty() ? null : sentences.getLast();
  }

  /** The sentence before it, of which it may speak as "it". */
  @Nullable Sentence previous() {
    return previous;
  }

  int size() {
    return tokens.size();
  }

  Token at(int i) {
    return tokens.get(i);
  }

  /** What the word there means; of other tokens {@link Meaning#UNKNOWN}. */
  Meaning meaning(int i) {
    return tokens.get(i) instanceof Word word ? word.meaning() : Meaning.UNKNOWN;
  }

  /** Whether it begins with words of no meaning and a colon, as a sender's name does. */
  boolean isHeadedByAName() {
    boolean named = false;
    for (int i = 0; i < Math.min(HEAD, tokens.size()); i++) {
      if (tokens.get(i) instanceof Stop stop && (stop.mark() == ':' || stop.mark() == '】')) {
        return named;
      }
      named |= tokens.get(i) instanceof Word word && word.meaning() == Meaning.UNKNOWN;
    }
    return false;
  }

  boolean isQuestion() {
    return question;
  }

  int part(int i) {
    return part[i];
  }

  int start() {
    return tokens.getFirst().start();
  }

  int end() {
    return tokens.getLast().end();
  }

  boolean has(Meaning... any) {
    for (Token token : tokens) {
      for (Meaning meaning : any) {
        if (token.means(meaning)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the part in which {@code i} is has one of them. */
  boolean partHas(int i, Meaning... any) {
    return indexInPart(i, any) >= 0;
  }

  /** The first of them in the part in which {@code i} is, or -1. */
  int indexInPart(int i, Meaning... any) {
    for (int j = 0; j < part.length; j++) {
      if (part[j] == part[i]) {
        for (Meaning meaning : any) {
          if (tokens.get(j).means(meaning)) {
            return j;
          }
        }
      }
    }
    return -1;
  }

  boolean hasForeign(int from, int to) {
    for (int i = from; i < to; i++) {
      if (meaning(i).isForeign()) {
        return true;
      }
    }
    return false;
  }

  /** The index of the first token of the part in which {@code i} is. */
  int partStart(int i) {
    int start = i;
    while (start > 0 && part[start - 1] == part[i]) {
      start--;
    }
    return start;
  }

  int partEnd(int i) {
    int end = i + 1;
    while (end < part.length && part[end] == part[i]) {
      end++;
    }
    return end;
  }

  boolean isDay(int i) {
    return tokens.get(i) instanceof Day;
  }

  boolean isSum(int i) {
    return tokens.get(i) instanceof Sum;
  }
}

package dev.everline.catalog.link;

import dev.everline.catalog.LinkWords;
import dev.everline.catalog.link.LinkJudgement.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The carriers' names and the words around them, and how a label is read as a row of those. */
final class Vocabulary {

  private static final int LONGEST_LABEL = 63;

  /** What a reading costs by its parts; the cheapest is taken. */
  private static final int NAME = 9;

  private static final int WORD = 10;
  private static final int SHAPED_WORD = 12;
  private static final int SLIP = 15;
  private static final int UNKNOWN = 50;

  /** Beside a shorter name the rest of a word says nothing. */
  private static final int SHORTEST_BESIDE_UNKNOWN = 8;

  private static final int SHORTEST_SHAPED = 4;

  private final List<BrandName> names = new ArrayList<>();
  private final Map<String, BrandName> byText = new LinkedHashMap<>();
  private final Map<String, Token.Kind> words = new HashMap<>();
  private final Map<String, Token.Kind> shapes = new HashMap<>();
  private final Map<LinkWords.Kind, Set<String>> others = new EnumMap<>(LinkWords.Kind.class);

  /**
   * @param registered carriers by the registered names of their sites, without hyphens
   */
  Vocabulary(Collection<LinkWords> all, Map<String, String> registered) {
    for (LinkWords of : all) {
      String carrier = of.carrier();
      for (String word : of.words()) {
        if (carrier != null) {
          add(new BrandName(carrier, word, of.kind(), registered.containsKey(word)));
        } else {
          word(of.kind(), word);
        }
      }
    }
    registered.forEach(
        (name, carrier) -> {
          if (!byText.containsKey(name)) {
            boolean coined = name.length() > 5;
            LinkWords.Kind kind = coined ? LinkWords.Kind.NAME : LinkWords.Kind.ORDINARY;
            add(new BrandName(carrier, name, kind, true));
          }
        });
  }

  private void add(BrandName name) {
    if (byText.putIfAbsent(name.text(), name) == null) {
      names.add(name);
    }
  }

  private void word(LinkWords.Kind kind, String word) {
    Token.Kind token =
        switch (kind) {
          case SERVICE -> Token.Kind.SERVICE;
          case ACT -> Token.Kind.ACT;
          case WEAK -> Token.Kind.WEAK;
          case FILLER -> Token.Kind.FILLER;
          case NAME, PHRASE, ORDINARY, COMMON, STRONG, ENDING, BAD_ENDING -> null;
        };
    if (token == null) {
      others.computeIfAbsent(kind, k -> new HashSet<>()).add(word);
    } else {
      words.put(word, token);
      shapes.putIfAbsent(Lettering.shape(word), token);
    }
  }

  private boolean is(LinkWords.Kind kind, String word) {
    return others.getOrDefault(kind, Set.of()).contains(word);
  }

  boolean isStrong(String word) {
    return is(LinkWords.Kind.STRONG, word);
  }

  /** Whether an ending costs little and is used for deceit more often than others. */
  boolean isCheap(String ending) {
    String last = ending.substring(ending.lastIndexOf('.') + 1);
    return is(LinkWords.Kind.ENDING, last) || isBad(ending);
  }

  /** Whether hardly anybody uses the ending for anything else. */
  boolean isBad(String ending) {
    return is(LinkWords.Kind.BAD_ENDING, ending.substring(ending.lastIndexOf('.') + 1));
  }

  /** The name that this is, or null. */
  @Nullable BrandName name(String text) {
    return byText.get(text);
  }

  /** How many different words of what customers do stand in a path. */
  int actsIn(String path) {
    return (int)
        Arrays.stream(path.split("[^a-z0-9]+", -1))
            .filter(
                part -> words.get(part) == Token.Kind.SERVICE || words.get(part) == Token.Kind.ACT)
            .distinct()
            .count();
  }

  /** Reads a label, as {@code mint-rewards}; empty when it is too long for one. */
  List<Token> read(String label) {
    String joined = label.replaceAll("[-_.]", "");
    if (joined.isEmpty() || label.length() > 4 * LONGEST_LABEL) {
      return List.of();
    }
    boolean[] apart = new boolean[joined.length() + 1];
    apart[0] = true;
    apart[joined.length()] = true;
    int at = 0;
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c == '-' || c == '_' || c == '.') {
        apart[at] = true;
      } else {
        at++;
      }
    }
    return cheapest(joined, apart);
  }

  /** A reading up to a place: its last part, and where that begins. */
  private record Step(int cost, int from, Token last) {}

  private List<Token> cheapest(String text, boolean[] apart) {
    @Nullable Step[] best = new Step[text.length() + 1];
    for (int from = 0; from < text.length(); from++) {
      Step before = best[from];
      if (from > 0 && before == null) {
        continue;
      }
      int cost = before == null ? 0 : before.cost();
      int chunkEnd = nextApart(apart, from);
      readWords(text, from, chunkEnd, apart, cost, best);
      readNames(text, from, chunkEnd, apart, cost, best);
      BrandName last = before == null ? null : before.last().name();
      boolean afterName =
          last != null && last.isDistinct() && last.text().length() >= SHORTEST_BESIDE_UNKNOWN;
      if (apart[from] || afterName) {
        offer(
            best,
            from,
            chunkEnd,
            cost + UNKNOWN,
            token(Token.Kind.UNKNOWN, text, from, chunkEnd, apart));
      }
      if (apart[from]) {
        beforeNames(text, from, chunkEnd, apart, cost, best);
      }
    }
    List<Token> tokens = new ArrayList<>();
    for (int end = text.length(); end > 0; ) {
      Step step = best[end];
      if (step == null) {
        return List.of();
      }
      tokens.addFirst(step.last());
      end = step.from();
    }
    return tokens;
  }

  private static int nextApart(boolean[] apart, int from) {
    int end = from + 1;
    while (!apart[end]) {
      end++;
    }
    return end;
  }

  private void readWords(
      String text, int from, int chunkEnd, boolean[] apart, int cost, @Nullable Step[] best) {
    for (int end = from + 1; end <= chunkEnd; end++) {
      String part = text.substring(from, end);
      Token.Kind kind = words.get(part);
      if (kind == null && part.chars().allMatch(Character::isDigit)) {
        kind = Token.Kind.FILLER;
      }
      if (kind != null && !isStray(part, from, end, chunkEnd, apart)) {
        offer(best, from, end, cost + WORD, token(kind, text, from, end, apart));
      } else if (part.length() >= SHORTEST_SHAPED && part.chars().anyMatch(Character::isDigit)) {
        Token.Kind shaped = shapes.get(Lettering.shape(part));
        if (shaped != null) {
          offer(best, from, end, cost + SHAPED_WORD, token(shaped, text, from, end, apart));
        }
      }
    }
  }

  /** Whether it is a syllable within a word rather than a word, as {@code in} and {@code es}. */
  private static boolean isStray(String part, int from, int end, int chunkEnd, boolean[] apart) {
    boolean standsAlone =
        (apart[from] && end == chunkEnd) || part.chars().allMatch(Character::isDigit);
    return part.length() <= 2 && !standsAlone && !part.equals("my") && !part.equals("us");
  }

  private void readNames(
      String text, int from, int chunkEnd, boolean[] apart, int cost, @Nullable Step[] best) {
    for (BrandName name : names) {
      int length = name.text().length();
      // An ordinary name goes across hyphens only where it is the whole label.
      boolean whole = name.registered() && from == 0 && length == text.length();
      int limit = name.isDistinct() || whole ? text.length() : chunkEnd;
      if (from + length <= limit && text.startsWith(name.text(), from)) {
        Token token = new Token(Token.Kind.NAME, name, null, name.text(), apart[from]);
        offer(best, from, from + length, cost + NAME, token);
      }
      boolean maySlip =
          (name.isDistinct() || length >= SHORTEST_SHAPED)
              && Misspelling.mayBegin(text, from, name.text());
      for (int end = from + Math.max(1, length - 2);
          maySlip && end <= Math.min(limit, from + length + 2);
          end++) {
        Reason slip = slip(text.substring(from, end), name);
        if (slip != null) {
          Token token =
              new Token(Token.Kind.NAME, name, slip, text.substring(from, end), apart[from]);
          offer(best, from, end, cost + SLIP, token);
        }
      }
    }
  }

  private @Nullable Reason slip(String part, BrandName name) {
    if (byText.containsKey(part) || words.containsKey(part)) {
      return null;
    }
    Reason slip = Misspelling.of(part, name.text(), name.isCoined());
    // Of an ordinary word that is no site's name only digits for letters are told from other words.
    boolean told = name.isDistinct() || name.registered() || slip == Reason.DIGITS_FOR_LETTERS;
    return told ? slip : null;
  }

  /** What stands before a name in the same word. */
  private void beforeNames(
      String text, int from, int chunkEnd, boolean[] apart, int cost, @Nullable Step[] best) {
    for (BrandName name : names) {
      int at = text.indexOf(name.text(), from + 1);
      if (name.isCoined()
          && name.text().length() >= SHORTEST_BESIDE_UNKNOWN
          && at > from
          && at < chunkEnd) {
        offer(best, from, at, cost + UNKNOWN, token(Token.Kind.UNKNOWN, text, from, at, apart));
      }
    }
  }

  private static Token token(Token.Kind kind, String text, int from, int end, boolean[] apart) {
    return new Token(kind, null, null, text.substring(from, end), apart[from]);
  }

  private static void offer(@Nullable Step[] best, int from, int end, int cost, Token last) {
    Step known = best[end];
    if (known == null || cost < known.cost()) {
      best[end] = new Step(cost, from, last);
    }
  }
}

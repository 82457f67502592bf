package dev.everline.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Words that occur in addresses.
 *
 * @param carrier whose name they are, or null for words that name none
 * @param words in lower case, without hyphens
 */
public record LinkWords(Kind kind, @Nullable String carrier, Set<String> words) {

  public LinkWords {
    words = Set.copyOf(words);
  }

  /** What words do in an address. */
  public enum Kind {
    /** Names that mean nothing but the carrier. */
    NAME,
    /** Names of a carrier that are a phrase of the language too. */
    PHRASE,
    /** Names of a carrier that are an ordinary word; they mean it only beside words such as pay. */
    ORDINARY,
    /** Names so common that one such word beside them isn't enough. */
    COMMON,
    /** Words for the service itself: mobile, refill, prepaid. */
    SERVICE,
    /** Words for what customers do or are promised: pay, login, rewards. */
    ACT,
    /** Words for the same that are used for much else too: line, code, card. */
    WEAK,
    /** Those that say enough even when written together with an ordinary name. */
    STRONG,
    /** Words without a meaning of their own here: my, the, online. */
    FILLER,
    /** Endings that cost little and are used for deceit more often than others. */
    ENDING,
    /** Those of them that hardly anybody uses for anything else. */
    BAD_ENDING;

    public boolean isName() {
      return this == NAME || this == PHRASE || this == ORDINARY || this == COMMON;
    }
  }
}

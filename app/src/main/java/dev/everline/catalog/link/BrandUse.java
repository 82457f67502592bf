package dev.everline.catalog.link;

import dev.everline.catalog.link.LinkJudgement.Reason;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a label uses a carrier's name to be taken for the carrier. A coined name does so beside
 * any word that is known; a phrase beside what customers do; an ordinary word only where such a
 * word stands right beside it.
 */
final class BrandUse {

  /** That a name is used so, and how. */
  record Use(BrandName name, Reason reason) {}

  /**
   * What else is known of the address.
   *
   * @param cheap whether its ending is one of those used for deceit more often than others
   * @param bad whether hardly anybody uses it for anything else
   * @param acts how many words of what customers do stand elsewhere in it
   */
  record Setting(String ending, boolean cheap, boolean bad, int acts) {}

  private final Vocabulary vocabulary;
  private final KnownHosts hosts;

  BrandUse(Vocabulary vocabulary, KnownHosts hosts) {
    this.vocabulary = vocabulary;
    this.hosts = hosts;
  }

  /** How a label that isn't the carrier's uses its name, or null. */
  @Nullable Use of(String label, List<Token> tokens, Setting setting) {
    for (int i = 0; i < tokens.size(); i++) {
      BrandName name = tokens.get(i).name();
      if (name != null) {
        Reason reason = reason(label, tokens, i, name, setting);
        if (reason != null) {
          return new Use(name, reason);
        }
      }
    }
    return null;
  }

  private @Nullable Reason reason(
      String label, List<Token> tokens, int at, BrandName name, Setting setting) {
    Reason slip = tokens.get(at).slip();
    if (tokens.size() == 1) {
      return alone(label, name, slip, setting);
    }
    boolean so =
        switch (name.kind()) {
          case NAME -> coined(tokens, slip, setting);
          case PHRASE -> phrase(tokens, slip, setting);
          case ORDINARY -> ordinary(tokens, at, setting);
          default -> common(tokens, at, setting);
        };
    if (!so) {
      return null;
    }
    return slip == null ? Reason.BRAND_WITH_WORDS : slip;
  }

  /** The name and nothing else, under another ending or with a slip. */
  private @Nullable Reason alone(
      String label, BrandName name, @Nullable Reason slip, Setting setting) {
    boolean shortOne = name.text().length() < 4;
    if (slip != null) {
      boolean so =
          name.isDistinct()
              || (name.registered() && !shortOne)
              || (setting.bad() && setting.acts() > 0);
      return so ? slip : null;
    }
    boolean so =
        switch (name.kind()) {
          case NAME -> !shortOne || setting.cheap() || setting.acts() > 0;
          case PHRASE ->
              setting.cheap()
                  || (name.registered()
                      && List.of("com", "net", "co", "us", "cm", "om", "con")
                          .contains(setting.ending()));
          default ->
              name.registered()
                  ? label.contains("-") || setting.bad() || (setting.cheap() && setting.acts() > 0)
                  : setting.bad() && setting.acts() > 0;
        };
    if (!so) {
      return null;
    }
    if (!name.registered()) {
      return Reason.BRAND_WITH_WORDS;
    }
    return hosts.hasDomainNamed(label) ? Reason.OTHER_ENDING : Reason.OTHER_HYPHENS;
  }

  private boolean coined(List<Token> tokens, @Nullable Reason slip, Setting setting) {
    return unknown(tokens) == 0 || slip != null || setting.cheap() || firm(tokens) > 0;
  }

  private boolean phrase(List<Token> tokens, @Nullable Reason slip, Setting setting) {
    boolean firm = firm(tokens) > 0;
    boolean weak = tokens.stream().anyMatch(Token::isAct) && setting.acts() > 0;
    return unknown(tokens) == 0
        ? firm || weak || setting.cheap()
        : firm && (setting.cheap() || slip != null);
  }

  private boolean ordinary(List<Token> tokens, int at, Setting setting) {
    boolean odd = setting.cheap() || setting.acts() > 0;
    if (unknown(tokens) > 0) {
      return setting.cheap() && beside(tokens, at, true, Token::isFirm);
    }
    long firm = firm(tokens);
    boolean weak = tokens.stream().anyMatch(token -> token.kind() == Token.Kind.WEAK);
    if (firm == 0) {
      boolean besideWeak = beside(tokens, at, true, Token::isAct);
      return weak && (setting.bad() || (besideWeak && odd));
    }
    return beside(tokens, at, true, Token::isFirm)
        || after(tokens, at, this::saysEnough)
        || firm > 1
        || weak
        || odd;
  }

  private boolean common(List<Token> tokens, int at, Setting setting) {
    if (unknown(tokens) > 0) {
      return false;
    }
    long firm = firm(tokens);
    boolean odd = setting.cheap() || setting.acts() > 0;
    boolean service = beside(tokens, at, true, token -> token.kind() == Token.Kind.SERVICE);
    boolean strong = tokens.stream().anyMatch(token -> vocabulary.isStrong(token.text()));
    return service || (firm > 1 && strong) || (firm > 0 && odd);
  }

  private boolean saysEnough(Token token) {
    return token.kind() == Token.Kind.SERVICE || vocabulary.isStrong(token.text());
  }

  /** Whether a neighbour, across a hyphen, is such a word. */
  private static boolean beside(List<Token> tokens, int at, boolean hyphen, Predicate<Token> such) {
    boolean before = at > 0 && such.test(tokens.get(at - 1)) && tokens.get(at).apart() == hyphen;
    boolean after =
        at + 1 < tokens.size()
            && such.test(tokens.get(at + 1))
            && tokens.get(at + 1).apart() == hyphen;
    return before || after;
  }

  private static boolean after(List<Token> tokens, int at, Predicate<Token> such) {
    return at + 1 < tokens.size() && such.test(tokens.get(at + 1));
  }

  private static long firm(List<Token> tokens) {
    return tokens.stream().filter(Token::isFirm).count();
  }

  private static long unknown(List<Token> tokens) {
    return tokens.stream().filter(token -> token.kind() == Token.Kind.UNKNOWN).count();
  }
}

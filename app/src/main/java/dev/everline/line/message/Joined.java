package dev.everline.line.message;

import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Stop;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.Token.Word;
import dev.everline.line.message.Written.Unclear;
import dev.everline.line.message.text.Meaning;
import java.util.ArrayList;
import java.util.List;

/** Days and amounts of which one alone means nothing: from one to another, one or another. */
final class Joined {

  private Joined() {}

  static List<Token> of(List<Token> tokens, String text) {
    List<Token> joined = new ArrayList<>(tokens);
    unbracket(joined);
    for (int i = 1; i < joined.size(); i++) {
      chinese(joined, i, text);
    }
    for (int i = 0; i + 2 < joined.size(); i++) {
      Token between = joined.get(i + 1);
      if (joined.get(i) instanceof Day first && joined.get(i + 2) instanceof Day second) {
        if (between.means(Meaning.OR)) {
          joined.set(i, new Day(first.start(), first.end(), new Unclear()));
          joined.set(i + 2, new Day(second.start(), second.end(), new Unclear()));
        } else if (isTo(between)) {
          range(joined, i, first, second);
        }
      }
      boolean dash = between instanceof Stop stop && (stop.mark() == '-' || stop.mark() == '~');
      if (joined.get(i) instanceof Sum first
          && joined.get(i + 2) instanceof Sum second
          && (dash || between.means(Meaning.OR))) {
        joined.set(i, new Sum(first.start(), first.end(), null));
        joined.set(i + 2, new Sum(second.start(), second.end(), null));
      }
    }
    return joined;
  }

  /** Which card it is, in brackets, parts no sentence: "从您的 Visa(尾号 0072)扣款". */
  private static void unbracket(List<Token> tokens) {
    for (int i = 1; i + 3 < tokens.size(); i++) {
      boolean bracketed =
          tokens.get(i) instanceof Stop open
              && open.mark() == '('
              && tokens.get(i - 1).means(Meaning.CARD)
              && tokens.get(i + 1).means(Meaning.NUMBER)
              && tokens.get(i + 2) instanceof Token.Figure
              && tokens.get(i + 3) instanceof Stop close
              && close.mark() == ')';
      if (bracketed) {
        tokens.subList(i, i + 4).clear();
      }
    }
  }

  /** In Chinese the verb follows its day: what is done by itself on that day is a renewal. */
  private static void chinese(List<Token> tokens, int i, String text) {
    if (!(tokens.get(i) instanceof Word verb)) {
      return;
    }
    boolean bracketed =
        i > 1
            && tokens.get(i - 1) instanceof Stop stop
            && stop.mark() == ')'
            && tokens.get(i - 2) instanceof Day;
    if (bracketed && verb.meaning() == Meaning.PAY && !text.startsWith("请", verb.start())) {
      tokens.set(i, new Word(verb.start(), verb.end(), Meaning.RENEWS));
      return;
    }
    if (!(tokens.get(i - 1) instanceof Day day)) {
      return;
    }
    boolean ahead = day.written() instanceof Written.Relative relative && relative.days() > 0;
    if (ahead && verb.meaning() == Meaning.CHARGED) {
      tokens.set(i, new Word(verb.start(), verb.end(), Meaning.RENEWS));
      return;
    }
    boolean verbal =
        verb.meaning() == Meaning.AUTOPAY
            || verb.meaning() == Meaning.PAY
            || verb.meaning() == Meaning.PAYMENT
            || verb.meaning() == Meaning.CHARGED;
    boolean will = false;
    boolean done = false;
    for (int j = i - 2; j >= 0 && j >= i - 3; j--) {
      will |= tokens.get(j).means(Meaning.WILL);
      done |= text.startsWith("已", tokens.get(j).start());
    }
    boolean renewing = verb.meaning() == Meaning.AUTOPAY || verb.meaning() == Meaning.PAY;
    if (done && renewing) {
      tokens.set(i, new Word(verb.start(), verb.end(), Meaning.RENEWED));
      return;
    }
    boolean noun =
        i + 1 < tokens.size()
            && (tokens.get(i + 1).means(Meaning.FAILED)
                || tokens.get(i + 1).means(Meaning.SETDONE)
                || tokens.get(i + 1).means(Meaning.DONE));
    if (verbal && !noun && (will || verb.meaning() == Meaning.AUTOPAY)) {
      tokens.set(i, new Word(verb.start(), verb.end(), Meaning.RENEWS));
    }
  }

  private static boolean isTo(Token between) {
    return between instanceof Stop stop
        ? stop.mark() == '-' || stop.mark() == '~'
        : between.means(Meaning.TO) || between.means(Meaning.UNTIL) || between.means(Meaning.AND);
  }

  /** The last day of "valid from … to …" is an end; other stretches say nothing. */
  private static void range(List<Token> joined, int i, Day first, Day second) {
    int before = i - 1;
    while (before >= 0 && isLead(joined.get(before))) {
      before--;
    }
    Token lead = before >= 0 ? joined.get(before) : first;
    if (lead.means(Meaning.VALIDFROM) || lead.means(Meaning.ENDS)) {
      joined.set(before, new Word(lead.start(), lead.end(), Meaning.ENDS));
      joined.set(i, new Word(first.start(), first.end(), Meaning.GLUE));
      joined.set(i + 1, new Word(first.end(), first.end(), Meaning.GLUE));
    } else {
      joined.set(i, new Day(first.start(), first.end(), new Unclear()));
      joined.set(i + 2, new Day(second.start(), second.end(), new Unclear()));
    }
  }

  private static boolean isLead(Token token) {
    return token.means(Meaning.FROM)
        || token.means(Meaning.BE)
        || token.means(Meaning.GLUE)
        || token.means(Meaning.OF)
        || (token instanceof Stop stop && stop.mark() == ':');
  }
}

package dev.everline.channel.web.frame;

import dev.everline.words.Words;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The states and territories of the United States, by name, for lists to choose from. */
public final class UsStates {

  private static final Set<String> CODES =
      Set.of(
          "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN",
          "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH",
          "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT",
          "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI");

  private UsStates() {}

  /**
   * A state.
   *
   * @param code two letters
   */
  public record State(String code, String name) {}

  /** All of them, in the order of their names in the reader's language. */
  public static List<State> of(Words words) {
    Collator order = Collator.getInstance(words.language().locale());
    return CODES.stream()
        .map(code -> new State(code, name(words, code)))
        .sorted(Comparator.comparing(State::name, order))
        .toList();
  }

  /** Whether a code is a state's or a territory's. */
  public static boolean isOne(String code) {
    return CODES.contains(code);
  }

  /** What is known by no name of a state stays as it is. */
  public static String name(Words words, String code) {
    return CODES.contains(code) ? words.say("us-state." + code) : code;
  }
}

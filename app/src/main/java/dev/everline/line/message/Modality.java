package dev.everline.line.message;

import dev.everline.line.message.text.Meaning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a sentence states something, or denies it, makes it depend on a condition, speaks of what
 * was, asks, gives an example or offers.
 */
final class Modality {

  private Modality() {}

  /** The whole sentence states nothing of the line as it is. */
  static boolean statesNothing(Sentence s) {
    Sentence before = s.previous();
    boolean headed = before != null && before.meaning(before.size() - 1) == Meaning.EXAMPLE;
    return headed || s.isQuestion() || s.has(Meaning.EXAMPLE, Meaning.NEWCUSTOMER);
  }

  /** Whether the predicate there is stated. */
  static boolean isStated(Sentence s, int predicate, Meaning... allowed) {
    if (statesNothing(s)) {
      return false;
    }
    Set<Meaning> fine = EnumSet.noneOf(Meaning.class);
    fine.addAll(Set.of(allowed));
    for (int i = 0; i < predicate; i++) {
      Meaning meaning = s.meaning(i);
      boolean samePart = s.part(i) == s.part(predicate);
      boolean spoils =
          switch (meaning) {
            case IF, UNLESS, WHEN -> true;
            case NOT, MAY, WAS, OLD, MY, KEEP -> samePart;
            default -> false;
          };
      if (spoils && !fine.contains(meaning)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has happened: nothing of the future, and no wish, stands in front of it. */
  static boolean hasHappened(Sentence s, int predicate, Meaning... allowed) {
    List<Meaning> fine = new ArrayList<>(List.of(allowed));
    fine.add(Meaning.WAS);
    if (!isStated(s, predicate, fine.toArray(Meaning[]::new))) {
      return false;
    }
    for (int i = s.partStart(predicate); i < predicate; i++) {
      Meaning meaning = s.meaning(i);
      if (meaning == Meaning.WILL
          || meaning == Meaning.CHARGES
          || meaning == Meaning.PAY
          || meaning == Meaning.TO) {
        return false;
      }
    }
    return true;
  }
}

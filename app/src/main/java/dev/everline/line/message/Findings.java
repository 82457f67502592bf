package dev.everline.line.message;

import dev.everline.catalog.Confidence;
import dev.everline.line.message.Statement.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects statements; of what is said in two ways, nothing is kept. */
final class Findings {

  private final List<Statement> strong = new ArrayList<>();
  private final List<Statement> weak = new ArrayList<>();
  private boolean unsure;

  void add(Statement statement) {
    strong.add(statement);
  }

  /** A statement that counts only where nothing plainer says the same kind of thing. */
  void addWeak(Statement statement) {
    weak.add(statement);
  }

  /** A day or an amount could be read in two ways and was left out. */
  void unsure() {
    unsure = true;
  }

  boolean isUnsure() {
    return unsure;
  }

  /** What is left once repetitions and contradictions are gone. */
  List<Statement> all() {
    List<Statement> all = new ArrayList<>(strong);
    for (Statement each : weak) {
      if (strong.stream().noneMatch(other -> tellsMore(other, each))) {
        all.add(each);
      }
    }
    all.removeIf(each -> isToldByACharge(each, strong));
    List<Statement> kept = new ArrayList<>();
    for (Statement each : all) {
      List<Statement> alike = all.stream().filter(other -> isAlike(each, other)).toList();
      if (contradicts(alike)) {
        unsure = true;
        continue;
      }
      Statement joined = joined(alike);
      if (!kept.contains(joined)) {
        kept.add(joined);
      }
    }
    return List.copyOf(kept);
  }

  /** The same said plainer; or the number itself at risk on that day. */
  private static boolean tellsMore(Statement strong, Statement weak) {
    return strong.what() == weak.what()
        || (strong.what() == Statement.What.AT_RISK && Objects.equals(strong.date(), weak.date()));
  }

  /** "Payment received. We charged $25.00": one payment, said twice. */
  private static boolean isToldByACharge(Statement paid, List<Statement> all) {
    return paid.what() == Statement.What.PAID
        && paid.amount() == null
        && all.stream()
            .anyMatch(
                other -> other.what() == Statement.What.CHARGED && other.about() != About.ADDON);
  }

  /** A line and its plan end and renew together: two days for them contradict each other. */
  private static boolean isAlike(Statement each, Statement other) {
    boolean sameKind = group(each.about()) == group(other.about());
    return each.what() == other.what() && sameKind;
  }

  private static About group(About about) {
    return about == About.PLAN ? About.LINE : about;
  }

  private static boolean contradicts(List<Statement> alike) {
    return alike.stream().map(Statement::date).filter(Objects::nonNull).distinct().count() > 1
        || alike.stream().map(Statement::amount).filter(Objects::nonNull).distinct().count() > 1;
  }

  /** The first of them, with the day and the amount that any of them gives. */
  private static Statement joined(List<Statement> alike) {
    Statement first = alike.getFirst();
    Statement dated = alike.stream().filter(each -> each.date() != null).findFirst().orElse(first);
    Statement paid = alike.stream().filter(each -> each.amount() != null).findFirst().orElse(first);
    Confidence best =
        alike.stream().map(Statement::confidence).min(Enum::compareTo).orElse(first.confidence());
    return new Statement(
        dated.about(), first.what(), dated.date(), paid.amount(), best, dated.words());
  }
}

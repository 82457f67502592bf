package dev.everline.channel.web.fleet;

import dev.everline.channel.web.frame.Visit;
import dev.everline.line.LineField;
import dev.everline.line.imports.ImportRejects.Fault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a row was rejected, in the reader's language. */
final class RejectWords {

  private RejectWords() {}

  static String of(Visit visit, Fault fault) {
    boolean ofField = LineField.named(fault.column()).isPresent();
    return visit.sentences(
        ofField ? visit.say("import.column-wrong", visit.say("field." + fault.column())) : null,
        visit.say("reject." + fault.why().code().name(), fault.why().details().toArray()));
  }

  /** The columns to correct, and all that is wrong: two cells of a list of rejects. */
  static List<String> columns(Visit visit, List<Fault> faults) {
    String columns =
        faults.stream()
            .map(fault -> LineField.named(fault.column()))
            .flatMap(Optional::stream)
            .distinct()
            .map(field -> visit.say("field." + field.key()))
            .collect(Collectors.joining(visit.say("import.between")));
    String said =
        faults.stream()
            .map(fault -> of(visit, fault))
            .collect(Collectors.joining(visit.gap().isEmpty() ? "" : " "));
    return List.of(columns, said);
  }
}

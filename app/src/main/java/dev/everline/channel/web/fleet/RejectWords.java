package dev.everline.channel.web.fleet;

import dev.everline.channel.web.frame.Visit;
import dev.everline.line.LineField;
import dev.everline.line.imports.RejectedRows;

/** Why a row was rejected, in the reader's language. */
final class RejectWords {

  private RejectWords() {}

  static String of(Visit visit, RejectedRows.Rejected rejected) {
    boolean ofField = LineField.named(rejected.column()).isPresent();
    return visit.sentences(
        ofField ? visit.say("import.column-wrong", visit.say("field." + rejected.column())) : null,
        visit.say("reject." + rejected.why().code().name(), rejected.why().details().toArray()));
  }
}

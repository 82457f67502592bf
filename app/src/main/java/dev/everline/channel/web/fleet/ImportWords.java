package dev.everline.channel.web.fleet;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.UsStates;
import dev.everline.channel.web.frame.Visit;
import dev.everline.line.imports.ImportPreview;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.renewer.RenewedBy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an import changes, and what it found worth a look, in the reader's words. */
final class ImportWords {

  private final Visit visit;
  private final Catalog catalog;

  ImportWords(Visit visit, Catalog catalog) {
    this.visit = visit;
    this.catalog = catalog;
  }

  /** Such as: Label: Ana → Ana María. */
  String of(ImportPreview.Change change) {
    return visit.say("field." + change.field().key())
        + visit.say("colon")
        + value(change, change.before())
        + " → "
        + value(change, change.after());
  }

  private String value(ImportPreview.Change change, String value) {
    if (value.isEmpty()) {
      return visit.say("import.nothing");
    }
    return switch (change.field()) {
      case CARRIER -> {
        Carrier carrier = catalog.carriers().get(value);
        yield carrier == null ? value : carrier.brand();
      }
      case PLAN -> {
        Plan plan = catalog.plans().get(value);
        yield plan == null ? value : plan.name();
      }
      case LAST_DAY, BALANCE_EXPIRES_ON, LAST_PAYMENT_ON, LAST_ACTIVITY_ON ->
          visit.date(LocalDate.parse(value));
      case RENEWED_BY ->
          visit.name("renewed-by", RenewedBy.valueOf(value.toUpperCase(Locale.ROOT)));
      case IF_NOT_RENEWED ->
          visit.say(value.equals("tell") ? "import.only-tell" : "import.keep-number");
      case BRAND_CONFIRMED, PAUSED -> visit.say(value.equals("yes") ? "import.yes" : "import.no");
      case STATE -> UsStates.name(visit.words(), value);
      default -> value;
    };
  }

  /** What is said once for a whole file. */
  List<String> of(ImportResult.Remarks remarks) {
    List<String> said = new ArrayList<>();
    if (remarks.blank() > 0) {
      said.add(visit.say("import.blank", remarks.blank()));
    }
    if (remarks.twice() > 0) {
      said.add(visit.say("import.twices", remarks.twice()));
    }
    if (remarks.asShown() > 0) {
      said.add(visit.say("import.as-shown", remarks.asShown()));
    }
    if (remarks.doubtfulSims() > 0) {
      said.add(
          visit.say("import.doubtful-sims", remarks.doubtfulSims(), remarks.firstDoubtfulSim()));
    }
    if (remarks.abroad() > 0) {
      said.add(visit.say("import.abroad", remarks.abroad(), remarks.firstAbroad()));
    }
    return said;
  }
}

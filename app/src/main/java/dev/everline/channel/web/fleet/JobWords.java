package dev.everline.channel.web.fleet;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.frame.UsStates;
import dev.everline.channel.web.frame.Visit;
import dev.everline.fleet.Job;
import dev.everline.line.Line;
import dev.everline.line.LineCompletion;
import dev.everline.line.LineField;
import dev.everline.line.renewer.RenewedBy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a job does, in the reader's words. */
final class JobWords {

  private final Visit visit;
  private final Catalog catalog;

  JobWords(Visit visit, Catalog catalog) {
    this.visit = visit;
    this.catalog = catalog;
  }

  /** Beside the act's name: a tag, a ceiling, or all that is said of the lines. */
  List<String> of(Job job) {
    if (job.act() != Job.Act.COMPLETE) {
      return job.argument().isEmpty() ? List.of() : List.of(job.argument());
    }
    LineCompletion said = LineCompletion.parse(job.argument());
    List<String> words = new ArrayList<>();
    if (said.brandConfirmed()) {
      words.add(visit.say("field.brand_confirmed"));
    }
    said.plans().forEach(plan -> words.add(pair(LineField.PLAN, plan)));
    Map<LineField, String> rest = new EnumMap<>(LineField.class);
    if (said.end() != null) {
      rest.put(LineField.VALID_UNTIL, said.end().toString());
    }
    if (said.renewedBy() != null) {
      rest.put(LineField.RENEWED_BY, said.renewedBy().key());
    }
    if (said.state() != null) {
      rest.put(LineField.STATE, said.state());
    }
    rest.forEach((field, value) -> words.add(pair(field, value)));
    if (said.replaces()) {
      words.add(visit.say("complete.replaces"));
    }
    return words;
  }

  /** What a completion adds to a line, as long as it hasn't been done. */
  List<String> added(Job job, Line line) {
    List<String> words = new ArrayList<>();
    LineCompletion.parse(job.argument())
        .of(line, catalog)
        .forEach(
            (field, value) ->
                words.add(
                    field == LineField.BRAND_CONFIRMED
                        ? visit.say("field.brand_confirmed")
                        : pair(field, value)));
    return words;
  }

  private String pair(LineField field, String value) {
    return visit.say("field." + field.key())
        + visit.say("colon")
        + switch (field) {
          case PLAN -> plan(value);
          case VALID_UNTIL -> visit.date(LocalDate.parse(value));
          case RENEWED_BY ->
              visit.name("renewed-by", Objects.requireNonNull(RenewedBy.parse("", value)));
          case STATE -> UsStates.name(visit.words(), value);
          default -> value;
        };
  }

  private String plan(String id) {
    Plan plan = catalog.plans().get(id);
    return plan == null ? visit.say("not-known") : plan.name();
  }
}

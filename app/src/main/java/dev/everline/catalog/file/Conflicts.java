package dev.everline.catalog.file;

import java.util.List;

/**
 * Reads what other sources say against a record. It is told beside the record, so that nobody takes
 * a disputed value for a certain one, and listed by {@code catalog check} until someone has found
 * out.
 */
final class Conflicts {

  private static final String REMEDY =
      "ask the carrier or read its page today, correct the record, and remove the other figure";

  private Conflicts() {}

  /** What the others say, with their sources, as texts for readers. */
  static List<String> read(YamlFields record) {
    return record.list("conflicts").stream()
        .map(
            fields -> {
              String about = fields.required("about", Values::text, "");
              String says = fields.required("says", Values::text, "");
              String source = fields.required("source", Values::text, "");
              if (fields.isSound()) {
                fields.disagree(
                    "about",
                    "sources disagree on " + about + ": " + says + " (" + source + ")",
                    REMEDY);
              }
              return says + " (" + source + ")";
            })
        .toList();
  }

  /** Lists another number of days that a source names for the loss of the number. */
  static void days(YamlFields entry, int used, int days, String source) {
    entry.disagree(
        "days",
        "sources disagree on when the number is lost: after "
            + days
            + " days by "
            + source
            + "; "
            + used
            + " days are used"
            + (days < used ? ", the later" : ", the earlier"),
        REMEDY);
  }
}

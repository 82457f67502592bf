package dev.everline.channel.cli.line;

import dev.everline.line.LineField;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** One option for each thing that can be said of a line, by the names of an import's columns. */
final class LineFieldOptions {

  private final Map<LineField, String> values = new EnumMap<>(LineField.class);

  /** What was given, by field. */
  Map<LineField, String> values() {
    return values;
  }

  void addTo(CommandSpec spec, Set<LineField> leftOut) {
    for (LineField field : LineField.values()) {
      // What older files say is for files only.
      if (!leftOut.contains(field) && field != LineField.AUTO_RENEW) {
        spec.addOption(
            OptionSpec.builder("--" + field.key().replace('_', '-'))
                .type(String.class)
                .paramLabel(label(field))
                .description(description(field))
                .setter(setter(field))
                .build());
      }
    }
  }

  /** Picocli sets null before each run, so that a command line can be used again. */
  private ISetter setter(LineField field) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        Object given = value;
        if (given == null) {
          values.remove(field);
        } else {
          values.put(field, given.toString());
        }
        return value;
      }
    };
  }

  private static String label(LineField field) {
    return switch (field) {
      case NUMBER -> "NUMBER";
      case ICCID -> "DIGITS";
      case LABEL -> "TEXT";
      case TAGS -> "TAG;TAG";
      case CARRIER, PLAN -> "ID";
      case VALID_UNTIL, LAST_DAY, BALANCE_EXPIRES_ON, LAST_PAYMENT_ON, LAST_ACTIVITY_ON -> "DATE";
      case BALANCE, PRICE_CEILING -> "AMOUNT";
      case CURRENCY -> "CODE";
      case IF_NOT_RENEWED -> "tell|keep-number";
      case ANCHOR_DAY -> "1-31";
      case RENEWED_BY -> "everline|carrier|owner";
      case AUTO_RENEW, BRAND_CONFIRMED, PAUSED -> "yes|no";
      case STATE -> "XX";
      case AS_OF -> "TIME";
    };
  }

  private static String description(LineField field) {
    return switch (field) {
      case NUMBER -> "A new phone number.";
      case ICCID -> "The number of its SIM.";
      case LABEL -> "Your own label for it.";
      case TAGS -> "Its tags, separated by semicolons.";
      case CARRIER -> "Its carrier, by id or brand.";
      case PLAN -> "Its plan.";
      case VALID_UNTIL -> "The end date as its carrier shows it, such as 2026-12-24.";
      case LAST_DAY -> "Instead: the last day of service.";
      case ANCHOR_DAY -> "Its monthly billing day.";
      case BALANCE -> "The money its carrier holds for it.";
      case BALANCE_EXPIRES_ON -> "The last day that balance can be used.";
      case CURRENCY -> "The currency of the amounts; default USD.";
      case LAST_PAYMENT_ON -> "When it was last paid.";
      case LAST_ACTIVITY_ON -> "When it was last used.";
      case RENEWED_BY -> "Who renews it: Everline in time, its carrier's own autopay, or you.";
      case AUTO_RENEW -> "Whether Everline renews it, in files of older versions.";
      case PRICE_CEILING -> "The most that a renewal by Everline itself may cost.";
      case IF_NOT_RENEWED ->
          "If it can't be renewed: only tell you, or also keep its number at the lowest cost.";
      case BRAND_CONFIRMED -> "Whether you are sure of its carrier.";
      case STATE -> "The US state whose fees apply.";
      case PAUSED -> "Whether it is paused.";
      case AS_OF -> "When these facts were true; default now.";
    };
  }
}

package dev.everline.line.renewer;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who renews a line; its reminders, orders and alarms follow from it. */
public enum RenewedBy {
  /** Everline pays for it in time. */
  EVERLINE,
  /** The carrier's own autopay charges its owner; Everline pays nothing and watches. */
  CARRIER,
  /** Its owner pays, and is reminded in time. */
  OWNER;

  private static final int LONGEST = 30;

  /** Other words for them in files. */
  private static final Map<String, RenewedBy> WORDS =
      words(
          """
          CARRIER: autopay, auto pay, auto-pay, carrier autopay, automatic payment, operador, \
              pago automático, pago automatico, el operador, 运营商, 自动付款, 运营商自动付款, 自动续费
          OWNER: me, myself, i do, self, manual, by hand, titular, yo, yo mismo, yo misma, \
              manualmente, 本人, 我, 自己, 我自己, 手动, 自己续费
          """);

  private static Map<String, RenewedBy> words(String table) {
    Map<String, RenewedBy> words = new HashMap<>();
    table
        .lines()
        .map(row -> row.split(": ", 2))
        .forEach(
            row -> {
              for (String word : row[1].split(", +", -1)) {
                words.put(word, RenewedBy.valueOf(row[0]));
              }
            });
    return Map.copyOf(words);
  }

  /** As in files, on the command line and in addresses: {@code carrier}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a key; case doesn't matter.
   *
   * @param field the field named in an error
   * @throws InvalidValue when it is none
   */
  public static RenewedBy parse(String field, String text) {
    String key = text.length() > LONGEST ? "" : text.strip().toLowerCase(Locale.ROOT);
    List<String> keys = Arrays.stream(values()).map(RenewedBy::key).toList();
    int which = keys.indexOf(key);
    RenewedBy by = which < 0 ? WORDS.get(key) : values()[which];
    if (by == null) {
      throw InvalidValue.of(field, text, "is unknown", "write one of " + keys)
          .as("NO_SUCH_CHOICE", String.join(", ", keys));
    }
    return by;
  }
}

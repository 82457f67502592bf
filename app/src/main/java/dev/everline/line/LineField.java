package dev.everline.line;

import dev.everline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be said of a line, by the names used in files, on the command line and in the API. What
 * each may hold is documented in {@code docs/import.md}.
 */
public enum LineField {
  NUMBER(false),
  ICCID(true),
  LABEL(true),
  CARRIER(false),
  PLAN(true),
  /** The end of the paid period as the carrier shows it. */
  VALID_UNTIL(true),
  /** The last day of service, whatever the carrier shows; in place of the field before. */
  LAST_DAY(true),
  BALANCE(true),
  CURRENCY(false),
  BALANCE_EXPIRES_ON(true),
  ANCHOR_DAY(true),
  LAST_PAYMENT_ON(true),
  LAST_ACTIVITY_ON(true),
  RENEWED_BY(false),
  /** In files only, of those that were written before RENEWED_BY: yes is Everline, no its owner. */
  AUTO_RENEW(false),
  PRICE_CEILING(true),
  IF_NOT_RENEWED(false),
  BRAND_CONFIRMED(false),
  STATE(true),
  TAGS(true),
  PAUSED(false),
  /** When the facts given beside it were true. */
  AS_OF(false);

  private final boolean clearable;

  LineField(boolean clearable) {
    this.clearable = clearable;
  }

  /** As in a file's header: {@code valid_until}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a line may be without it, so that an empty value can clear it. */
  boolean isClearable() {
    return clearable;
  }

  /** Capitals, surrounding blanks, and hyphens or blanks for underscores don't matter. */
  public static Optional<LineField> named(String text) {
    String key = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
  }

  /**
   * @throws InvalidValue when there is no such field
   */
  public static LineField parse(String text) {
    return named(text)
        .orElseThrow(
            () ->
                InvalidValue.of(
                    "field",
                    text,
                    "is unknown",
                    "give one of " + Arrays.stream(values()).map(LineField::key).toList()));
  }
}

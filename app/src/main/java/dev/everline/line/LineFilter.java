package dev.everline.line;

import dev.everline.kernel.InvalidValue;
import dev.everline.line.renewer.RenewedBy;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of an account to list; null where it doesn't matter.
 *
 * @param carrier the carrier's id
 * @param tag one of the line's tags
 * @param validUntilBefore lines whose known validity ends before this day
 * @param renewedBy who renews them
 * @param paused whether they are paused
 * @param missing what nobody has said of them
 */
public record LineFilter(
    @Nullable String carrier,
    @Nullable String tag,
    @Nullable LocalDate validUntilBefore,
    @Nullable RenewedBy renewedBy,
    @Nullable Boolean paused,
    @Nullable Missing missing) {

  /** Every line. */
  public static final LineFilter ALL = new LineFilter(null, null, null, null, null, null);

  /** What a line may lack that its owner can add. */
  public enum Missing {
    /** Any of these. */
    ANYTHING(
        "(l.valid_until IS NULL OR l.plan IS NULL OR l.brand_confirmed_at IS NULL"
            + " OR NOT l.renewer_said)"),
    /** Nobody has said when it ends, so its owner can't be reminded. */
    END_DATE("l.valid_until IS NULL"),
    PLAN("l.plan IS NULL"),
    /** Its owner hasn't confirmed the carrier, so no money is sent to it. */
    BRAND("l.brand_confirmed_at IS NULL"),
    /** Nobody has said who renews it; until then it counts as its owner's to renew. */
    RENEWER("NOT l.renewer_said");

    private final String condition;

    Missing(String condition) {
      this.condition = condition;
    }

    /** A condition on the line {@code l}. */
    String condition() {
      return condition;
    }

    /** As on the command line, in the API and in addresses: {@code end-date}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param name of what is given, for the error
     * @throws InvalidValue when the text names none
     */
    public static Missing parse(String name, String text) {
      return Arrays.stream(values())
          .filter(each -> each.key().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  InvalidValue.of(
                      name,
                      text,
                      "isn't something that a line may lack",
                      "give one of " + Arrays.stream(values()).map(Missing::key).toList()));
    }
  }
}

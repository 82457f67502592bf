package dev.everline.channel.api.http;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** An amount as it is written: text, so that no program reads it as a floating-point number. */
@Schema(name = "Amount", description = "An amount of money.")
public record Amount(
    @Schema(
            description =
                "A plain decimal in major units, with no more decimals than the currency has.",
            pattern = "^-?[0-9]{1,18}(\\.[0-9]{1,18})?$",
            example = "25.00")
        String amount,
    @Schema(description = "ISO 4217.", pattern = "^[A-Z]{3}$", example = "USD") String currency) {

  public static Amount of(Money money) {
    return new Amount(money.toDecimal().toPlainString(), money.currency().getCurrencyCode());
  }

  public static @Nullable Amount ofNullable(@Nullable Money money) {
    return money == null ? null : of(money);
  }

  /**
   * @param field where it stood, for the message
   * @throws InvalidValue when it is no amount
   */
  public Money money(String field) {
    Currency known =
        at(field + ".currency", () -> Money.currency(given(field + ".currency", currency)));
    return at(field + ".amount", () -> Money.parse(given(field + ".amount", amount), known));
  }

  /** The JSON may lack what the type promises. */
  private static String given(String field, @Nullable String text) {
    if (text == null) {
      throw InvalidValue.of(
          field, null, "is missing", "give {\"amount\": \"25.00\", \"currency\": \"USD\"}");
    }
    return text;
  }

  private static <T> T at(String field, java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidValue wrong) {
      throw InvalidValue.withoutValue(field, wrong.reason(), wrong.remedy());
    }
  }
}

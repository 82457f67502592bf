package dev.everline.channel.api;

import dev.everline.channel.api.http.Amount;
import dev.everline.kernel.InvalidValue;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineField;
import dev.everline.line.renewer.RenewedBy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What somebody says of a line. What is left out isn't said; null makes a field unknown. */
@Schema(
    name = "LineInput",
    description =
        "What you say about a line. A new line needs number and carrier. In a change, omitted"
            + " fields stay as they are, and null makes a field unknown again.")
record LineInput(
    @Schema(description = "Telephone number, with + and country code.", example = "+12125550100")
        @Nullable String number,
    @Schema(description = "18 to 20 digits on the SIM that begin with 89.") @Nullable String iccid,
    @Schema(description = "Your own label for it; at most 100 characters.") @Nullable String label,
    @Schema(description = "Carrier's id or brand; see /catalog/carriers.") @Nullable String carrier,
    @Schema(description = "Plan's id; see /catalog/plans.") @Nullable String plan,
    @Schema(description = "Last day of service, in the carrier's zone.", format = "date")
        @Nullable String validUntil,
    @Schema(
            description =
                "In place of validUntil: the date as the carrier shows it; some show the first day"
                    + " without service.",
            format = "date")
        @Nullable String endAsShown,
    @Schema(description = "Money the carrier holds for the line; 0 or more.")
        @Nullable Amount balance,
    @Schema(description = "Last day on which the balance can be used.", format = "date")
        @Nullable String balanceExpiresOn,
    @Schema(description = "Day of the month of the billing date or anniversary, 1 to 31.")
        @Nullable Integer anchorDay,
    @Schema(format = "date") @Nullable String lastPaymentOn,
    @Schema(format = "date") @Nullable String lastActivityOn,
    @Schema(
            description =
                "Who renews it: EVERLINE pays in time; CARRIER is the carrier's own autopay, which"
                    + " Everline only watches; OWNER pays and is reminded.")
        @Nullable RenewedBy renewedBy,
    @Schema(
            description =
                "The most that a renewal by Everline itself may cost; above zero. Orders by hand"
                    + " aren't bound by it.")
        @Nullable Amount priceCeiling,
    @Schema(
            description =
                "What is done if it can't be renewed; you are notified in either case. KEEP_NUMBER"
                    + " pays the minimum that keeps the number before it can be lost.")
        @Nullable IfNotRenewed ifNotRenewed,
    @Schema(description = "Whether you are sure that the line is this carrier's.")
        @Nullable Boolean brandConfirmed,
    @Schema(description = "US state whose fees apply, two letters.", example = "TX")
        @Nullable String state,
    @Schema(description = "At most 20, each at most 40 characters without a semicolon.")
        @Nullable List<@Nullable String> tags,
    @Schema(
            description = "When these facts were true; now if omitted.",
            example = "2026-11-30T09:00:00Z")
        @Nullable String asOf) {

  /**
   * The same as texts by field, as files give them.
   *
   * @param given the JSON that this was read from: it tells null from left out
   * @param clears whether null clears a field; else it says nothing
   * @throws InvalidValue when an amount or a tag can't be taken
   */
  Map<LineField, String> values(ObjectNode given, boolean clears) {
    Map<LineField, String> values = new EnumMap<>(LineField.class);
    if (clears) {
      given
          .propertyNames()
          .forEach(
              name -> {
                if (given.get(name).isNull()) {
                  values.put(
                      name.equals("end_as_shown") ? LineField.VALID_UNTIL : LineField.parse(name),
                      "");
                }
              });
    }
    put(values, LineField.NUMBER, number);
    put(values, LineField.ICCID, iccid);
    put(values, LineField.LABEL, label);
    put(values, LineField.CARRIER, carrier);
    put(values, LineField.PLAN, plan);
    put(values, LineField.LAST_DAY, validUntil);
    put(values, LineField.VALID_UNTIL, endAsShown);
    put(values, LineField.BALANCE_EXPIRES_ON, balanceExpiresOn);
    put(values, LineField.ANCHOR_DAY, anchorDay);
    put(values, LineField.LAST_PAYMENT_ON, lastPaymentOn);
    put(values, LineField.LAST_ACTIVITY_ON, lastActivityOn);
    put(values, LineField.RENEWED_BY, renewedBy);
    put(values, LineField.IF_NOT_RENEWED, ifNotRenewed);
    put(values, LineField.BRAND_CONFIRMED, brandConfirmed);
    put(values, LineField.STATE, state);
    put(values, LineField.AS_OF, asOf);
    if (tags != null) {
      values.put(LineField.TAGS, tags(tags));
    }
    put(values, LineField.BALANCE, balance);
    put(values, LineField.PRICE_CEILING, priceCeiling);
    return values;
  }

  private static void put(Map<LineField, String> values, LineField field, @Nullable Object value) {
    if (value instanceof String text && text.isBlank()) {
      // To a file an empty cell says nothing, and to a form it erases; JSON has null for that.
      throw InvalidValue.withoutValue(
          field.key(), "is empty", "give a value, or null if it is unknown");
    }
    if (value != null) {
      values.put(field, value.toString());
    }
  }

  private static void put(Map<LineField, String> values, LineField field, @Nullable Amount amount) {
    if (amount == null) {
      return;
    }
    amount.money(field.key());
    String before = values.put(LineField.CURRENCY, amount.currency());
    if (before != null && !before.equals(amount.currency())) {
      throw InvalidValue.of(
          field.key() + ".currency",
          amount.currency(),
          "differs from the other amount's",
          "give all amounts of a line in one currency");
    }
    values.put(field, amount.amount());
  }

  private static String tags(List<@Nullable String> tags) {
    StringBuilder text = new StringBuilder();
    for (String tag : tags) {
      if (tag == null || tag.isBlank() || tag.indexOf(';') >= 0) {
        throw InvalidValue.withoutValue(
            LineField.TAGS.key(), "contains a tag that is empty or has a semicolon", "remove it");
      }
      text.append(text.isEmpty() ? "" : ";").append(tag);
    }
    return text.toString();
  }
}

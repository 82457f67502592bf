package dev.everline.channel.web.line;

import dev.everline.line.LineField;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line that is being added, as it was typed so far.
 *
 * @param carrier the brand as people call it
 * @param brand the carrier's id where one was chosen from a list, or empty
 * @param end as the carrier shows it
 * @param balance from a message, or empty
 * @param balanceEnd likewise
 * @param by who renews it; empty where nobody has said
 * @param sureOf the foreign number that adding it once more confirms, or empty
 * @param sureOfEnd the far end likewise
 */
record NewLineDraft(
    String number,
    String iccid,
    String carrier,
    String brand,
    String plan,
    String end,
    String balance,
    String balanceEnd,
    String label,
    String by,
    String sureOf,
    String sureOfEnd) {

  static NewLineDraft of(Map<String, String> form) {
    return new NewLineDraft(
        typed(form, LineField.NUMBER.key()),
        typed(form, LineField.ICCID.key()),
        typed(form, LineField.CARRIER.key()),
        typed(form, "brand"),
        typed(form, LineField.PLAN.key()),
        typed(form, LineField.VALID_UNTIL.key()),
        typed(form, LineField.BALANCE.key()),
        typed(form, LineField.BALANCE_EXPIRES_ON.key()),
        typed(form, LineField.LABEL.key()),
        typed(form, "by"),
        typed(form, "sure_of"),
        typed(form, "sure_of_end"));
  }

  private static String typed(Map<String, String> form, String field) {
    String typed = form.get(field);
    return typed == null ? "" : typed.strip();
  }

  /** The same with what was typed as a number taken for what it is: its SIM's. */
  NewLineDraft numberIsSim() {
    return new NewLineDraft(
        "", number, carrier, brand, plan, end, balance, balanceEnd, label, by, sureOf, sureOfEnd);
  }

  /** The same with the brand that is meant; a plan of another isn't kept. */
  NewLineDraft of(String brandId, boolean planFits) {
    return new NewLineDraft(
        number,
        iccid,
        carrier,
        brandId,
        planFits ? plan : "",
        end,
        balance,
        balanceEnd,
        label,
        by,
        sureOf,
        sureOfEnd);
  }

  NewLineDraft askedOf(String foreign, String farEnd) {
    return new NewLineDraft(
        number, iccid, carrier, brand, plan, end, balance, balanceEnd, label, by, foreign, farEnd);
  }

  /** What is stored of it. */
  Map<LineField, String> values() {
    Map<LineField, String> values = new EnumMap<>(LineField.class);
    values.put(LineField.NUMBER, number);
    values.put(LineField.CARRIER, brand);
    put(values, LineField.ICCID, iccid);
    put(values, LineField.PLAN, plan);
    put(values, LineField.VALID_UNTIL, end);
    put(values, LineField.BALANCE, balance);
    put(values, LineField.BALANCE_EXPIRES_ON, balanceEnd);
    put(values, LineField.LABEL, label);
    put(values, LineField.RENEWED_BY, by);
    return values;
  }

  private static void put(Map<LineField, String> values, LineField field, @Nullable String typed) {
    if (typed != null && !typed.isEmpty()) {
      values.put(field, typed);
    }
  }

  /** Without numbers, so that it may be logged. */
  @Override
  public String toString() {
    return "NewLineDraft[" + brand + "]";
  }
}

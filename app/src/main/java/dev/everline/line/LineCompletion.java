package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.line.renewer.RenewedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of many lines at once. Each takes of it what fits it: the plan of its own
 * carrier, the date as its carrier means it.
 *
 * @param brandConfirmed whether their carriers are right
 * @param plans ids, at most one of each carrier
 * @param end the end date as their carriers show it, or null
 * @param renewedBy who renews them, or null
 * @param state the US state whose fees apply, or null
 * @param replaces whether it also replaces what is known; otherwise only what is missing is added
 * @param by the member who says it, or null for somebody at the server
 */
public record LineCompletion(
    boolean brandConfirmed,
    List<String> plans,
    @Nullable LocalDate end,
    @Nullable RenewedBy renewedBy,
    @Nullable String state,
    boolean replaces,
    @Nullable MemberId by) {

  private static final String BETWEEN = ";";

  public LineCompletion {
    plans = List.copyOf(plans);
  }

  /**
   * Reads what was typed, with the rules for a single line.
   *
   * @param values of {@code BRAND_CONFIRMED}, {@code VALID_UNTIL}, {@code RENEWED_BY} and {@code
   *     STATE}; blank or absent where nothing is said
   * @param plans by id or name; blank ones are passed over
   * @throws InvalidValue when a value is invalid, or nothing is said
   */
  public static LineCompletion read(
      Map<LineField, String> values,
      List<String> plans,
      boolean replaces,
      @Nullable MemberId by,
      Catalog catalog,
      Instant now) {
    LineReader reader = new LineReader(catalog, now);
    LineDraft draft = reader.read(values, Money.USD);
    List<String> chosen = new ArrayList<>();
    for (String plan : plans) {
      if (!plan.isBlank()) {
        String id =
            Objects.requireNonNull(
                reader.read(Map.of(LineField.PLAN, plan), Money.USD).subscription().plan());
        requireOneOfItsCarrier(chosen, id, catalog);
        chosen.add(id);
      }
    }
    LineCompletion said =
        new LineCompletion(
            Boolean.TRUE.equals(draft.subscription().brandConfirmed()),
            chosen,
            draft.facts().endAsShown(),
            draft.wishes().renewedBy(),
            draft.subscription().state(),
            replaces,
            by);
    if (said.isEmpty()) {
      throw InvalidValue.withoutValue(
              "completion", "says nothing", "give a plan, an end date, or whatever else is known")
          .as("NOTHING_SAID");
    }
    return said;
  }

  private static void requireOneOfItsCarrier(List<String> chosen, String id, Catalog catalog) {
    Plan plan = Objects.requireNonNull(catalog.plans().get(id));
    for (String other : chosen) {
      if (plan(other, catalog).carrier().equals(plan.carrier())) {
        throw InvalidValue.of(
            LineField.PLAN.key(),
            id,
            "is a second plan of '" + plan.carrier() + "', beside " + other,
            "give one plan of each carrier");
      }
    }
  }

  private static Plan plan(String id, Catalog catalog) {
    return Objects.requireNonNull(catalog.plans().get(id));
  }

  private boolean isEmpty() {
    return !brandConfirmed && plans.isEmpty() && end == null && renewedBy == null && state == null;
  }

  /**
   * What a line takes of it: values by field, as one would give them for that line. Empty when it
   * stays as it is.
   */
  public Map<LineField, String> of(Line line, Catalog catalog) {
    Map<LineField, String> taken = new EnumMap<>(LineField.class);
    if (brandConfirmed && line.brandConfirmedAt() == null) {
      taken.put(LineField.BRAND_CONFIRMED, "yes");
    }
    String plan = planOf(line.carrier(), catalog);
    if (takes(plan, line.plan())) {
      taken.put(LineField.PLAN, Objects.requireNonNull(plan));
    }
    String planThen = taken.getOrDefault(LineField.PLAN, line.plan());
    LocalDate shown = end;
    if (shown != null
        && takes(
            catalog.printedDate(line.carrier(), planThen).lastDayOf(shown),
            line.facts().validUntil())) {
      taken.put(LineField.VALID_UNTIL, shown.toString());
    }
    if (renewedBy != null
        && (!line.known().renewerSaid() || (replaces && line.renewedBy() != renewedBy))) {
      taken.put(LineField.RENEWED_BY, renewedBy.key());
    }
    if (takes(state, line.state())) {
      taken.put(LineField.STATE, Objects.requireNonNull(state));
    }
    return taken;
  }

  private @Nullable String planOf(String carrier, Catalog catalog) {
    return plans.stream()
        .filter(id -> catalog.plans().containsKey(id))
        .filter(id -> plan(id, catalog).carrier().equals(carrier))
        .findFirst()
        .orElse(null);
  }

  private boolean takes(@Nullable Object said, @Nullable Object known) {
    return said != null && (known == null || (replaces && !said.equals(known)));
  }

  /** Whether it would give a line another plan while an order that was made for it is open. */
  public boolean isUnderWay(Line line, Catalog catalog) {
    return line.openOrder() != null && of(line, catalog).containsKey(LineField.PLAN);
  }

  /** As it is kept; {@link #parse} reads it back. */
  public String text() {
    return String.join(
        BETWEEN,
        brandConfirmed ? "confirmed" : "",
        String.join(",", plans),
        end == null ? "" : end.toString(),
        renewedBy == null ? "" : renewedBy.name(),
        state == null ? "" : state,
        replaces ? "replaces" : "",
        by == null ? "" : by.toString());
  }

  /**
   * @throws InvalidValue when the text isn't one that was kept
   */
  public static LineCompletion parse(String text) {
    String[] parts = text.split(BETWEEN, -1);
    if (parts.length != 7) {
      throw InvalidValue.withoutValue("completion", "isn't valid", "say it again");
    }
    return new LineCompletion(
        !parts[0].isEmpty(),
        parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",")),
        parts[2].isEmpty() ? null : LocalDate.parse(parts[2]),
        parts[3].isEmpty() ? null : RenewedBy.valueOf(parts[3]),
        parts[4].isEmpty() ? null : parts[4],
        !parts[5].isEmpty(),
        parts[6].isEmpty() ? null : MemberId.parse(parts[6]));
  }
}

package dev.everline.channel.web.line;

import dev.everline.account.Account;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.kernel.Money;
import dev.everline.line.LineField;
import dev.everline.line.Msisdn;
import dev.everline.line.message.CarrierMessage;
import dev.everline.line.message.Statement;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The line that a carrier's message tells of, for an account that doesn't have it yet: a form,
 * filled with what could be read.
 *
 * @param fields null where the message doesn't tell its brand
 * @param names of all brands, to be proposed where it doesn't
 * @param expected whether it is more likely this than a line of the account
 */
record LineInMessage(
    NewLineDraft draft, @Nullable LineFields fields, List<String> names, boolean expected) {

  /**
   * @param facts what could be noted of the message
   * @param masked whether numbers aren't shown
   */
  static LineInMessage of(
      Catalog catalog,
      CarrierMessage found,
      String message,
      List<SharePages.Fact> facts,
      @Nullable Account account,
      boolean expected,
      boolean masked,
      Instant now) {
    String id = found.carrier();
    Carrier brand = id == null ? null : catalog.carriers().get(id);
    boolean serves = brand != null && brand.status() != Carrier.Status.ENDED;
    LocalDate today = brand == null ? LocalDate.EPOCH : LocalDate.ofInstant(now, brand.zone());
    Plan plan = brand == null || !serves ? null : plan(catalog, brand, found, message, today);
    NewLineDraft draft =
        new NewLineDraft(
            masked || found.line().number() == null
                ? ""
                : Msisdn.formatted(Objects.requireNonNull(found.line().number())),
            masked || found.line().iccid() == null ? "" : found.line().iccid(),
            "",
            serves ? Objects.requireNonNull(brand).id() : "",
            plan == null ? "" : plan.id(),
            value(facts, LineField.VALID_UNTIL),
            value(facts, LineField.BALANCE),
            value(facts, LineField.BALANCE_EXPIRES_ON),
            "",
            LineFields.usual(account),
            "",
            "");
    return new LineInMessage(
        draft,
        brand == null || !serves
            ? null
            : LineFields.of(catalog, brand, draft, account, null, plan != null, today),
        BrandChoice.names(catalog),
        expected);
  }

  private static String value(List<SharePages.Fact> facts, LineField field) {
    return facts.stream()
        .filter(fact -> fact.field().equals(field.key()))
        .map(SharePages.Fact::value)
        .findFirst()
        .orElse("");
  }

  /**
   * The one plan of the brand, of those still sold, that the message names, or whose price is among
   * its amounts; null where there is none such or more than one. Its owner looks at it before it is
   * stored.
   */
  static @Nullable Plan plan(
      Catalog catalog, Carrier brand, CarrierMessage found, String message, LocalDate today) {
    List<Plan> sold = catalog.plansOf(brand.id()).stream().filter(plan -> !plan.legacy()).toList();
    String text = " " + folded(message) + " ";
    List<Plan> named =
        sold.stream().filter(plan -> text.contains(" " + folded(plan.name()) + " ")).toList();
    if (!named.isEmpty()) {
      return named.size() == 1 ? named.getFirst() : null;
    }
    Set<Money> amounts =
        found.statements().stream()
            .filter(LineInMessage::isOfThePrice)
            .map(Statement::amount)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    List<Plan> priced =
        sold.stream()
            .filter(plan -> plan.priceOn(today) != null && amounts.contains(plan.priceOn(today)))
            .toList();
    return priced.size() == 1 ? priced.getFirst() : null;
  }

  private static boolean isOfThePrice(Statement said) {
    return switch (said.what()) {
      case RENEWAL_DUE, RENEWED, PAID, CHARGED, PRICE, SHORT, AUTOPAY_SET, AUTOPAY_FAILED -> true;
      default -> false;
    };
  }

  /** Letters and digits in one case, with one blank between words. */
  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{Nd}]+", " ")
        .strip();
  }
}

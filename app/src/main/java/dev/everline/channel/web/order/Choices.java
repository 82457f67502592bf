package dev.everline.channel.web.order;

import dev.everline.catalog.Length;
import dev.everline.catalog.Plan;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.price.Quote;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is offered of a line on its Renew page, and by what value a form asks for it; pure. */
final class Choices {

  /** An amount of the owner's choice; it stands apart, as it has a field of its own. */
  static final String FLEXIBLE = "flexible";

  private static final List<Integer> PERIODS = List.of(1, 2, 3, 6, 12);

  private static final String WHOLE = "whole-";
  private static final String TERM = "term-";
  private static final String KEEP_ALIVE = "keep-alive";

  private Choices() {}

  /**
   * One thing to buy.
   *
   * @param value as a form gives it: {@code whole-3}, {@code term-p180d}, {@code keep-alive},
   *     {@code flexible}
   */
  record Choice(String value, Quote quote) {

    boolean isPeriods() {
      return value.startsWith(WHOLE);
    }

    /** What paying for it does, as the key of its button's words. */
    String confirm() {
      return switch (quote.kind()) {
        case WHOLE_PERIOD -> "renew.confirm";
        case KEEP_ALIVE -> "renew.confirm-keep";
        case FLEXIBLE -> "renew.confirm-pay";
      };
    }
  }

  /** All that may be asked for, by its value in a form. */
  static Map<String, Wish> wishes(@Nullable Plan plan) {
    Map<String, Wish> wishes = new LinkedHashMap<>();
    for (int periods : PERIODS) {
      wishes.put(WHOLE + periods, Wish.wholePeriods(periods));
    }
    if (plan != null) {
      for (Plan.Term term : plan.termsForRenewing()) {
        wishes.put(termValue(term.length()), Wish.term(term.length()));
      }
    }
    wishes.put(KEEP_ALIVE, Wish.keepAlive());
    return wishes;
  }

  private static String termValue(Length term) {
    return (TERM + term.key()).toLowerCase(Locale.ROOT);
  }

  /** The answer to the wish for a single period, or null. */
  static Quotes.@Nullable PricedWish onePeriod(Map<String, Quotes.PricedWish> priced) {
    return priced.get(WHOLE + 1);
  }

  static Optional<Choice> choice(String value, Map<String, Quotes.PricedWish> priced) {
    return priced.get(value) instanceof Quotes.PricedWish.Priced offered
        ? Optional.of(new Choice(value, offered.quote()))
        : Optional.empty();
  }

  /**
   * What is offered side by side: what can be quoted, without what nobody should buy, since
   * something no dearer serves as long. So price and end rise together. Several periods that cost
   * more than a term aren't offered: their money is better spent on terms. What keeps the number
   * stands at the end.
   */
  static List<Choice> offered(Map<String, Quotes.PricedWish> priced) {
    List<Choice> whole = new ArrayList<>();
    List<Choice> rest = new ArrayList<>();
    for (String value : priced.keySet()) {
      choice(value, priced)
          .filter(choice -> !value.equals(FLEXIBLE))
          .ifPresent(choice -> (value.equals(KEEP_ALIVE) ? rest : whole).add(choice));
    }
    List<Choice> all = List.copyOf(whole);
    whole.removeIf(choice -> isDearerThanATerm(choice, all));
    // By price, and of one price the latest end first.
    whole.sort(
        Comparator.comparing((Choice choice) -> choice.quote().total())
            .thenComparing(choice -> end(choice), Comparator.reverseOrder()));
    List<Choice> offered = new ArrayList<>();
    LocalDate reached = LocalDate.MIN;
    for (Choice choice : whole) {
      // Where the line's end isn't known, no end is: only the cheapest is offered.
      if (offered.isEmpty() || end(choice).isAfter(reached)) {
        offered.add(choice);
        reached = end(choice);
      }
    }
    // What only keeps the number isn't worth as much as a period, for no longer.
    rest.stream().filter(choice -> !isOutdone(choice, all)).forEach(offered::add);
    return List.copyOf(offered);
  }

  private static boolean isOutdone(Choice keeping, List<Choice> whole) {
    LocalDate until = keeping.quote().validUntil();
    return whole.stream()
        .filter(choice -> !keeping.quote().total().isLessThan(choice.quote().total()))
        .anyMatch(choice -> until == null || !end(choice).isBefore(until));
  }

  private static boolean isDearerThanATerm(Choice choice, List<Choice> all) {
    return choice.quote().periods() > 1
        && all.stream()
            .map(Choice::quote)
            .filter(quote -> quote.term() != null)
            .anyMatch(term -> term.total().isLessThan(choice.quote().total()));
  }

  private static LocalDate end(Choice choice) {
    LocalDate until = choice.quote().validUntil();
    return until == null ? LocalDate.MIN : until;
  }
}

package dev.everline.renewal.order;

import static dev.everline.renewal.order.OrderBuilder.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each state with each transition: those in the table are possible, and no other is. */
class OrderStateTest {

  private static final Instant LATER = OrderBuilder.MADE.plusSeconds(60);

  private static final List<String> STATES =
      List.of(
          "HELD_FOR_APPROVAL",
          "PAID",
          "FULFILLING",
          "IN_DOUBT",
          "RENEWED",
          "DECLINED",
          "REVERSED",
          "CANCELLED",
          "EXPIRED");

  /** By transition: from which states to which. */
  private static final Map<String, Map<String, String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("released", Map.of("HELD_FOR_APPROVAL", "FULFILLING")),
              Map.entry("declined", Map.of("HELD_FOR_APPROVAL", "DECLINED")),
              Map.entry("cancelled", Map.of("HELD_FOR_APPROVAL", "CANCELLED")),
              Map.entry("expired", Map.of("HELD_FOR_APPROVAL", "EXPIRED")),
              Map.entry("asked", Map.of("PAID", "FULFILLING")),
              Map.entry("givenUp", Map.of("PAID", "REVERSED")),
              Map.entry("confirmed", underWay("RENEWED")),
              Map.entry("taken", underWay("FULFILLING")),
              Map.entry("refused", underWay("REVERSED")),
              Map.entry("notTaken", underWay("PAID")),
              Map.entry("notFound", underWay("PAID")),
              Map.entry(
                  "doubted",
                  Map.of("PAID", "PAID", "FULFILLING", "IN_DOUBT", "IN_DOUBT", "IN_DOUBT")),
              Map.entry("refunded", Map.of("RENEWED", "REVERSED"))));

  private static final Map<String, UnaryOperator<Order>> TRANSITIONS =
      Map.ofEntries(
          Map.entry("released", order -> order.released(LATER)),
          Map.entry("declined", order -> order.declined(Money.usd(100), LATER)),
          Map.entry("cancelled", order -> order.cancelled(LATER)),
          Map.entry("expired", order -> order.expired(LATER)),
          Map.entry("asked", order -> order.asked(LATER)),
          Map.entry("givenUp", order -> order.givenUp("GAVE_UP", LATER)),
          Map.entry("confirmed", order -> order.confirmed("theirs", null, LATER)),
          Map.entry("taken", order -> order.taken("theirs", LATER)),
          Map.entry("refused", order -> order.refused("BARRED", LATER)),
          Map.entry("notTaken", order -> order.notTaken("BUSY", LATER)),
          Map.entry("notFound", order -> order.notFound(LATER)),
          Map.entry("doubted", order -> order.doubted("TIMEOUT", LATER)),
          Map.entry("refunded", order -> order.refunded("as agreed", LATER)));

  /** What people ask for is refused as their mistake; the rest would be the program's. */
  private static final Set<String> BY_PEOPLE =
      Set.of("released", "declined", "cancelled", "refunded");

  private static Map<String, String> underWay(String to) {
    return Map.of("PAID", to, "FULFILLING", to, "IN_DOUBT", to);
  }

  static Stream<List<String>> everyStateWithEveryTransition() {
    List<List<String>> pairs = new ArrayList<>();
    for (String state : STATES) {
      for (String transition : ALLOWED.keySet()) {
        pairs.add(List.of(state, transition));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("everyStateWithEveryTransition")
  void onlyTheTransitionsOfTheTableArePossible(List<String> pair) {
    Order order = anOrder().usually(pair.getFirst());
    String transition = pair.getLast();
    UnaryOperator<Order> move = Objects.requireNonNull(TRANSITIONS.get(transition));
    String to = ALLOWED.getOrDefault(transition, Map.of()).get(pair.getFirst());

    if (to != null) {
      Order moved = move.apply(order);
      assertThat(moved.state().code()).isEqualTo(to);
      assertThat(moved.changedAt()).isEqualTo(LATER);
      assertThat(moved.id()).isEqualTo(order.id());
    } else if (BY_PEOPLE.contains(transition)) {
      assertThatThrownBy(() -> move.apply(order))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.type()).isEqualTo(ProblemType.ILLEGAL_TRANSITION))
          .hasMessageContaining("is " + pair.getFirst());
    } else {
      assertThatIllegalStateException()
          .isThrownBy(() -> move.apply(order))
          .withMessageContaining("is " + pair.getFirst())
          .withMessageContaining("'" + transition + "'");
    }
    assertThat(order.state().code()).as("the order itself").isEqualTo(pair.getFirst());
  }

  @Test
  void theTableHasEveryMethodThatMovesAnOrder() {
    Set<String> moving =
        Arrays.stream(Order.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> method.getReturnType() == Order.class)
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(moving).isEqualTo(ALLOWED.keySet()).isEqualTo(TRANSITIONS.keySet());
  }

  @Test
  void theTableHasEveryState() {
    Set<String> leaves = new TreeSet<>();
    addLeaves(OrderState.class, leaves);
    assertThat(leaves)
        .isEqualTo(
            STATES.stream()
                .map(state -> OrderState.of(state).getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new)))
        .hasSameSizeAs(STATES);
  }

  private static void addLeaves(Class<?> type, Set<String> leaves) {
    if (Modifier.isFinal(type.getModifiers())) {
      leaves.add(type.getSimpleName());
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      addLeaves(permitted, leaves);
    }
  }

  @Test
  void noStateAndNoOrderCanBeMadeFromOutside() {
    List<Class<?>> closed = new ArrayList<>(List.of(OrderState.class, Order.class));
    closed.addAll(List.of(OrderState.class.getDeclaredClasses()));
    assertThat(closed.stream().flatMap(type -> Arrays.stream(type.getDeclaredConstructors())))
        .allMatch(OrderStateTest::isPrivate);
    assertThat(Order.class.getMethods())
        .as("nothing public sets a state")
        .noneMatch(
            method ->
                Arrays.stream(method.getParameterTypes())
                    .anyMatch(OrderState.class::isAssignableFrom));
  }

  private static boolean isPrivate(Constructor<?> constructor) {
    return Modifier.isPrivate(constructor.getModifiers());
  }

  @Test
  void aStateThatNobodyStoresIsNotRead() {
    for (String unknown : List.of("QUOTED", "PAYING", "renewed", "")) {
      assertThatIllegalStateException().isThrownBy(() -> OrderState.of(unknown));
    }
  }

  @Test
  void anOrderEndsOnlyWhereNothingWaitsForIt() {
    assertThat(STATES.stream().filter(state -> !OrderState.of(state).isFinal()))
        .containsExactly("HELD_FOR_APPROVAL", "PAID", "FULFILLING", "IN_DOUBT");
  }

  @Test
  void aDraftBeginsWithTheIntentToAskStored() {
    Order order = anOrder().draft().asking();
    assertThat(order.state()).isInstanceOf(OrderState.Fulfilling.class);
    assertThat(order.calls()).isEqualTo(1);
    assertThat(order.lastCallAt()).isEqualTo(OrderBuilder.MADE);
  }

  @Test
  void aDraftThatIsHeldOrDeclinedHasAskedNobody() {
    Order held = anOrder().draft().heldForApproval("DAY_BOUND");
    Order declined = anOrder().draft().declined(Money.usd(1_234));
    assertThat(held.state()).isInstanceOf(OrderState.HeldForApproval.class);
    assertThat(held.reason()).isEqualTo("DAY_BOUND");
    assertThat(declined.state()).isInstanceOf(OrderState.Declined.class);
    assertThat(declined.reason()).isEqualTo("WALLET_SHORT_BY 12.34 USD");
    assertThat(List.of(held, declined))
        .allSatisfy(order -> assertThat(order.calls()).isZero())
        .allSatisfy(order -> assertThat(order.lastCallAt()).isNull());
  }

  @Test
  void askingAgainCountsTheCallAndForgetsTheLookUpsBefore() {
    Order again = anOrder().asked(2, OrderBuilder.MADE).notFound(1).in("PAID").asked(LATER);
    assertThat(again.calls()).isEqualTo(3);
    assertThat(again.lastCallAt()).isEqualTo(LATER);
    assertThat(again.lookUps()).isZero();
  }

  @Test
  void anOrderThatIsNotFoundHasBeenLookedUpOnceMore() {
    Order order = anOrder().asked(1, OrderBuilder.MADE).in("IN_DOUBT").notFound(LATER);
    assertThat(order.lookUps()).isEqualTo(1);
    assertThat(order.calls()).isEqualTo(1);
    assertThat(order.reason()).isEqualTo("NOT_FOUND");
  }
}

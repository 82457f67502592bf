package dev.everline.simulation;

import dev.everline.carrier.CarrierConnector;
import dev.everline.kernel.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A carrier with books of its own, apart from Everline's. Unless it checks references, it pays one
 * as often as it is asked to, so that nothing but Everline keeps it from paying twice. It may top
 * up as late as its settling time allows after a call whose answer was lost.
 */
final class SimulatedCarrier {

  static final Duration DEADLINE = Duration.ofSeconds(10);
  static final Duration SETTLING = Duration.ofSeconds(90);

  /** A top-up that the carrier has made. */
  record Entry(String reference, String msisdn, Money amount, Instant at) {}

  private enum Fate {
    COMMITS,
    FAILS
  }

  private record Later(CarrierConnector.TopUp request, Instant due, Fate fate, boolean visible) {}

  private final SimulatedClock clock;
  private final RandomGenerator random;
  private final Weather weather;
  private final boolean checksReferences;
  private final List<Entry> books = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();
  private final Map<String, String> failed = new LinkedHashMap<>();
  private final Map<String, LocalDate> told = new LinkedHashMap<>();
  private long calls;

  /**
   * How bad things are, in per cent of calls.
   *
   * @param faults calls that don't simply succeed
   * @param lostLookUps look-ups that get no answer
   */
  record Weather(int faults, int lostLookUps) {}

  private Instant outageUntil = Instant.MIN;
  private boolean healed;

  SimulatedCarrier(SimulatedClock clock, RandomGenerator random, Weather weather) {
    this.clock = clock;
    this.random = random;
    this.weather = weather;
    this.checksReferences = random.nextBoolean();
  }

  List<Entry> books() {
    settleWhatIsDue();
    return books;
  }

  long calls() {
    return calls;
  }

  /** The soonest end of validity that it told of a top-up, or null when it told none. */
  @Nullable LocalDate toldEnd(String reference) {
    return told.get(reference);
  }

  /** Nothing answers until then. */
  void breakDownUntil(Instant until) {
    outageUntil = until;
  }

  /** From now on everything works. */
  void heal() {
    healed = true;
  }

  /** The carrier as a process sees it, which may die before, in or after a call. */
  CarrierConnector seenBy(CrashPoints points) {
    return new Connector(points);
  }

  private CarrierConnector.TopUpAnswer take(CarrierConnector.TopUp request) {
    calls++;
    settleWhatIsDue();
    clock.move(Duration.ofMillis(random.nextInt((int) DEADLINE.toMillis())));
    if (!healed && clock.instant().isBefore(outageUntil)) {
      if (random.nextInt(4) == 0) {
        commit(request);
      }
      return new CarrierConnector.Unknown("OUTAGE");
    }
    if (checksReferences && isKnown(request.reference())) {
      return new CarrierConnector.ReferenceUsed("used before");
    }
    if (healed || random.nextInt(100) >= weather.faults()) {
      commit(request);
      return done(request);
    }
    return switch (random.nextInt(8)) {
      case 0 -> {
        commit(request);
        yield new CarrierConnector.Unknown("ANSWER_LOST");
      }
      case 1 -> new CarrierConnector.Unknown("REQUEST_LOST");
      case 2 -> new CarrierConnector.Refused("BARRED", "the line is barred", false);
      case 3, 4 -> new CarrierConnector.Refused("THROTTLED", "too many requests", true);
      case 5 -> {
        later.add(
            new Later(
                request,
                clock.instant().plusSeconds(random.nextInt(6 * 3600)),
                random.nextInt(3) == 0 ? Fate.FAILS : Fate.COMMITS,
                true));
        yield new CarrierConnector.Pending("p-" + request.reference());
      }
      default -> {
        // Looks lost, and is made after all, as late as can be.
        long most = SETTLING.toMillis() - DEADLINE.toMillis();
        later.add(
            new Later(
                request, clock.instant().plusMillis(random.nextLong(most)), Fate.COMMITS, false));
        yield new CarrierConnector.Unknown("TIMEOUT");
      }
    };
  }

  private CarrierConnector.LookUpAnswer lookUp(CarrierConnector.TopUp request) {
    calls++;
    clock.move(Duration.ofMillis(random.nextInt(1_000)));
    settleWhatIsDue();
    boolean out =
        clock.instant().isBefore(outageUntil) || random.nextInt(100) < weather.lostLookUps();
    if (!healed && out) {
      return new CarrierConnector.Unknown("TIMEOUT");
    }
    String reference = request.reference();
    if (copies(reference) > 0) {
      return done(request);
    }
    if (failed.containsKey(reference)) {
      return new CarrierConnector.Refused("FAILED", "could not be completed", false);
    }
    boolean pending =
        later.stream()
            .anyMatch(one -> one.visible() && one.request().reference().equals(reference));
    return pending
        ? new CarrierConnector.Pending("p-" + reference)
        : new CarrierConnector.NotFound();
  }

  private void commit(CarrierConnector.TopUp request) {
    books.add(new Entry(request.reference(), request.msisdn(), request.amount(), clock.instant()));
  }

  private CarrierConnector.Done done(CarrierConnector.TopUp request) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    // Now and then it tells of an end of validity other than the rules say.
    CarrierConnector.@Nullable CarrierFacts known = null;
    if (random.nextInt(6) == 0) {
      LocalDate end = today.plusDays(5 + random.nextInt(40));
      // Two processes may ask at once, and only one answer is booked.
      told.merge(request.reference(), end, (one, other) -> one.isBefore(other) ? one : other);
      known = new CarrierConnector.CarrierFacts(end, null, null, clock.instant());
    }
    return new CarrierConnector.Done(
        "c-" + request.reference(), known, (int) copies(request.reference()));
  }

  private long copies(String reference) {
    return books.stream().filter(entry -> entry.reference().equals(reference)).count();
  }

  private boolean isKnown(String reference) {
    return copies(reference) > 0
        || failed.containsKey(reference)
        || later.stream().anyMatch(one -> one.request().reference().equals(reference));
  }

  private void settleWhatIsDue() {
    later.removeIf(
        one -> {
          if (one.due().isAfter(clock.instant())) {
            return false;
          }
          switch (one.fate()) {
            case COMMITS -> commit(one.request());
            case FAILS -> failed.put(one.request().reference(), "FAILED");
          }
          return true;
        });
  }

  private final class Connector implements CarrierConnector {

    private final CrashPoints points;

    Connector(CrashPoints points) {
      this.points = points;
    }

    @Override
    public String route() {
      return "simulated";
    }

    @Override
    public Duration deadline() {
      return DEADLINE;
    }

    @Override
    public Duration settlingTime() {
      return SETTLING;
    }

    @Override
    public TopUpAnswer topUp(TopUp request) {
      points.reach("before the carrier is asked");
      TopUpAnswer answer = take(request);
      points.reach("after the carrier was asked");
      return answer;
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      points.reach("before the carrier is looked up");
      LookUpAnswer answer = lookUp(request);
      points.reach("after the carrier was looked up");
      return answer;
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new NotFound();
    }
  }
}

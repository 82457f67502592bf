package dev.everline;

import dev.everline.carrier.CarrierConnector;
import dev.everline.kernel.Money;
import dev.everline.renewal.decide.Routes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A carrier that does what a test says, and keeps books. */
public final class TestCarrier implements CarrierConnector, Routes {

  public enum Mood {
    WILLING,
    REFUSING,
    SILENT,
    /** Answers when it is told to. */
    SLOW
  }

  public final Semaphore answers = new Semaphore(0);

  public volatile Mood mood = Mood.WILLING;

  /** The id of a carrier that no route pays. */
  public volatile String unreached = "";

  /** Whether none is reached. */
  public volatile boolean cutOff;

  /** Another that is asked in its place, such as one over a socket; or null. */
  public volatile @Nullable CarrierConnector other;

  public final Map<String, Money> paid = new ConcurrentHashMap<>();

  /** Pays again whatever it is asked to, on all routes. */
  public void behave() {
    mood = Mood.WILLING;
    unreached = "";
    cutOff = false;
  }

  @Override
  public Optional<CarrierConnector> to(String carrier) {
    return cutOff || carrier.equals(unreached) ? Optional.empty() : Optional.of(this);
  }

  @Override
  public String route() {
    return "test";
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration settlingTime() {
    return Duration.ofSeconds(90);
  }

  @Override
  public TopUpAnswer topUp(TopUp request) {
    CarrierConnector asked = other;
    if (asked != null) {
      return asked.topUp(request);
    }
    return switch (mood) {
      case WILLING -> {
        paid.put(request.reference(), request.amount());
        yield new Done("c-" + request.reference(), null, 1);
      }
      case SLOW -> {
        answers.acquireUninterruptibly();
        paid.put(request.reference(), request.amount());
        yield new Done("c-" + request.reference(), null, 1);
      }
      case REFUSING -> new Refused("NO", "not this line", false);
      case SILENT -> new Unknown("NO_ANSWER");
    };
  }

  @Override
  public LookUpAnswer find(TopUp request) {
    CarrierConnector asked = other;
    if (asked != null) {
      return asked.find(request);
    }
    return paid.containsKey(request.reference())
        ? new Done("c-" + request.reference(), null, 1)
        : new Unknown("NO_ANSWER");
  }

  @Override
  public ReadAnswer read(String carrier, String msisdn) {
    return new NotFound();
  }
}

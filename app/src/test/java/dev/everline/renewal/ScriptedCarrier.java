package dev.everline.renewal;

import dev.everline.carrier.CarrierConnector;
import dev.everline.renewal.decide.Routes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that does what a test says, with books of its own. By default it tops up at once. It
 * pays a reference as often as it is asked to, so that nothing but Everline keeps it from paying
 * twice.
 */
public final class ScriptedCarrier implements CarrierConnector, Routes {

  /** What happens to the next call. */
  public enum Act {
    TOP_UP,
    /** Tops up, and the answer is lost. */
    TOP_UP_AND_LOSE_ANSWER,
    /** Does nothing, and the answer is lost. */
    LOSE_REQUEST,
    REFUSE,
    THROTTLE,
    PEND
  }

  private final Deque<Act> script = new ArrayDeque<>();
  private final List<TopUp> books = new ArrayList<>();
  private final Map<String, TopUp> pending = new HashMap<>();
  private boolean lookUpsFail;
  private String route = "scripted";

  public ScriptedCarrier then(Act... acts) {
    script.addAll(List.of(acts));
    return this;
  }

  public void lookUpsFail(boolean fail) {
    lookUpsFail = fail;
  }

  /** From now on the carrier is reached over another route, which knows nothing of the former. */
  public void reachedOver(String other) {
    route = other;
  }

  public List<TopUp> books() {
    return List.copyOf(books);
  }

  /** Completes what was taken and not done yet. */
  public void completePending() {
    books.addAll(pending.values());
    pending.clear();
  }

  @Override
  public Optional<CarrierConnector> to(String carrier) {
    return Optional.of(this);
  }

  @Override
  public String route() {
    return route;
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
  public synchronized TopUpAnswer topUp(TopUp request) {
    Act act = script.isEmpty() ? Act.TOP_UP : script.removeFirst();
    return switch (act) {
      case TOP_UP -> {
        books.add(request);
        yield new Done("c-" + books.size(), null, 1);
      }
      case TOP_UP_AND_LOSE_ANSWER -> {
        books.add(request);
        yield new Unknown("TIMEOUT");
      }
      case LOSE_REQUEST -> new Unknown("TIMEOUT");
      case REFUSE -> new Refused("BARRED", "the line is barred", false);
      case THROTTLE -> new Refused("THROTTLED", "too many requests", true);
      case PEND -> {
        pending.put(request.reference(), request);
        yield new Pending("p-" + request.reference());
      }
    };
  }

  @Override
  public synchronized LookUpAnswer find(TopUp request) {
    if (!route.equals("scripted")) {
      return new NotFound();
    }
    if (lookUpsFail) {
      return new Unknown("TIMEOUT");
    }
    if (pending.containsKey(request.reference())) {
      return new Pending("p-" + request.reference());
    }
    long copies =
        books.stream().filter(paid -> paid.reference().equals(request.reference())).count();
    @Nullable CarrierFacts unknown = null;
    return copies == 0 ? new NotFound() : new Done("c-found", unknown, (int) copies);
  }

  @Override
  public ReadAnswer read(String carrier, String msisdn) {
    return new NotFound();
  }
}

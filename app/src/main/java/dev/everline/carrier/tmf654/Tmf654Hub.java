package dev.everline.carrier.tmf654;

import dev.everline.carrier.CarrierRoute;
import dev.everline.carrier.Carriers;
import dev.everline.carrier.Secret;
import dev.everline.kernel.Fatal;
import dev.everline.kernel.WithoutMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.core.JsonGenerator;

/**
 * Registers at carriers' hubs, so that their servers tell when a top-up has moved on. Runs beside
 * the start and stops nothing when it fails: without events the same is learnt by asking.
 */
final class Tmf654Hub implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Tmf654Hub.class);
  private static final int MOST_TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final List<Subscription> wanted;
  private final Queue<Subscribed> made = new ConcurrentLinkedQueue<>();
  private final BoundedJson json = new BoundedJson();
  private volatile @Nullable Thread registering;

  /** One server's hub; without a placeholder in the address, one for all the route's carriers. */
  private record Subscription(Tmf654Connector connector, String carrier, URI callback) {}

  private record Subscribed(Subscription subscription, String id) {}

  /**
   * @param known ids of all carriers, for the route that serves all
   */
  Tmf654Hub(Carriers carriers, Collection<String> known) {
    List<Subscription> all = new ArrayList<>();
    for (CarrierRoute route : carriers.routes()) {
      if (route.connector() instanceof Tmf654Connector connector) {
        Tmf654Settings.Hub hub = connector.settings().hub();
        if (hub != null) {
          for (String carrier : servers(connector, route.carriers(), known, carriers)) {
            all.add(new Subscription(connector, carrier, callback(connector.settings(), hub)));
          }
        }
      }
    }
    this.wanted = List.copyOf(all);
  }

  private static Collection<String> servers(
      Tmf654Connector connector,
      @Nullable Set<String> named,
      Collection<String> known,
      Carriers carriers) {
    Set<String> served = new TreeSet<>();
    for (String carrier : named == null ? known : named) {
      if (carriers.connectorFor(carrier) == connector) {
        served.add(carrier);
      }
    }
    return connector.settings().baseUrl().contains("{carrier}")
        ? served
        : served.stream().limit(1).toList();
  }

  /** Where the server sends events; it appends {@code /listener/} and the event's name. */
  static URI callback(Tmf654Settings settings, Tmf654Settings.Hub hub) {
    String address = hub.callback().toString();
    String base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    Secret secret = hub.secret();
    return URI.create(
        base
            + Tmf654Listener.PATH
            + "/"
            + settings.name()
            + (secret == null ? "" : "/" + secret.value()));
  }

  @Override
  public void start() {
    registering = Thread.ofVirtual().name("tmf654-hub").start(this::registerAll);
  }

  private void registerAll() {
    try {
      List<Subscription> open = wanted;
      Duration pause = FIRST_PAUSE;
      for (int tries = 1; !open.isEmpty(); tries++) {
        open = open.stream().filter(subscription -> !registered(subscription)).toList();
        if (open.isEmpty() || tries == MOST_TRIES) {
          break;
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(5);
      }
      for (Subscription failed : open) {
        LOG.warn(
            "Can't register at the hub of {} on the route {}; top-ups are followed by polling.",
            failed.carrier(),
            failed.connector().route());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A carrier whose answer can't be dealt with keeps no other from being registered at. */
  private boolean registered(Subscription subscription) {
    try {
      return register(subscription);
    } catch (RuntimeException | Error failure) {
      Fatal.endIf(failure);
      LOG.warn("Registering at a hub failed", new WithoutMessage(failure));
      return false;
    }
  }

  private boolean register(Subscription subscription) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator out = json.writer(body)) {
      out.writeStartObject();
      out.writeStringProperty("callback", subscription.callback().toString());
      out.writeEndObject();
    }
    Tmf654Connector connector = subscription.connector();
    Reply reply =
        connector
            .client()
            .post(
                subscription.carrier(),
                "/hub",
                body.toByteArray(),
                Deadline.in(connector.settings().deadline()));
    if (!(reply instanceof Reply.Answered answered)
        || answered.status() < 200
        || answered.status() >= 300) {
      return false;
    }
    id(answered.body()).ifPresent(id -> made.add(new Subscribed(subscription, id)));
    return true;
  }

  private Optional<String> id(String body) {
    return json.read(body)
        .map(registration -> registration.path("id"))
        .filter(id -> id.isString() || id.isIntegralNumber())
        .map(id -> id.asString(""));
  }

  /** Takes the registrations back, so that a server doesn't call an address nobody listens at. */
  @Override
  public void stop() {
    Thread thread = registering;
    if (thread != null) {
      thread.interrupt();
    }
    registering = null;
    for (Subscribed one = made.poll(); one != null; one = made.poll()) {
      Subscription subscription = one.subscription();
      Tmf654Connector connector = subscription.connector();
      Reply reply =
          connector
              .client()
              .delete(
                  subscription.carrier(),
                  "/hub/" + Tmf654Client.encoded(one.id()),
                  Deadline.in(connector.settings().deadline()));
      if (!(reply instanceof Reply.Answered)) {
        LOG.info("A registration at {} was left behind.", connector.route());
      }
    }
  }

  @Override
  public boolean isRunning() {
    return registering != null;
  }
}

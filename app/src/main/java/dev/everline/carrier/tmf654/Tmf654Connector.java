package dev.everline.carrier.tmf654;

import dev.everline.carrier.CallGuard;
import dev.everline.carrier.CallGuard.Judged;
import dev.everline.carrier.CallGuard.Sign;
import dev.everline.carrier.CarrierConnector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Renews lines over a server that speaks TM Forum's Prepay Balance Management API (TMF654, version
 * 4), whichever it is: {@link Tmf654Settings} says where it stands and how it names things.
 *
 * <p>A top-up is posted once. Only a request that the server has refused for an outdated token is
 * sent again, with a new one. Usable by any number of threads at once; each call holds its thread
 * until the answer or the deadline.
 */
public final class Tmf654Connector implements CarrierConnector, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tmf654Connector.class);

  /** Pages of a list beyond which it is not believed to be about one reference or one line. */
  private static final int MOST_PAGES = 10;

  private final Tmf654Settings settings;
  private final Clock clock;
  private final CallGuard guard;
  private final Tmf654Client client;
  private final TopUpWriter writer;
  private final AnswerReader reader;
  private final LongAdder duplicates = new LongAdder();

  /**
   * Connects nothing yet, and nobody watches it.
   *
   * @param clock dates the facts, the tokens and the breaker
   */
  public Tmf654Connector(Tmf654Settings settings, Clock clock) {
    this(settings, clock, new CompositeMeterRegistry());
  }

  /**
   * Connects nothing yet.
   *
   * @param clock dates the facts, the tokens and the breaker
   * @param registry of what operators watch
   */
  Tmf654Connector(Tmf654Settings settings, Clock clock, MeterRegistry registry) {
    BoundedJson json = new BoundedJson();
    this.settings = settings;
    this.clock = clock;
    this.guard = new CallGuard(route(settings), settings.limits(), clock, registry);
    this.client = new Tmf654Client(settings, json, clock);
    this.writer = new TopUpWriter(settings, json);
    this.reader = new AnswerReader(settings, json);
  }

  private static String route(Tmf654Settings settings) {
    return "tmf654:" + settings.name();
  }

  @Override
  public String route() {
    return route(settings);
  }

  @Override
  public Duration deadline() {
    return settings.deadline().plus(settings.limits().queueing());
  }

  @Override
  public Duration settlingTime() {
    return settings.settlingTime();
  }

  /** How many top-ups beyond the first the carrier has shown under references of ours, so far. */
  public long duplicates() {
    return duplicates.sum();
  }

  @Override
  public TopUpAnswer topUp(TopUp request) {
    Optional<MoneyUnit> unit = writer.unitOf(request.amount());
    if (unit.isEmpty()) {
      return new Refused(
          "currency-not-configured",
          "the route "
              + route()
              + " has no unit for "
              + request.amount().currency()
              + "; add one to its units",
          false);
    }
    return guard.call(
        request.carrier(),
        () -> post(request, unit.get()),
        code -> new Refused(code, "not sent, to spare the carrier's server", true));
  }

  private Judged<TopUpAnswer> post(TopUp request, MoneyUnit unit) {
    Deadline deadline = Deadline.in(settings.deadline());
    String template = settings.naming().bucketId();
    String bucket;
    if (template != null) {
      bucket = TopUpWriter.filled(template, request.msisdn());
    } else {
      switch (buckets(request.carrier(), request.msisdn(), deadline)) {
        case Listed(var items) -> {
          Optional<String> found = reader.moneyBucket(request.msisdn(), items);
          if (found.isEmpty()) {
            return new Judged<>(
                new Refused("no-bucket", "the carrier shows no one bucket of money", false),
                Sign.WELL);
          }
          bucket = found.get();
        }
        case Unlisted(String cause, boolean absent) -> {
          return new Judged<>(
              new Refused("no-bucket", "the bucket couldn't be looked up: " + cause, !absent),
              absent ? Sign.WELL : Sign.ILL);
        }
      }
    }
    byte[] body = writer.write(request, unit, bucket);
    Reply reply = client.post(request.carrier(), "/topupBalance", body, deadline);
    return reader.topUp(request, reply, clock.instant());
  }

  @Override
  public LookUpAnswer find(TopUp request) {
    LookUpAnswer answer =
        guard.call(
            request.carrier(),
            () -> {
              String filter =
                  Tmf654Client.encoded(settings.naming().referenceAttribute())
                      + "="
                      + Tmf654Client.encoded(request.reference());
              return switch (list(
                  request.carrier(), "/topupBalance?" + filter, Deadline.in(settings.deadline()))) {
                case Listed(var items) -> reader.found(request, items, clock.instant());
                // A list that isn't there is no proof that nothing stands in it.
                case Unlisted(String cause, boolean absent) ->
                    new Judged<>(new Unknown(cause), Sign.ILL);
              };
            },
            Unknown::new);
    if (answer instanceof Done done && done.copies() > 1) {
      duplicates.add(done.copies() - 1L);
      LOG.warn(
          "The carrier {} shows {} completed top-ups under the reference {} on the route {}.",
          request.carrier(),
          done.copies(),
          request.reference(),
          route());
    }
    return answer;
  }

  @Override
  public ReadAnswer read(String carrier, String msisdn) {
    return guard.call(
        carrier,
        () ->
            switch (buckets(carrier, msisdn, Deadline.in(settings.deadline()))) {
              case Listed(var items) -> reader.known(carrier, msisdn, items, clock.instant());
              case Unlisted(String cause, boolean absent) ->
                  absent
                      ? new Judged<ReadAnswer>(new NotFound(), Sign.WELL)
                      : new Judged<>(new Unknown(cause), Sign.ILL);
            },
        Unknown::new);
  }

  /** What a list holds, over all of its pages. */
  private sealed interface Listing {}

  private record Listed(List<JsonNode> items) implements Listing {}

  private record Unlisted(String cause, boolean absent) implements Listing {}

  private Listing buckets(String carrier, String msisdn, Deadline deadline) {
    String number = TopUpWriter.filled(settings.naming().logicalResourceId(), msisdn);
    return list(carrier, "/bucket?logicalResource.id=" + Tmf654Client.encoded(number), deadline);
  }

  private Listing list(String carrier, String path, Deadline deadline) {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      String from = all.isEmpty() ? "" : "&offset=" + all.size();
      switch (reader.page(client.get(carrier, path + from, deadline))) {
        case AnswerReader.NoList(boolean absent, String cause) -> {
          return new Unlisted(cause, absent);
        }
        case AnswerReader.Items(var items, var total, boolean partial) -> {
          all.addAll(items);
          boolean more = total.isPresent() ? total.getAsLong() > all.size() : partial;
          if (!more) {
            return new Listed(all);
          }
          if (items.isEmpty()) {
            return new Unlisted("the list ends before its own count", false);
          }
        }
      }
    }
    return new Unlisted("the list has more than " + MOST_PAGES + " pages", false);
  }

  Tmf654Settings settings() {
    return settings;
  }

  /** For requests about the events of a carrier rather than about a line. */
  Tmf654Client client() {
    return client;
  }

  /** Lets the calls under way end, within the deadline. */
  @Override
  public void close() {
    client.close();
  }
}

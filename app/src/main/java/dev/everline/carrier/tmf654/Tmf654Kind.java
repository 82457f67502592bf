package dev.everline.carrier.tmf654;

import dev.everline.carrier.CallLimits;
import dev.everline.carrier.CarrierConnector;
import dev.everline.carrier.CarriersSettings;
import dev.everline.carrier.ConnectorKind;
import dev.everline.carrier.Secret;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the connectors of routes of the kind {@code tmf654}. */
final class Tmf654Kind implements ConnectorKind {

  private static final String LOOK_UP = "look-up";

  private final Clock clock;
  private final MeterRegistry registry;

  Tmf654Kind(Clock clock, MeterRegistry registry) {
    this.clock = clock;
    this.registry = registry;
  }

  @Override
  public String name() {
    return "tmf654";
  }

  @Override
  public CarrierConnector connect(
      String place, CarriersSettings.Route route, Map<String, ZoneId> zones) {
    try {
      return new Tmf654Connector(settings(place, route, zones), clock, registry);
    } catch (ProblemException wrong) {
      throw new ProblemException(
          wrong.type(), place + " ('" + route.name() + "'): " + wrong.getMessage(), wrong);
    }
  }

  private static Tmf654Settings settings(
      String place, CarriersSettings.Route route, Map<String, ZoneId> zones) {
    CarriersSettings.Breaker breaker = route.breaker();
    ZoneId zone = route.zone();
    CarriersSettings.Hub hub = route.hub();
    return new Tmf654Settings(
        route.name(),
        route.baseUrl(),
        auth(place, route.auth()),
        units(route.units()),
        new Tmf654Settings.Naming(
            route.bucketId().equals(LOOK_UP) ? null : route.bucketId(),
            route.partyAccountId(),
            route.logicalResourceId(),
            route.referenceAttribute(),
            route.channel(),
            route.serviceBucket()),
        new EndDates(
            zone == null ? zones : Map.of(),
            zone == null ? ZoneOffset.UTC : zone,
            meaning(route.endDate())),
        route.deadline(),
        route.settlingTime(),
        new CallLimits(
            route.concurrency(),
            route.queueing(),
            breaker.calls(),
            breaker.minimum(),
            breaker.percent(),
            breaker.openFor()),
        Set.copyOf(route.referenceUsedCodes()),
        Set.copyOf(route.refusingCodes()),
        hub == null ? null : new Tmf654Settings.Hub(hub.callbackUrl(), hub.pathSecret(place)));
  }

  private static List<MoneyUnit> units(@Nullable List<CarriersSettings.Unit> units) {
    return units == null
        ? List.of(new MoneyUnit("USD", Money.USD, 0))
        : units.stream()
            .map(
                unit ->
                    new MoneyUnit(unit.text(), Money.currency(unit.currency()), unit.decimals()))
            .toList();
  }

  private static EndDates.Meaning meaning(String text) {
    return switch (text) {
      case "instant" -> EndDates.Meaning.INSTANT;
      case "written-date" -> EndDates.Meaning.WRITTEN_DATE;
      default ->
          throw configuration("end-date '" + text + "' is unknown; write instant or written-date.");
    };
  }

  private static Auth auth(String place, CarriersSettings.Auth auth) {
    return switch (auth.kind()) {
      case "none" -> new Auth.None();
      case "basic" ->
          new Auth.Basic(
              given("auth.user", auth.user()),
              given("auth.password (or password-file)", auth.passwordSecret(place)));
      case "bearer" ->
          new Auth.Bearer(given("auth.token (or token-file)", auth.tokenSecret(place)));
      case "oauth2" ->
          new Auth.ClientCredentials(
              given("auth.token-url", auth.tokenUrl()),
              given("auth.client-id", auth.clientId()),
              secret(place, auth),
              auth.scope());
      default ->
          throw configuration(
              "auth.kind '" + auth.kind() + "' is unknown; write none, basic, bearer or oauth2.");
    };
  }

  private static Secret secret(String place, CarriersSettings.Auth auth) {
    return given("auth.client-secret (or client-secret-file)", auth.clientSecretSecret(place));
  }

  private static <T> T given(String name, @Nullable T value) {
    if (value == null) {
      throw configuration(name + " is missing; this kind of auth needs it.");
    }
    return value;
  }

  private static ProblemException configuration(String message) {
    return new ProblemException(ProblemType.CONFIGURATION, message);
  }
}

package dev.everline.carrier;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.SettingNames;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * The ways out to carriers, from the configuration; {@code docs/connectors.md} explains each value.
 */
public record CarriersSettings(@DefaultValue List<Route> routes) {

  private static final String PREFIX = "everline.carriers";

  static SettingNames names() {
    return SettingNames.bound(PREFIX, CarriersSettings.class);
  }

  /**
   * Reads what stands under {@code everline.carriers}.
   *
   * @throws ProblemException when a value can't be read, or a name is unknown, as mistyped ones are
   */
  static CarriersSettings from(Environment environment) {
    BindHandler nothingUnknown =
        new NoUnboundElementsBindHandler(
            new IgnoreTopLevelConverterNotFoundBindHandler(), new UnboundElementsSourceFilter());
    try {
      return Binder.get(environment, nothingUnknown).bindOrCreate(PREFIX, CarriersSettings.class);
    } catch (BindException unreadable) {
      throw told(unreadable);
    }
  }

  private static ProblemException told(BindException unreadable) {
    for (Throwable each = unreadable.getCause(); each != null; each = each.getCause()) {
      if (each instanceof ProblemException problem) {
        return problem;
      }
      if (each instanceof UnboundConfigurationPropertiesException unbound) {
        String names =
            unbound.getUnboundProperties().stream()
                .map(property -> property.getName().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        return configuration(
            names + " is unknown; docs/connectors.md lists the names there are", unreadable);
      }
    }
    ConfigurationProperty property = unreadable.getProperty();
    String name = (property == null ? unreadable.getName() : property.getName()).toString();
    Class<?> type = unreadable.getTarget().getType().toClass();
    String kind = type == int.class ? "whole number" : type.getSimpleName();
    boolean secret = name.matches(".*(secret|password|token).*");
    String value = property == null || secret ? "" : " '" + property.getValue() + "'";
    return configuration(
        name
            + value
            + " can't be read as a "
            + kind
            + "; docs/connectors.md shows how it is written",
        unreadable);
  }

  private static ProblemException configuration(String message, Throwable cause) {
    return new ProblemException(ProblemType.CONFIGURATION, message + ".", cause);
  }

  /**
   * A route.
   *
   * @param name of lower-case letters, digits and hyphens
   * @param kind of connector, such as {@code tmf654}
   * @param baseUrl of the carrier's interface; {@code {carrier}} stands for the carrier's id
   * @param carriers ids of carriers, or {@code *} alone for all that no other route names
   * @param zone in which the carrier counts days, where it differs from the catalog's
   * @param deadline longest time of one call, waiting for a place not included
   * @param settlingTime how long after a call the carrier may still turn out to have taken it
   * @param referenceUsedCodes codes of errors by which this carrier says that it has seen our
   *     reference before
   * @param refusingCodes codes of errors by which this carrier says, with an HTTP status of 500 or
   *     above, that it has not taken the request
   */
  public record Route(
      String name,
      String kind,
      String baseUrl,
      List<String> carriers,
      @DefaultValue Auth auth,
      @Nullable List<Unit> units,
      @DefaultValue("{msisdn}-money") String bucketId,
      @DefaultValue("{msisdn}") String partyAccountId,
      @DefaultValue("{msisdn}") String logicalResourceId,
      @DefaultValue("description") String referenceAttribute,
      @DefaultValue("everline") String channel,
      @DefaultValue("service") String serviceBucket,
      @Nullable ZoneId zone,
      @DefaultValue("instant") String endDate,
      @DefaultValue("10s") Duration deadline,
      @DefaultValue("2m") Duration settlingTime,
      @DefaultValue("64") int concurrency,
      @DefaultValue("2s") Duration queueing,
      @DefaultValue Breaker breaker,
      @DefaultValue("referenceUsed") List<String> referenceUsedCodes,
      @DefaultValue List<String> refusingCodes,
      @Nullable Hub hub) {

    /**
     * @throws ProblemException when the name, the kind or the base URL is missing
     */
    public Route {
      requireGiven("A route under everline.carriers.routes has no name", name);
      requireGiven("The route '" + name + "' has no kind", kind);
      requireGiven("The route '" + name + "' has no base-url", baseUrl);
    }
  }

  /**
   * How the route proves who it is. Of each secret, either the value or the file that holds it.
   *
   * @param kind {@code none}, {@code basic}, {@code bearer} or {@code oauth2}
   */
  public record Auth(
      @DefaultValue("none") String kind,
      @Nullable String user,
      @Nullable String password,
      @Nullable Path passwordFile,
      @Nullable String token,
      @Nullable Path tokenFile,
      @Nullable URI tokenUrl,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable Path clientSecretFile,
      @Nullable String scope) {

    /** Never the secrets. */
    @Override
    public String toString() {
      return "Auth[" + kind + "]";
    }

    /** The password, or null when none is given. */
    public @Nullable Secret passwordSecret(String place) {
      return Secret.of(place + ".auth.password", password, passwordFile);
    }

    /** The bearer token, or null when none is given. */
    public @Nullable Secret tokenSecret(String place) {
      return Secret.of(place + ".auth.token", token, tokenFile);
    }

    /** The client's secret, or null when none is given. */
    public @Nullable Secret clientSecretSecret(String place) {
      return Secret.of(place + ".auth.client-secret", clientSecret, clientSecretFile);
    }
  }

  /**
   * A text by which the carrier names a unit of money.
   *
   * @param currency ISO 4217 code
   * @param decimals how many decimals of the currency one unit stands below it: 0 for dollars, 2
   *     for cents
   */
  public record Unit(String text, String currency, @DefaultValue("0") int decimals) {

    /**
     * @throws ProblemException when the text or the currency is missing
     */
    public Unit {
      requireGiven("A unit of a route under everline.carriers.routes has no text", text);
      requireGiven("The unit '" + text + "' of a route has no currency", currency);
    }
  }

  /**
   * When calls to a carrier are stopped for a while; see {@link CallLimits}.
   *
   * @param percent share of calls without a usable answer, in whole percent
   */
  public record Breaker(
      @DefaultValue("100") int calls,
      @DefaultValue("20") int minimum,
      @DefaultValue("50") int percent,
      @DefaultValue("30s") Duration openFor) {}

  /**
   * Where the carrier may tell us that a top-up has moved on.
   *
   * @param callbackUrl our own address as the carrier reaches it, without a path of ours
   * @param secret a part of the address that only the carrier is told
   */
  public record Hub(URI callbackUrl, @Nullable String secret, @Nullable Path secretFile) {

    /**
     * @throws ProblemException when the address is missing
     */
    public Hub {
      requireGiven(
          "The hub of a route under everline.carriers.routes has no callback-url", callbackUrl);
    }

    /** Never the secret. */
    @Override
    public String toString() {
      return "Hub[" + callbackUrl + "]";
    }

    /** The secret part of the address, or null when none is given. */
    public @Nullable Secret pathSecret(String place) {
      return Secret.of(place + ".hub.secret", secret, secretFile);
    }
  }

  private static void requireGiven(String complaint, @Nullable Object value) {
    if (value == null || value.toString().isBlank()) {
      throw new ProblemException(ProblemType.CONFIGURATION, complaint + "; add it.");
    }
  }
}

package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.carrier.CallLimits;
import dev.everline.carrier.Carriers;
import dev.everline.carrier.Secret;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RouteConfigurationTest {

  private static final String ROUTE = "everline.carriers.routes[0].";
  private static final String SECOND = "everline.carriers.routes[1].";

  private final ApplicationContextRunner carriers =
      new ApplicationContextRunner()
          .withUserConfiguration(CarriersWorld.class)
          .withBean(SimpleMeterRegistry.class);

  @Test
  void withoutRoutesNoCarrierIsServed() {
    carriers.run(
        context -> assertThat(context.getBean(Carriers.class).find("att-prepaid")).isEmpty());
  }

  @Test
  void aRouteNeedsNoMoreThanItsNameItsKindItsAddressAndItsCarriers() {
    minimal()
        .run(
            context -> {
              Tmf654Settings settings = settings(context.getBean(Carriers.class));
              assertThat(settings.auth()).isEqualTo(new Auth.None());
              assertThat(settings.units()).containsExactly(new MoneyUnit("USD", Money.USD, 0));
              assertThat(settings.naming()).isEqualTo(Tmf654Settings.Naming.usual());
              assertThat(settings.deadline()).isEqualTo(Duration.ofSeconds(10));
              assertThat(settings.settlingTime()).isEqualTo(Duration.ofMinutes(2));
              assertThat(settings.limits()).isEqualTo(CallLimits.usual());
              assertThat(settings.refusingCodes()).isEmpty();
              assertThat(settings.hub()).isNull();
              assertThat(settings.endDates().zones()).containsKey("att-prepaid");
            });
  }

  @Test
  void everyValueReachesItsPlace(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
    Path hook = Files.writeString(folder.resolve("hook"), "0123456789abcdef");
    minimal()
        .withPropertyValues(
            ROUTE + "carriers=att-prepaid,tello",
            ROUTE + "auth.kind=oauth2",
            ROUTE + "auth.token-url=https://id.example/token",
            ROUTE + "auth.client-id=us",
            ROUTE + "auth.client-secret-file=" + secret,
            ROUTE + "auth.scope=topup",
            ROUTE + "units[0].text=cents",
            ROUTE + "units[0].currency=USD",
            ROUTE + "units[0].decimals=2",
            ROUTE + "units[1].text=US-Dollar",
            ROUTE + "units[1].currency=USD",
            ROUTE + "bucket-id=look-up",
            ROUTE + "party-account-id=a-{msisdn}",
            ROUTE + "logical-resource-id=+{msisdn}",
            ROUTE + "reference-attribute=externalId",
            ROUTE + "channel=web",
            ROUTE + "service-bucket=plan",
            ROUTE + "zone=America/Chicago",
            ROUTE + "end-date=written-date",
            ROUTE + "deadline=3s",
            ROUTE + "settling-time=5m",
            ROUTE + "concurrency=8",
            ROUTE + "queueing=1s",
            ROUTE + "breaker.calls=50",
            ROUTE + "breaker.minimum=10",
            ROUTE + "breaker.percent=30",
            ROUTE + "breaker.open-for=1m",
            ROUTE + "reference-used-codes=dup,seen",
            ROUTE + "refusing-codes=busy",
            ROUTE + "hub.callback-url=https://us.example",
            ROUTE + "hub.secret-file=" + hook)
        .run(
            context -> {
              Carriers served = context.getBean(Carriers.class);
              assertThat(served.find("tello")).isPresent();
              assertThat(served.find("cricket")).isEmpty();
              assertThat(settings(served))
                  .isEqualTo(
                      new Tmf654Settings(
                          "own",
                          "http://127.0.0.1:9/{carrier}/v4",
                          new Auth.ClientCredentials(
                              URI.create("https://id.example/token"),
                              "us",
                              new Secret("s3cret"),
                              "topup"),
                          List.of(
                              new MoneyUnit("cents", Money.USD, 2),
                              new MoneyUnit("US-Dollar", Money.USD, 0)),
                          new Tmf654Settings.Naming(
                              null, "a-{msisdn}", "+{msisdn}", "externalId", "web", "plan"),
                          new EndDates(
                              Map.of(),
                              ZoneId.of("America/Chicago"),
                              EndDates.Meaning.WRITTEN_DATE),
                          Duration.ofSeconds(3),
                          Duration.ofMinutes(5),
                          new CallLimits(
                              8, Duration.ofSeconds(1), 50, 10, 30, Duration.ofMinutes(1)),
                          Set.of("dup", "seen"),
                          Set.of("busy"),
                          new Tmf654Settings.Hub(
                              URI.create("https://us.example"), new Secret("0123456789abcdef"))));
              assertThat(settings(served).toString()).doesNotContain("s3cret", "0123456789");
            });
  }

  @Test
  void aRouteThatNamesCarriersStandsBesideTheOneForAllOthers() {
    minimal()
        .withPropertyValues(
            SECOND + "name=rest",
            SECOND + "kind=tmf654",
            SECOND + "base-url=https://rest.example/v4/",
            SECOND + "carriers=*")
        .run(
            context -> {
              Carriers served = context.getBean(Carriers.class);
              assertThat(served.connectorFor("att-prepaid").route()).isEqualTo("tmf654:own");
              assertThat(served.connectorFor("tello").route()).isEqualTo("tmf654:rest");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name= | has no name",
        "name=Own | lower-case letters",
        "kind=soap | there are: tmf654",
        "base-url= | has no base-url",
        "base-url=ftp://host/v4 | base-url must begin with http",
        "base-url=https://user:p@host/v4 | give them under auth",
        "base-url=https://host/v4?x=1 | must not hold a '?'",
        "base-url=https://ho st | base-url isn't an address",
        "carriers= | carriers is empty",
        "carriers=nobody | which is not in the catalog",
        "carriers=*,att-prepaid | which is not in the catalog",
        "auth.kind=magic | write none, basic, bearer or oauth2",
        "auth.kind=basic | auth.user is missing",
        "auth.kind=bearer | auth.token (or token-file) is missing",
        "auth.kind=oauth2 | auth.token-url is missing",
        "bucket-id=fixed | lacks {msisdn}",
        "reference-attribute=a.b | isn't the name of an attribute",
        "end-date=maybe | write instant or written-date",
        "deadline=0s | deadline is PT0S; it must be from",
        "settling-time=1s | shorter than the deadline",
        "concurrency=0 | concurrency is 0; it must be from 1 to 10000",
        "breaker.percent=101 | it must be from 1 to 100",
        "breaker.minimum=500 | breaker.minimum is 500; it must be from 1 to 100",
        "units[0].text=USD | has no currency",
        "hub.secret=0123456789abcdef | has no callback-url",
        "timeout=3s | everline.carriers.routes[0].timeout is unknown",
        "deadline=soon | everline.carriers.routes[0].deadline 'soon' can't be read as a Duration",
        "concurrency=many | everline.carriers.routes[0].concurrency 'many' can't be read as a whole number",
        "zone=Mars/Base | everline.carriers.routes[0].zone 'Mars/Base' can't be read as a ZoneId",
        "auth.token-url=:x: | everline.carriers.routes[0].auth.token-url can't be read as a URI",
      })
  void aWrongValueStopsTheStartAndSaysWhatToDo(String property, String told) {
    minimal()
        .withPropertyValues(ROUTE + property)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .satisfies(failure -> assertThat(told(failure)).contains(told)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hub.callback-url=https://us.example | hub.secret=short | 16 to 128 letters",
        "auth.kind=bearer | auth.token-file=/nowhere/token | can't be read",
        "auth.kind=bearer | auth.token=a b | copy it again",
        "units[0].text=EUR | units[0].currency=Euro | not an ISO 4217 code",
      })
  void twoValuesThatDoNotFitStopTheStart(String one, String other, String told) {
    minimal()
        .withPropertyValues(ROUTE + one, ROUTE + other)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .satisfies(failure -> assertThat(told(failure)).contains(told)));
  }

  @Test
  void aSecretGivenTwiceIsRefusedWithoutBeingShown() {
    minimal()
        .withPropertyValues(
            ROUTE + "auth.kind=bearer",
            ROUTE + "auth.token=t0ken",
            ROUTE + "auth.token-file=/run/secrets/token")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .satisfies(
                        failure ->
                            assertThat(told(failure))
                                .contains("auth.token-file are both given")
                                .doesNotContain("t0ken")));
  }

  private ApplicationContextRunner minimal() {
    return carriers.withPropertyValues(
        ROUTE + "name=own",
        ROUTE + "kind=tmf654",
        ROUTE + "base-url=http://127.0.0.1:9/{carrier}/v4",
        ROUTE + "carriers=att-prepaid");
  }

  private static Tmf654Settings settings(Carriers served) {
    return ((Tmf654Connector) served.connectorFor("att-prepaid")).settings();
  }

  /** What a person is told: the message of the problem alone. */
  private static String told(Throwable failure) {
    Throwable each = failure;
    while (each != null && !(each instanceof ProblemException)) {
      each = each.getCause();
    }
    return each == null
        ? "no problem among the causes of " + failure
        : String.valueOf(each.getMessage());
  }
}

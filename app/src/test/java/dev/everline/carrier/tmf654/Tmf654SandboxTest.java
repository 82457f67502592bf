package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.TestClock;
import dev.everline.carrier.CarrierConnector.CarrierFacts;
import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.carrier.CarrierConnector.NotFound;
import dev.everline.carrier.CarrierConnector.Pending;
import dev.everline.carrier.CarrierConnector.ReferenceUsed;
import dev.everline.carrier.CarrierConnector.Refused;
import dev.everline.carrier.CarrierConnector.TopUp;
import dev.everline.carrier.CarrierConnector.TopUpAnswer;
import dev.everline.carrier.CarrierConnector.Unknown;
import dev.everline.carrier.Secret;
import dev.everline.catalog.Length;
import dev.everline.kernel.Money;
import dev.everline.sandbox.carrier.CarrierSandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The connector against the sandbox's carriers, as the engine uses it. */
class Tmf654SandboxTest {

  private static final String CARRIER = "sample-carrier";
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  @TempDir static Path folder;
  private static @Nullable CarrierSandbox running;
  private static SandboxControl control = new SandboxControl(URI.create("http://127.0.0.1:1"));

  private final TestClock clock = new TestClock("2026-11-24T17:00:00Z");

  @BeforeAll
  static void startSandbox() throws IOException {
    CarrierSandbox sandbox = CarrierSandbox.start(CarrierSandbox.Options.in(folder));
    running = sandbox;
    control = new SandboxControl(sandbox.baseUri());
  }

  @AfterAll
  static void stopSandbox() throws IOException {
    if (running != null) {
      running.close();
    }
  }

  @BeforeEach
  void setUpLines() {
    control.reset();
    control.put("clock", "{\"now\":\"2026-11-24T17:00:00Z\"}");
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, 100)
        .forEach(
            i ->
                lines.append(
                    """
                    {"carrier":"%s","msisdn":"121255501%02d","plan":"monthly","priceMinor":2500,
                     "period":"P30D","basis":"from-expiry","validUntil":"2026-11-25",
                     "terms":{"P180D":12000,"P6M":12500},"balanceMinor":700,"balanceExpiresOn":"2027-01-31","zone":"%s"}
                    """
                        .formatted(CARRIER, i, ZONE)));
    control.put("lines", lines.toString());
  }

  @Test
  void aPlanIsRenewedFromItsExpiryOnAndFoundByOurReference() {
    try (Tmf654Connector connector = connector()) {
      TopUp topUp = renewal("or_1", 0);

      assertThat(connector.find(topUp)).isEqualTo(new NotFound());
      assertThat(connector.topUp(topUp))
          .isInstanceOfSatisfying(
              Done.class,
              done -> assertThat(done.facts()).isEqualTo(paidUntil(LocalDate.of(2026, 12, 25))));
      assertThat(connector.find(topUp))
          .isInstanceOfSatisfying(
              Done.class,
              done -> {
                assertThat(done.facts()).isEqualTo(paidUntil(LocalDate.of(2026, 12, 25)));
                assertThat(done.copies()).isEqualTo(1);
              });
      assertThat(connector.topUp(topUp)).isInstanceOf(ReferenceUsed.class);
      assertThat(control.completed("1212555010" + 0)).isEqualTo(1);
    }
  }

  @Test
  void severalPeriodsAreBoughtAtOnce() {
    try (Tmf654Connector connector = connector()) {
      TopUp topUp = new TopUp("or_1", CARRIER, "12125550101", Money.usd(7500), "monthly", 3, null);

      assertThat(connector.topUp(topUp))
          .isInstanceOfSatisfying(
              Done.class,
              done -> assertThat(done.facts()).isEqualTo(paidUntil(LocalDate.of(2027, 2, 23))));
    }
  }

  @Test
  void aTermIsBoughtAtItsPriceAndFoundAsTheOneThatWasAskedFor() {
    try (Tmf654Connector connector = connector()) {
      TopUp topUp = term("or_1", 120_00, Length.ofDays(180));

      assertThat(connector.topUp(topUp))
          .isInstanceOfSatisfying(
              Done.class,
              done -> assertThat(done.facts()).isEqualTo(paidUntil(LocalDate.of(2027, 5, 24))));
      assertThat(connector.find(topUp)).isInstanceOf(Done.class);
      assertThat(connector.find(term("or_1", 120_00, Length.ofMonths(6))))
          .isEqualTo(new Unknown("the list contradicts us: another term"));
      assertThat(connector.find(term("or_1", 120_00, null)))
          .isEqualTo(new Unknown("the list contradicts us: another term"));
    }
  }

  @Test
  void aTermThatIsNotSoldOrHasAnotherPriceIsRefused() {
    try (Tmf654Connector connector = connector()) {
      assertThat(connector.topUp(term("or_1", 120_00, Length.ofDays(90))))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isEqualTo("termNotSold"));
      assertThat(connector.topUp(term("or_2", 150_00, Length.ofDays(180))))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.code()).isEqualTo("wrongAmount"));
      assertThat(control.completed("12125550101")).isZero();
    }
  }

  private static TopUp term(String reference, long minor, @Nullable Length term) {
    return new TopUp(reference, CARRIER, "12125550101", Money.usd(minor), "monthly", 1, term);
  }

  @Test
  void aLineIsReadWithItsBalanceAndDates() {
    try (Tmf654Connector connector = connector()) {
      assertThat(connector.read(CARRIER, "12125550102"))
          .isEqualTo(
              new CarrierFacts(
                  LocalDate.of(2026, 11, 25),
                  Money.usd(700),
                  LocalDate.of(2027, 1, 31),
                  clock.instant()));
      assertThat(connector.read(CARRIER, "13125550102")).isEqualTo(new NotFound());
    }
  }

  @Test
  void theLastDayIsTheCarriersOnTheDayTheClocksChangeToo() {
    control.put(
        "lines",
        """
        {"carrier":"%s","msisdn":"12125550103","plan":"monthly","priceMinor":2500,
         "validityDays":30,"basis":"from-expiry","validUntil":"2026-10-02","zone":"%s"}
        """
            .formatted(CARRIER, ZONE));
    control.put("clock", "{\"now\":\"2026-10-01T12:00:00Z\"}");
    try (Tmf654Connector connector = connector()) {
      assertThat(connector.topUp(renewal("or_1", 3)))
          .isInstanceOfSatisfying(
              Done.class,
              done -> assertThat(done.facts()).isEqualTo(paidUntil(LocalDate.of(2026, 11, 1))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "90, Refused, false, NotFound, 0",
    "91, Refused, true, NotFound, 0",
    "93, Unknown, false, Done, 1",
    "96, Unknown, false, NotFound, 0",
    "97, Refused, true, NotFound, 0",
  })
  void eachOutcomeIsReadAsWhatIsCertain(
      int lastTwo, String answered, boolean mayRetry, String found, int paid) {
    try (Tmf654Connector connector = connector()) {
      TopUp topUp = renewal("or_1", lastTwo);

      TopUpAnswer answer = connector.topUp(topUp);
      assertThat(answer.getClass().getSimpleName()).isEqualTo(answered);
      if (answer instanceof Refused refused) {
        assertThat(refused.mayRetry()).isEqualTo(mayRetry);
      }
      assertThat(connector.find(topUp).getClass().getSimpleName()).isEqualTo(found);
      assertThat(control.completed(topUp.msisdn())).isEqualTo(paid);
    }
  }

  @Test
  void aTopUpThatIsNeverAnsweredIsUnknownAtTheDeadline() {
    Tmf654Settings settings = settings().withTimes(Duration.ofMillis(1_500), Duration.ofSeconds(2));
    try (Tmf654Connector connector = new Tmf654Connector(settings, clock)) {
      assertThat(connector.topUp(renewal("or_1", 92))).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void aPendingTopUpIsFollowedUntilItIsSettled() {
    try (Tmf654Connector connector = connector()) {
      TopUp becomesDone = renewal("or_1", 94);
      TopUp fails = renewal("or_2", 95);

      assertThat(connector.topUp(becomesDone)).isInstanceOf(Pending.class);
      assertThat(connector.topUp(fails)).isInstanceOf(Pending.class);
      control.put("clock", "{\"now\":\"2026-11-24T17:10:00Z\"}");

      assertThat(connector.find(becomesDone)).isInstanceOf(Done.class);
      assertThat(connector.find(fails)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void aCarrierThatPaysTwiceIsNoticed() {
    try (Tmf654Connector connector = connector()) {
      TopUp topUp = renewal("or_1", 99);
      connector.topUp(topUp);

      assertThat(connector.find(topUp))
          .isInstanceOfSatisfying(Done.class, done -> assertThat(done.copies()).isEqualTo(2));
      assertThat(connector.duplicates()).isEqualTo(1);
    }
  }

  @Test
  void everyProofOfIdentityOpensTheDoor() {
    control.put(
        "carriers",
        """
        {"by-basic":{"auth":{"kind":"basic","user":"u","password":"p"}},
         "by-bearer":{"auth":{"kind":"bearer","token":"t"}},
         "by-oauth2":{"auth":{"kind":"oauth2","clientId":"c","clientSecret":"s"}}}
        """);
    Auth basic = new Auth.Basic("u", new Secret("p"));
    Auth bearer = new Auth.Bearer(new Secret("t"));
    Auth oauth2 =
        new Auth.ClientCredentials(
            URI.create(control.root() + "/by-oauth2/oauth2/token"), "c", new Secret("s"), null);

    Map.of("by-basic", basic, "by-bearer", bearer, "by-oauth2", oauth2)
        .forEach(
            (carrier, auth) -> {
              try (Tmf654Connector connector =
                  new Tmf654Connector(settings().withAuth(auth), clock)) {
                assertThat(connector.read(carrier, "12125550100")).isEqualTo(new NotFound());
              }
              try (Tmf654Connector stranger = connector()) {
                assertThat(stranger.read(carrier, "12125550100")).isInstanceOf(Unknown.class);
              }
            });
  }

  @Test
  void aCarrierThatNamesOurReferenceOtherwiseIsUnderstood() {
    control.put("carriers", "{\"%s\":{\"referenceAttribute\":\"externalId\"}}".formatted(CARRIER));
    Tmf654Settings settings =
        settings()
            .withNaming(
                new Tmf654Settings.Naming(
                    null, "{msisdn}", "{msisdn}", "externalId", "everline", "service"));
    try (Tmf654Connector connector = new Tmf654Connector(settings, clock)) {
      TopUp topUp = renewal("or_1", 4);

      assertThat(connector.topUp(topUp)).isInstanceOf(Done.class);
      assertThat(connector.find(topUp)).isInstanceOf(Done.class);
    }
  }

  private CarrierFacts paidUntil(LocalDate day) {
    return new CarrierFacts(day, null, null, clock.instant());
  }

  private static TopUp renewal(String reference, int lastTwo) {
    return new TopUp(
        reference,
        CARRIER,
        "121255501%02d".formatted(lastTwo),
        Money.usd(2500),
        "monthly",
        1,
        null);
  }

  private Tmf654Connector connector() {
    return new Tmf654Connector(settings(), clock);
  }

  private static Tmf654Settings settings() {
    return Tmf654Settings.of(
        "sandbox",
        control.root() + "/{carrier}/tmf-api/prepayBalanceManagement/v4",
        Map.of(CARRIER, ZONE));
  }
}

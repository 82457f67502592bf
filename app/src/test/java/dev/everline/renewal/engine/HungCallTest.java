package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLines;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.World;
import dev.everline.renewal.decide.Routes;
import dev.everline.storage.Transactions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A call that hangs keeps nothing waiting but its own line. The carrier here hangs until it sees
 * that the rest is done: were the rest to wait for it, its own answer would come too late.
 */
@Timeout(120)
class HungCallTest {

  private static final LocalDate DUE = LocalDate.of(2026, 11, 2);

  private final World world = new World();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void money() {
    world.fill(1_999_99);
  }

  @AfterEach
  void close() {
    calls.close();
    world.close();
  }

  @Test
  void theOthersOfItsBatchAreBookedMeanwhile() {
    LineId slow = world.line(Basis.FROM_EXPIRY, DUE);
    for (int i = 0; i < 5; i++) {
      world.line(Basis.FROM_EXPIRY, DUE);
    }

    Heartbeat.Beat beat = node(numberOf(slow), () -> renewed() == 5).heartbeat().beat();

    assertThat(beat.renewed()).isEqualTo(6);
    assertThat(renewed()).isEqualTo(6);
    assertThat(world.proof().isSound()).isTrue();
  }

  @Test
  void aLineThatBecomesDueMeanwhileIsRenewedByTheSameLane() {
    LineId slow = world.line(Basis.FROM_EXPIRY, DUE);
    boolean[] isAdded = {false};
    BooleanSupplier untilTheNextIsRenewed =
        () -> {
          if (!isAdded[0]) {
            isAdded[0] = true;
            world.line(Basis.FROM_EXPIRY, DUE);
          }
          return renewed() == 1;
        };

    Heartbeat.Beat beat = node(numberOf(slow), untilTheNextIsRenewed).heartbeat().beat();

    assertThat(beat.renewed()).isEqualTo(2);
    assertThat(beat.looked()).isEqualTo(2);
  }

  @Test
  void itsAnswerIsBookedThoughAnotherBatchFailsMeanwhile() {
    LineId slow = world.line(Basis.FROM_EXPIRY, DUE);
    boolean[] isAdded = {false};
    BooleanSupplier untilTheNextHasFailed =
        () -> {
          if (!isAdded[0]) {
            isAdded[0] = true;
            failToStoreOrders();
            world.line(Basis.FROM_EXPIRY, DUE);
          }
          return "true".equals(world.database.text("SELECT is_called::text FROM failed"));
        };
    Heartbeat heartbeat = node(numberOf(slow), untilTheNextHasFailed).heartbeat();

    assertThatThrownBy(heartbeat::beat).hasStackTraceContaining("not stored");

    assertThat(world.states()).containsExactly("RENEWED");
  }

  /** Counted by a sequence, which a rollback leaves as it is. */
  private void failToStoreOrders() {
    world.database.execute("CREATE SEQUENCE failed");
    world.database.execute(
        """
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM nextval(''failed''); RAISE EXCEPTION ''not stored''; END'
        """);
    world.database.execute(
        "CREATE TRIGGER fail BEFORE INSERT ON renewal_order FOR EACH ROW EXECUTE FUNCTION fail()");
  }

  @Test
  void aConnectorThatMayOutlastItsClaimIsRefusedAtStart() {
    CarrierConnector slow = new Hanging("", () -> true, Duration.ofSeconds(61));

    assertThatThrownBy(() -> engine(slow))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("EVERLINE_RENEWAL_CLAIM")
        .hasMessageContaining("'hanging'")
        .hasMessageContaining("PT2M2S")
        .extracting(refused -> ((ProblemException) refused).type())
        .isEqualTo(ProblemType.CONFIGURATION);
  }

  @Test
  void aConnectorThatTakesHalfAClaimIsTaken() {
    RenewalEngine engine = engine(new Hanging("", () -> true, Duration.ofSeconds(60)));

    assertThat(engine.heartbeat().beat().looked()).isZero();
  }

  private String numberOf(LineId line) {
    return new Transactions(world.database.dataSource())
        .run(connection -> new DueLines(world.database.seal()).find(connection, line))
        .orElseThrow()
        .msisdn();
  }

  private long renewed() {
    return world.states().stream().filter("RENEWED"::equals).count();
  }

  private RenewalEngine node(String number, BooleanSupplier goesOn) {
    return engine(new Hanging(number, goesOn, Duration.ofSeconds(10)));
  }

  private RenewalEngine engine(CarrierConnector connector) {
    RenewalSettings usual = RenewalSettings.defaults();
    return RenewalEngine.on(
        world.database.dataSource(),
        world.database.seal(),
        world.catalog,
        new OneRoute(connector),
        new RenewalSettings(
            usual.batch(),
            1,
            usual.claim(),
            usual.recheck(),
            usual.tellAhead(),
            usual.maxCalls(),
            usual.maxOrders(),
            usual.serviceFee(),
            usual.limits()),
        calls,
        world.clock,
        new SplittableRandom(1));
  }

  private record OneRoute(CarrierConnector connector) implements Routes {
    @Override
    public Optional<CarrierConnector> to(String carrier) {
      return Optional.of(connector);
    }

    @Override
    public List<CarrierConnector> all() {
      return List.of(connector);
    }
  }

  /** Tops up at once, but for one number, whose call waits until it may go on. */
  private record Hanging(String number, BooleanSupplier goesOn, Duration deadline)
      implements CarrierConnector {

    @Override
    public String route() {
      return "hanging";
    }

    @Override
    public Duration settlingTime() {
      return Duration.ofSeconds(90);
    }

    @Override
    public TopUpAnswer topUp(TopUp request) {
      while (request.msisdn().equals(number) && !goesOn.getAsBoolean()) {
        Thread.onSpinWait();
      }
      return new Done("c-" + request.reference(), null, 1);
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      return new NotFound();
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new NotFound();
    }
  }
}

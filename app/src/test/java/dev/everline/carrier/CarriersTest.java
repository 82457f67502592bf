package dev.everline.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CarriersTest {

  private final Recorded first = new Recorded("first");
  private final Recorded second = new Recorded("second");

  @Test
  void aRouteThatNamesTheCarrierGoesBeforeTheOneForAll() {
    Carriers carriers =
        new Carriers(List.of(CarrierRoute.toAll(first), CarrierRoute.to(Set.of("a"), second)));

    assertThat(carriers.connectorFor("a")).isSameAs(second);
    assertThat(carriers.connectorFor("b")).isSameAs(first);
    assertThat(carriers.connectorOf("second")).isSameAs(second);
  }

  @Test
  void aCarrierWithoutARouteIsToldClearly() {
    Carriers carriers = new Carriers(List.of(CarrierRoute.to(Set.of("a"), first)));

    assertThat(carriers.find("b")).isEmpty();
    assertThatThrownBy(() -> carriers.connectorFor("b"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.NOT_RENEWABLE))
        .hasMessageContaining("'b'")
        .hasMessageContaining("everline.carriers.routes");
  }

  @Test
  void aRouteThatIsGoneIsMissedByTheCallsMadeOverIt() {
    Carriers carriers = new Carriers(List.of(CarrierRoute.toAll(first)));

    assertThatThrownBy(() -> carriers.connectorOf("gone")).hasMessageContaining("'gone'");
  }

  @Test
  void routesThatGetInEachOthersWayAreRefused() {
    assertThatThrownBy(
            () -> new Carriers(List.of(CarrierRoute.toAll(first), CarrierRoute.toAll(second))))
        .hasMessageContaining("both serve all carriers");
    assertThatThrownBy(
            () ->
                new Carriers(
                    List.of(
                        CarrierRoute.to(Set.of("a"), first), CarrierRoute.to(Set.of("a"), second))))
        .hasMessageContaining("both serve the carrier 'a'");
    assertThatThrownBy(
            () ->
                new Carriers(
                    List.of(
                        CarrierRoute.to(Set.of("a"), first), CarrierRoute.to(Set.of("b"), first))))
        .hasMessageContaining("named 'first'");
  }

  @Test
  void connectorsThatHoldConnectionsAreClosed() {
    new Carriers(List.of(CarrierRoute.toAll(first), CarrierRoute.to(Set.of("a"), second))).close();

    assertThat(first.closed).isTrue();
    assertThat(second.closed).isTrue();
  }

  /** A connector that is only told apart. */
  private static final class Recorded implements CarrierConnector, AutoCloseable {
    private final String route;
    private boolean closed;

    Recorded(String route) {
      this.route = route;
    }

    @Override
    public String route() {
      return route;
    }

    @Override
    public Duration deadline() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration settlingTime() {
      return Duration.ofSeconds(1);
    }

    @Override
    public TopUpAnswer topUp(TopUp request) {
      return new Unknown("never asked");
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      return new Unknown("never asked");
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new Unknown("never asked");
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

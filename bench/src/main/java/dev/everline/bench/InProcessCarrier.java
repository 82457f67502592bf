package dev.everline.bench;

import dev.everline.carrier.CarrierConnector;
import java.time.Duration;

/**
 * A carrier in this process that tops up at once: it leaves the engine and the database alone to be
 * measured. For the benchmark only.
 */
final class InProcessCarrier implements CarrierConnector {

  @Override
  public String route() {
    return "in-process";
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration settlingTime() {
    return Duration.ofSeconds(60);
  }

  @Override
  public TopUpAnswer topUp(TopUp request) {
    return new Done(request.reference(), null, 1);
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

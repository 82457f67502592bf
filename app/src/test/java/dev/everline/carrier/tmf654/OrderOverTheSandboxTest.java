package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.Renewals.Wish;
import dev.everline.renewal.World;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.order.Order;
import dev.everline.sandbox.carrier.CarrierSandbox;
import dev.everline.storage.IdAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders at the sandbox's carriers, over a real socket. */
class OrderOverTheSandboxTest {

  private static final String UNANSWERED_AT_FIRST = "12125550192";
  private static final String ANOTHER = "16465550161";

  @TempDir private Path folder;

  @Test
  void anOrderThatWasNotAnsweredIsSentAgainForItsOwnNumberOnly() throws IOException {
    try (World world = new World();
        CarrierSandbox sandbox = CarrierSandbox.start(CarrierSandbox.Options.in(folder))) {
      SandboxControl control = new SandboxControl(sandbox.baseUri());
      control.put("lines", sandboxLine(UNANSWERED_AT_FIRST) + sandboxLine(ANOTHER));
      tellTime(control, world);
      Tmf654Settings settings =
          Tmf654Settings.of(
                  "sandbox",
                  control.root() + "/{carrier}/tmf-api/prepayBalanceManagement/v4",
                  Map.of("acme", World.NEW_YORK))
              .withTimes(Duration.ofMillis(500), Duration.ofSeconds(1));
      try (Tmf654Connector connector = new Tmf654Connector(settings, world.clock)) {
        RenewalEngine engine =
            RenewalEngine.on(
                world.database.dataSource(),
                world.database.seal(),
                world.catalog,
                carrier -> Optional.of(connector),
                RenewalSettings.defaults(),
                Runnable::run,
                world.clock,
                new SplittableRandom(3));
        LineService lines =
            new LineService(
                world.database.dataSource(),
                world.database.seal(),
                new IdAllocator(world.database.dataSource()),
                world.catalog,
                world.clock);
        world.fill(10_000);
        LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 20));
        lines.change(
            line, Map.of(LineField.NUMBER, UNANSWERED_AT_FIRST, LineField.BRAND_CONFIRMED, "yes"));

        Order asked =
            engine.renewals().renew(world.account.id(), line, Wish.wholePeriods(1), null, "portal");
        assertThat(asked.state().code()).isEqualTo("IN_DOUBT");
        assertThatExceptionOfType(ProblemException.class)
            .isThrownBy(() -> lines.change(line, Map.of(LineField.NUMBER, ANOTHER)))
            .withMessageContaining(asked.id().toString());
        Instant end = world.clock.instant().plus(Duration.ofHours(1));
        while (world.clock.instant().isBefore(end)) {
          world.clock.move(Duration.ofMinutes(1));
          tellTime(control, world);
          engine.heartbeat().beat();
        }

        assertThat(world.states()).containsExactly("RENEWED");
        assertThat(control.completed(UNANSWERED_AT_FIRST)).isEqualTo(1);
        assertThat(control.completed(ANOTHER)).isZero();
        assertThat(world.balance()).isEqualTo(Money.usd(75_00));
      }
    }
  }

  private static void tellTime(SandboxControl control, World world) {
    control.put("clock", "{\"now\":\"%s\"}".formatted(world.clock.instant()));
  }

  private static String sandboxLine(String msisdn) {
    return """
        {"carrier":"acme","msisdn":"%s","plan":"from-expiry","priceMinor":2500,"validityDays":30,\
        "basis":"from-expiry","validUntil":"2026-11-20","zone":"America/New_York"}
        """
        .formatted(msisdn);
  }
}

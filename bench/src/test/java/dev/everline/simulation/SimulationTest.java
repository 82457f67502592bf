package dev.everline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.storage.Database;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./everline simulate --seeds N} runs many more of these worlds. */
class SimulationTest {

  private static SimulationDatabase server;
  private static Database database;

  @BeforeAll
  static void start() {
    server = SimulationDatabase.start();
    database = server.create("worlds");
  }

  @AfterAll
  static void stop() {
    database.close();
    server.close();
  }

  @Test
  void theSameSeedLivesTheSameLifeTwice() {
    Simulation.Outcome once = Simulation.run(database, 7, 20);
    Simulation.Outcome again = Simulation.run(database, 7, 20);
    assertThat(again).isEqualTo(once);
    assertThat(once.renewed()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 7, 9, 10, 15, 16})
  void worldsThatOnceBrokeAPromiseHoldIt(long seed) {
    assertThat(Simulation.run(database, seed, 30).steps()).isPositive();
  }

  @Test
  void amongTheWorldsAreThoseInWhichNumbersAreKept() {
    assertThat(fixedSeeds().anyMatch(seed -> Simulation.run(database, seed, 30).kept() > 0))
        .isTrue();
  }

  static LongStream fixedSeeds() {
    return LongStream.range(100, 140);
  }

  @ParameterizedTest
  @MethodSource("fixedSeeds")
  void everyPromiseHoldsAfterEveryStep(long seed) {
    assertThat(Simulation.run(database, seed, 30).steps()).isPositive();
  }
}

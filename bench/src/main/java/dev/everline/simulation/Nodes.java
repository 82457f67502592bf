package dev.everline.simulation;

import dev.everline.carrier.CarrierConnector;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.engine.RenewalEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The two processes of a simulation, which take turns and die at any step. */
final class Nodes {

  private final World world;
  private final RenewalSettings settings;
  private final Outside outside;
  private final int crashesPerCent;
  private final List<Node> all;
  private boolean isCalm;
  private boolean isNested;
  private long crashes;

  /** How a call to a carrier is made for a process. */
  interface Outside {
    void make(Node node, CrashPoints points, Runnable call);
  }

  /** A process: an engine with all it holds in memory, until it dies and another takes its name. */
  final class Node {
    private final String name;
    private CrashPoints points = new CrashPoints();
    private RenewalEngine engine;

    private Node(String name) {
      this.name = name;
      this.engine = newEngine();
    }

    private void restart() {
      points = new CrashPoints();
      engine = newEngine();
    }

    /** The engine that its latest life runs. */
    RenewalEngine engine() {
      return engine;
    }

    private RenewalEngine newEngine() {
      CrashPoints mine = points;
      CarrierConnector connector = world.carrier().seenBy(mine);
      return RenewalEngine.on(
          CrashingDataSource.over(world.database().dataSource(), mine),
          world.database().seal(),
          world.catalog(),
          id ->
              id.equals(FictionalCatalog.WITHOUT_ROUTE) ? Optional.empty() : Optional.of(connector),
          settings,
          call -> outside.make(this, mine, call),
          world.clock(),
          world.random().split());
    }
  }

  Nodes(World world, RenewalSettings settings, Outside outside) {
    this.world = world;
    this.settings = settings;
    this.outside = outside;
    this.crashesPerCent = world.random().nextInt(40);
    this.all = List.of(new Node("A"), new Node("B"));
  }

  Node first() {
    return all.getFirst();
  }

  /** From here on none dies any more. */
  void calmDown() {
    isCalm = true;
  }

  boolean isCalm() {
    return isCalm;
  }

  long crashes() {
    return crashes;
  }

  Node any() {
    return all.get(world.random().nextInt(all.size()));
  }

  void beat(Node node) {
    on(node, "beat", () -> node.engine.heartbeat().beat());
  }

  /** While a node waits, the other may go on. */
  void meanwhile(Node waiting) {
    if (isCalm || isNested || world.random().nextInt(12) != 0) {
      return;
    }
    isNested = true;
    try {
      world
          .clock()
          .move(
              Duration.ofSeconds(
                  world.random().nextInt(world.random().nextInt(4) == 0 ? 900 : 60)));
      Node other = all.get(all.getFirst() == waiting ? 1 : 0);
      world.chronicle().note(waiting.name + " waits, " + other.name + " goes on");
      int turns = 1 + world.random().nextInt(4);
      for (int i = 0; i < turns; i++) {
        beat(other);
        world.clock().move(Duration.ofSeconds(world.random().nextInt(180)));
      }
    } finally {
      isNested = false;
    }
  }

  /** Does something on a node, which may die over it; then the result is not known to anyone. */
  <T> @Nullable T on(Node node, String what, Supplier<T> act) {
    CrashPoints points = node.points;
    boolean armed = !isCalm && world.random().nextInt(100) < crashesPerCent;
    if (armed) {
      points.arm(world.random().nextInt(1 + world.random().nextInt(100)));
    }
    try {
      T result = act.get();
      world.chronicle().note(node.name + " " + what + ": " + result);
      if (points.isDead()) {
        // It swallowed its own death: what it said is held against it, and then it is gone.
        node.restart();
      }
      return result;
    } catch (SimulatedCrash crash) {
      crashes++;
      world.chronicle().note(node.name + " " + what + " died " + crash.getMessage());
      node.restart();
      return null;
    } finally {
      points.disarm();
    }
  }
}

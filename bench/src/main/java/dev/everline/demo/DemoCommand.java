package dev.everline.demo;

import dev.everline.account.Account;
import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows what Everline does: over a thousand sample lines kept alive through sixty days, in about a
 * minute, against carriers that fail now and then.
 */
@Command(
    name = "demo",
    description = {
      "Keeps over a thousand sample lines alive through 60 days in about a minute, against a"
          + " carrier sandbox that fails now and then, and shows what became of them.",
      "Uses a folder of its own; your data is not touched. A second start goes on from there.",
      "Exit code 1 when a promise did not hold."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  private static final int MOST_DAYS = 3_650;
  private static final int STOP_SECONDS = 60;

  private final Path root;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many days to live through. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the carriers' faults; counts for a fresh demo. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--fresh",
      description = "Starts over: deletes what earlier demos left, and nothing else.")
  private boolean fresh;

  @Option(
      names = "--once",
      description = "Ends after the summary instead of serving the portal and the API.")
  private boolean once;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the summary as JSON to a file too.")
  private @Nullable Path json;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Where to serve the portal and the API; 0 takes a free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Spec private CommandSpec spec;

  /**
   * @param root the demo's own folder
   */
  public DemoCommand(Path root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    require("days", days, 1, MOST_DAYS);
    require("port", port, 0, 65_535);
    if (!once) {
      requireFree(port);
    }
    AtomicBoolean stopping = new AtomicBoolean();
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(stopping, told, stopped), "demo-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (DemoFolder folder = DemoFolder.open(root, fresh);
        DemoWorld world = DemoWorld.open(folder, seed)) {
      return run(world, stopping, told);
    } finally {
      stopped.countDown();
      forget(hook);
    }
  }

  /** Now, and not after the days that the demo lives through first. */
  static void requireFree(int port) {
    // As the server does, so that a port whose last connections are still closing is free.
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
    } catch (IOException taken) {
      throw InvalidValue.of(
          "port",
          Integer.toString(port),
          "is taken by another program",
          "give another with --port, or 0 for a free one");
    }
  }

  private int run(DemoWorld world, AtomicBoolean stopping, CountDownLatch told) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DemoSummary summary;
    // The launcher sets it where a terminal is there.
    boolean live = Integer.getInteger("everline.columns") != null;
    try (DemoProgress progress = new DemoProgress(spec.commandLine().getErr(), live)) {
      long begun = System.nanoTime();
      progress.say(
          world.state().ready()
              ? "Going on from " + world.clock.instant() + ", with what is in " + root + "."
              : "Bringing the sample lines in; everything is kept in " + root + ".");
      DemoRun run = new DemoRun(world, progress, stopping);
      run.setUp();
      Instant from = world.clock.instant();
      run.live(days);
      if (stopping.get()) {
        progress.done();
        progress.say("Stopped at " + world.clock.instant() + "; the next start goes on there.");
        return 0;
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      summary = new DemoAudit(world).run(from, took.toSeconds());
    }
    new DemoReport(out).print(summary);
    write(summary);
    if (!once) {
      serve(world, out, told);
    }
    return summary.holds() ? 0 : 1;
  }

  private void serve(DemoWorld world, PrintWriter out, CountDownLatch told) {
    Map<Owner, Account> accounts = new EnumMap<>(Owner.class);
    for (Owner owner : Owner.values()) {
      accounts.put(owner, world.account(owner));
    }
    world.closeDatabase();
    try (DemoServer server = DemoServer.start(world, port)) {
      String address = "http://localhost:" + server.port();
      out.println(
          "The portal, on the demo's clock: open " + address + "/join and enter the code of");
      accounts.forEach(
          (owner, account) ->
              out.printf("    %-34s%s%n", owner.title(), server.invitation(account)));
      out.println("  with a name and a password of your choice; later sign in with these.");
      out.println("The family's lines over the API:");
      out.println(
          "  curl -H 'Authorization: Bearer "
              + server.token(Objects.requireNonNull(accounts.get(Owner.HOUSEHOLD)))
              + "' "
              + address
              + "/api/v1/lines");
      out.println("Ctrl+C stops it; the next './everline demo' goes on from here.");
      out.flush();
      told.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(DemoSummary summary) throws IOException {
    Path file = json;
    if (file != null) {
      JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
      Files.writeString(file, mapper.writeValueAsString(summary) + "\n");
    }
  }

  /** Lets the step under way finish, and what was started stop, before the process ends. */
  private static void stop(AtomicBoolean stopping, CountDownLatch told, CountDownLatch stopped) {
    stopping.set(true);
    told.countDown();
    try {
      boolean clean = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
      if (!clean) {
        Runtime.getRuntime().halt(143);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException goingDown) {
      // The hook runs already, and has been waiting for this.
      return;
    }
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw InvalidValue.of(
          name, Integer.toString(value), "is out of range", "give " + least + " to " + most);
    }
  }
}

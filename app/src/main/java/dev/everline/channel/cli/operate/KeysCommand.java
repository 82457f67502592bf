package dev.everline.channel.cli.operate;

import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.channel.cli.Terminal;
import dev.everline.storage.Seal;
import dev.everline.storage.key.KeyFile;
import dev.everline.storage.key.KeyRotation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the keys that seal personal data in the database. */
@Command(
    name = "keys",
    description = {
      "Shows the keys that seal personal data in the database, and how many values each has sealed.",
      "Keep their file safe: without it, numbers and names are lost. Don't keep it next to backups."
    },
    mixinStandardHelpOptions = true)
public final class KeysCommand implements Callable<Integer> {

  private static final int BUCKETS = 1_024;

  private final Services services;

  @Spec private CommandSpec spec;

  public KeysCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    KeyFile file = services.get(Seal.class).file();
    Map<String, Long> uses = rotation().uses();
    Table table = new Table().left("Key").left("Use").right("Values");
    for (KeyFile.Key key : file.keys()) {
      table.row(
          key.name(),
          key.primary() ? "seals and opens" : "opens",
          "%,d".formatted(uses.getOrDefault(key.name(), 0L)));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(file.path());
    table.print(out);
    return 0;
  }

  @Command(
      name = "new",
      description = {
        "Creates a file of new keys for a new database of your own; set EVERLINE_KEYS to it.",
        "Never overwrites an existing file. The embedded database creates its own."
      },
      mixinStandardHelpOptions = true)
  int create(@Parameters(paramLabel = "FILE", description = "The file to create.") Path file) {
    new KeyFile(file).create();
    spec.commandLine().getOut().println("Created. Keep it safe, and set EVERLINE_KEYS=" + file);
    return 0;
  }

  @Command(
      name = "rotate",
      description = {
        "Adds a new key and seals everything again with it, while servers run.",
        "If interrupted, the next run continues. The key by which numbers and names are found stays the same."
      },
      mixinStandardHelpOptions = true)
  int rotate(
      @Option(
              names = "--prepare",
              description =
                  "Only adds the key; if servers have copies of the file, update them next.")
          boolean prepare) {
    PrintWriter out = spec.commandLine().getOut();
    if (prepare) {
      rotation().prepare();
      out.println(
          "A key has been prepared. Copy the file to all servers, then run 'everline keys rotate'.");
      return 0;
    }
    out.printf("%,d values sealed again.%n", rotated());
    out.println("When no backup needs the older keys, 'everline keys prune' deletes them.");
    out.flush();
    return 0;
  }

  @Command(
      name = "prune",
      description = {
        "Deletes the keys that no longer seal anything.",
        "Backups made before the last rotation need a copy of the earlier file."
      },
      mixinStandardHelpOptions = true)
  int prune() {
    spec.commandLine().getOut().println(rotation().prune() + " deleted.");
    return 0;
  }

  private long rotated() {
    if (!Terminal.isPresent()) {
      return rotation().rotate(bucket -> {});
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("Sealing")
            .setInitialMax(BUCKETS)
            .setStyle(ProgressBarStyle.ASCII)
            .build()) {
      IntConsumer progress = bar::stepTo;
      return rotation().rotate(progress);
    }
  }

  private KeyRotation rotation() {
    return new KeyRotation(
        services.get(DataSource.class), services.get(Seal.class), services.get(Clock.class));
  }
}

package dev.everline.channel.cli.fresh;

import dev.everline.catalog.bundle.ReleaseDate;
import dev.everline.catalog.bundle.SetAside;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.CatalogInUse;
import dev.everline.catalog.install.InForce;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.catalog.install.TrustedKeys;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.channel.cli.Table;
import dev.everline.channel.cli.Terminal;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.update.CatalogUpdates;
import dev.everline.renewal.update.Preview;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which bundle is in force, and the way to another: commands of {@code catalog}. */
public final class UpdateCommands {

  private static final String JSON = "Prints JSON.";
  private static final String FILE =
      "A file, or an https:// address. Default: EVERLINE_CATALOG_BUNDLE_ADDRESS.";
  private static final String YES = "Doesn't ask.";
  private static final String WITHOUT_PLAN =
      "Goes ahead although lines lose their plan. They are then shown as without one.";

  private final Services services;
  private final Supplier<@Nullable String> answers;

  private final Supplier<PrintWriter> out;
  private final Supplier<PrintWriter> err;

  private UpdateCommands(
      Services services, Supplier<@Nullable String> answers, CommandLine parent) {
    this.services = services;
    this.answers = answers;
    this.out = parent::getOut;
    this.err = parent::getErr;
  }

  /** Gives them to {@code catalog}. */
  public static void addTo(CommandLine catalog, Services services) {
    addTo(catalog, services, UpdateCommands::typed);
  }

  /**
   * @param answers what a person types, null at the end of it
   */
  static void addTo(CommandLine catalog, Services services, Supplier<@Nullable String> answers) {
    UpdateCommands all = new UpdateCommands(services, answers, catalog);
    for (Object command :
        List.of(
            all.new StatusCommand(),
            all.new PreviewCommand(),
            all.new InstallCommand(),
            all.new UndoCommand(),
            all.new TrustCommand(),
            all.new DistrustCommand())) {
      catalog.addSubcommand(new CommandLine(command));
    }
  }

  private static @Nullable String typed() {
    try {
      return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
          .readLine();
    } catch (IOException closed) {
      return null;
    }
  }

  /** What is in force, for programs. */
  private record Status(
      @Nullable KeptBundle bundle, @Nullable SetAside setAside, @Nullable Long daysOld) {}

  @Command(
      name = "status",
      description = {
        "Shows which bundle is in force, how old it is, and which makers are trusted."
      },
      mixinStandardHelpOptions = true)
  private final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = JSON)
    private boolean asJson;

    @Override
    public Integer call() {
      CatalogInUse.Used used = services.get(CatalogInUse.class).used();
      KeptBundle bundle = used.installed().bundle();
      Instant now = services.get(Clock.class).instant();
      PrintWriter out = out();
      if (asJson) {
        Long days = bundle == null ? null : Duration.between(bundle.made(), now).toDays();
        new Json().print(out, new Status(bundle, used.setAside(), days));
        return 0;
      }
      Instant released = ReleaseDate.ofTheProgram();
      if (bundle == null) {
        out.println(
            "No bundle is installed: the built-in catalog is used"
                + (released == null ? "." : ", of " + released + "."));
      } else {
        out.println(
            "Bundle of "
                + bundle.made()
                + " ("
                + PreviewText.age(Duration.between(bundle.made(), now))
                + "), signed by "
                + bundle.signedBy()
                + ", from "
                + Terminal.printable(bundle.origin())
                + ".");
        if (used.setAside() != null) {
          out.println(words(used.setAside()));
        }
      }
      Table table = new Table().left("Trusted key").left("Name").left("Since");
      services
          .get(TrustedKeys.class)
          .list()
          .forEach(key -> table.row(key.key().id(), key.name(), key.since()));
      out.println();
      if (table.isEmpty()) {
        out.println("No maker of bundles is trusted: 'everline catalog trust KEY' names one.");
      } else {
        table.print(out);
      }
      out.flush();
      return 0;
    }
  }

  private static String words(SetAside why) {
    return switch (why) {
      case PROGRAM_NEWER ->
          "It is NOT USED: this program's own catalog is newer. Undo it, or install a newer one.";
      case PROGRAM_TOO_OLD -> "It is NOT USED: it needs a newer version of Everline.";
      case INVALID ->
          "It is NOT USED: with it the catalog has mistakes. Undo it, or install a newer one.";
    };
  }

  @Command(
      name = "preview",
      description = {
        "Shows what a bundle would change, in the catalog and for the lines here. Changes nothing."
      },
      mixinStandardHelpOptions = true)
  private final class PreviewCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE)
    private @Nullable String file;

    @Option(names = "--json", description = JSON)
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
      show(updates().preview(BundleInput.keep(services, file).digest()), asJson);
      return 0;
    }
  }

  @Command(
      name = "install",
      description = {
        "Installs a bundle, after showing what it changes for the lines here.",
        "Running servers use it within seconds; 'catalog undo' goes back."
      },
      mixinStandardHelpOptions = true)
  private final class InstallCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE)
    private @Nullable String file;

    @Option(names = "--yes", description = YES)
    private boolean yes;

    @Option(names = "--lines-without-plan", description = WITHOUT_PLAN)
    private boolean withoutPlan;

    @Option(names = "--json", description = JSON)
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
      Preview preview = updates().preview(BundleInput.keep(services, file).digest());
      show(preview, asJson);
      updates().requireLinesKept(preview, withoutPlan);
      if (!agreed(yes, "Install it?")) {
        return ProblemType.CONFLICT.exitCode();
      }
      return done(updates().install(preview, withoutPlan), asJson);
    }
  }

  @Command(
      name = "undo",
      description = {
        "Goes back to what was in force before the last change, after showing what that changes."
      },
      mixinStandardHelpOptions = true)
  private final class UndoCommand implements Callable<Integer> {

    @Option(names = "--yes", description = YES)
    private boolean yes;

    @Option(names = "--lines-without-plan", description = WITHOUT_PLAN)
    private boolean withoutPlan;

    @Option(names = "--json", description = JSON)
    private boolean asJson;

    @Override
    public Integer call() {
      Preview preview = updates().previewUndo();
      show(preview, asJson);
      updates().requireLinesKept(preview, withoutPlan);
      if (!agreed(yes, "Go back to it?")) {
        return ProblemType.CONFLICT.exitCode();
      }
      return done(updates().undo(preview, withoutPlan), asJson);
    }
  }

  private int done(InForce now, boolean asJson) {
    // For commands without a database, and to say at once if this program can't use it.
    CatalogInUse inUse = services.get(CatalogInUse.class);
    inUse.refresh();
    if (!asJson) {
      KeptBundle bundle = now.bundle();
      PrintWriter out = out();
      out.println(
          (bundle == null
                  ? "Done: the built-in catalog is in force."
                  : "Done: the bundle of " + bundle.made() + " is in force.")
              + " Running servers use it within 15 seconds and look at the lines again.");
      out.flush();
    }
    return 0;
  }

  private boolean agreed(boolean yes, String question) {
    if (yes) {
      return true;
    }
    PrintWriter err = this.err.get();
    err.print(question + " [y/N] ");
    err.flush();
    String answer = answers.get();
    if (answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      return true;
    }
    err.println("Nothing was changed.");
    err.flush();
    return false;
  }

  private void show(Preview preview, boolean asJson) {
    if (asJson) {
      new Json().print(out(), PreviewJson.of(preview));
    } else {
      new PreviewText(out()).print(preview);
    }
  }

  @Command(
      name = "trust",
      description = {
        "Takes bundles that a key has signed from now on.",
        "Get the key from its maker through a channel you trust: whoever holds it decides what Everline"
            + " believes about carriers. 'catalog status' lists the trusted keys."
      },
      mixinStandardHelpOptions = true)
  private final class TrustCommand implements Callable<Integer> {

    @Parameters(paramLabel = "KEY", description = "The public key, or the file that contains it.")
    private String key;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "Whose it is, for you.")
    private String name;

    @Override
    public Integer call() throws IOException {
      var given = BundleCommand.publicKey(key);
      services.get(TrustedKeys.class).trust(given, name);
      out()
          .println(
              "Bundles signed by " + given.id() + " (" + Terminal.printable(name) + ") are taken.");
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "distrust",
      description = {
        "Takes no more bundles that a key has signed. An installed one stays until you undo it."
      },
      mixinStandardHelpOptions = true)
  private final class DistrustCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The key's id, as 'catalog status' shows it.")
    private String id;

    @Override
    public Integer call() {
      services.get(TrustedKeys.class).distrust(id);
      KeptBundle bundle = services.get(Bundles.class).inForce().bundle();
      out().println("Bundles signed by " + Terminal.printable(id) + " are no longer taken.");
      if (bundle != null && bundle.signedBy().equals(id)) {
        out().println("The installed one is signed by it: 'everline catalog undo' goes back.");
      }
      out().flush();
      return 0;
    }
  }

  private CatalogUpdates updates() {
    return services.get(CatalogUpdates.class);
  }

  private PrintWriter out() {
    return out.get();
  }
}

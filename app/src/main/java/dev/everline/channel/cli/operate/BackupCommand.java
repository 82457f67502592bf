package dev.everline.channel.cli.operate;

import dev.everline.backup.Backups;
import dev.everline.backup.Manifest;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.ByteSize;
import dev.everline.storage.Seal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes backups, and checks them. */
@Command(
    name = "backup",
    description = {
      "Backs up the whole installation to one file while servers run. The file gets its name only"
          + " after it has been read back and verified.",
      "The keys that seal personal data are not included unless you ask for them: without them,"
          + " nobody can read the numbers and names in a backup.",
      "'backup verify FILE' checks a backup, 'restore FILE' restores it; docs/operations.md explains"
          + " both."
    },
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

  private final Services services;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to create.")
  private @Nullable Path file;

  @Option(names = "--with-keys", description = "Includes the keys, sealed with a passphrase.")
  private boolean withKeys;

  @Option(
      names = "--replace",
      description = "Replaces an existing file once the new one is complete.")
  private boolean replace;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Mixin private PassphraseOption passphrase;

  @Spec private CommandSpec spec;

  public BackupCommand(Services services, Map<String, String> environment) {
    this.services = services;
    this.passphrase = new PassphraseOption(environment);
  }

  /** What a backup is, for programs. */
  record View(
      String file,
      long bytes,
      Instant madeAt,
      String everline,
      String schema,
      boolean withKeys,
      int tables,
      long rows,
      Manifest.Ledger ledger) {

    static View of(Path file, Manifest manifest) throws IOException {
      return new View(
          file.toString(),
          Files.size(file),
          manifest.madeAt(),
          manifest.everline(),
          manifest.schema(),
          manifest.sealedKeys() != null,
          manifest.tables().size(),
          manifest.rows(),
          manifest.ledger());
    }
  }

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      throw InvalidValue.of("FILE", null, "is missing", "name the file to create");
    }
    char[] sealing = withKeys ? passphrase.fresh() : null;
    Backups.MadeBackup made;
    try (PartsBar progress = new PartsBar("Backing up")) {
      made = services.get(Backups.class).make(file, replace, sealing, progress);
    } finally {
      if (sealing != null) {
        Arrays.fill(sealing, '\0');
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, View.of(made.file(), made.manifest()));
    } else {
      out.printf("Backed up and verified: %s (%s).%n", file, ByteSize.english(made.bytes()));
      tell(out, made.manifest());
      out.println(
          withKeys
              ? "It includes the keys, sealed with your passphrase: keep the passphrase elsewhere."
              : "It doesn't include the keys: without "
                  + services.get(Seal.class).file().path()
                  + ", numbers and names in it can't be read. Keep that file safe, in another place.");
      out.flush();
    }
    return soundness(made.manifest());
  }

  @Command(
      name = "verify",
      description = {
        "Reads a whole backup and checks every byte against what was written; needs no database.",
        "This finds damage, not forgery: anyone who can write the file can make one that passes."
      },
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(paramLabel = "FILE", description = "The backup.") Path backup,
      @Option(names = "--json", description = "Prints JSON.") boolean asJson)
      throws IOException {
    Manifest manifest;
    try (PartsBar progress = new PartsBar("Checking")) {
      manifest = Backups.verify(backup, progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, View.of(backup, manifest));
    } else {
      out.println("Intact: " + backup + ".");
      tell(out, manifest);
      out.println(
          manifest.sealedKeys() == null
              ? "It doesn't include the keys."
              : "It includes the keys, sealed with a passphrase.");
      out.flush();
    }
    return soundness(manifest);
  }

  private static void tell(PrintWriter out, Manifest manifest) {
    out.printf(
        "Created %s by Everline %s (schema %s): %,d rows of %d tables, %,d transfers; %s.%n",
        manifest.madeAt(),
        manifest.everline(),
        manifest.schema(),
        manifest.rows(),
        manifest.tables().size(),
        manifest.ledger().transfers(),
        manifest.ledger().sound() ? "the ledger was sound" : "THE LEDGER WAS NOT SOUND");
  }

  private static int soundness(Manifest manifest) {
    return manifest.ledger().sound() ? 0 : ProblemType.LEDGER_UNBALANCED.exitCode();
  }
}

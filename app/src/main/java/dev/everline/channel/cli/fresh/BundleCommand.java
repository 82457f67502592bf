package dev.everline.channel.cli.fresh;

import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Finding;
import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.bundle.BundleMaker;
import dev.everline.catalog.bundle.ProgramVersion;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.catalog.bundle.SigningKey;
import dev.everline.catalog.bundle.VerifyingKey;
import dev.everline.channel.cli.Json;
import dev.everline.channel.cli.Terminal;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What makers of bundles need. Opens no database. */
@Command(
    name = "bundle",
    description = "Makes signed bundles of catalog files, for others to install.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class BundleCommand implements Runnable {

  private static final int LARGEST_KEY_FILE = 4_096;

  private final Clock clock;

  @Spec private CommandSpec spec;

  public BundleCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "key",
      description = {
        "Makes a maker's pair of keys: FILE, which stays secret, and FILE.pub for those who are to"
            + " trust your bundles.",
        "They have the format of OpenBSD's signify, which can sign bundles as well."
      },
      mixinStandardHelpOptions = true)
  int key(@Parameters(paramLabel = "FILE", description = "The file to create.") Path file)
      throws IOException {
    SigningKey key = SigningKey.generate();
    Path shared = file.resolveSibling(file.getFileName() + ".pub");
    write(file, "rw-------", key.secretFile().getBytes(StandardCharsets.US_ASCII));
    write(shared, "rw-r--r--", key.publicFile().getBytes(StandardCharsets.US_ASCII));
    PrintWriter out = spec.commandLine().getOut();
    out.println("Secret key: " + file + " (keep it where only you can read it)");
    out.println("Public key: " + shared);
    out.println(key.verifying());
    out.flush();
    return 0;
  }

  @Command(
      name = "make",
      description = {
        "Puts the catalog files of a folder into a bundle and signs it.",
        "The files are checked first, together with the built-in ones that the folder doesn't have."
      },
      mixinStandardHelpOptions = true)
  int make(
      @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder with the files.")
          Path folder,
      @Parameters(index = "1", paramLabel = "FILE", description = "The bundle to create.")
          Path file,
      @Option(
              names = "--key",
              paramLabel = "KEY",
              description = "Your secret key, made with 'catalog bundle key'.")
          @Nullable Path key,
      @Option(
              names = "--unsigned",
              description = "Leaves it unsigned, to be signed with signify -S -e.")
          boolean unsigned,
      @Option(
              names = "--note",
              paramLabel = "TEXT",
              description = "What is new, in one line of at most 200 characters.")
          @Nullable String note,
      @Option(
              names = "--needs",
              paramLabel = "VERSION",
              description =
                  "The oldest version of Everline that understands the files. Default: this one.")
          @Nullable String needs,
      @Option(
              names = "--next-key",
              paramLabel = "KEY",
              description = "The public key, or its file, by which you will sign later bundles.")
          @Nullable String nextKey)
      throws IOException {
    if ((key == null) != unsigned) {
      throw InvalidValue.of(
          "--key",
          key == null ? null : key.toString(),
          key == null ? "is missing" : "contradicts --unsigned",
          "give either your secret key or --unsigned");
    }
    Bundle bundle =
        BundleMaker.of(
            folder,
            clock.instant(),
            needs == null ? null : ProgramVersion.parse(needs),
            note == null ? null : checked(note),
            nextKey == null ? null : publicKey(nextKey));
    requireSound(bundle);
    byte[] bytes =
        key == null ? bundle.bytes() : SignedBundle.sign(bundle, SigningKey.parse(text(key)));
    write(file, "rw-r--r--", bytes);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        file
            + ": the bundle of "
            + bundle.made()
            + (key == null
                ? ", not signed yet: signify -S -e -s KEY -m " + file + " -x " + file + ".signed"
                : ""));
    out.flush();
    return 0;
  }

  private void requireSound(Bundle bundle) {
    List<Finding> findings = CatalogLoader.of(bundle).check();
    if (!findings.isEmpty()) {
      PrintWriter out = spec.commandLine().getErr();
      findings.forEach(finding -> out.println(Terminal.printable(finding.toString())));
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          "The files have " + findings.size() + " mistakes; fix them first. No bundle was made.");
    }
  }

  private static String checked(String note) {
    if (note.isBlank() || note.length() > Bundle.LONGEST_NOTE || note.matches(".*\\p{C}.*")) {
      throw InvalidValue.of(
          "--note", note, "isn't one line of at most 200 characters", "shorten it");
    }
    return note;
  }

  /** What a bundle says of itself. */
  private record Shown(
      Instant made,
      String needs,
      @Nullable String note,
      String key,
      boolean signatureChecked,
      @Nullable String nextKey,
      List<String> files,
      String digest) {}

  @Command(
      name = "show",
      description = "Shows what a bundle contains, and checks its signature where a key is given.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "FILE", description = "The bundle.") Path file,
      @Option(
              names = "--key",
              paramLabel = "KEY",
              description = "Its maker's public key, or the file of it.")
          @Nullable String key,
      @Option(names = "--json", description = "Prints JSON.") boolean asJson)
      throws IOException {
    byte[] bytes = BundleInput.read(file);
    Bundle bundle =
        key == null
            ? SignedBundle.unchecked(bytes)
            : SignedBundle.open(bytes, List.of(publicKey(key))).bundle();
    VerifyingKey next = bundle.nextKey();
    Shown shown =
        new Shown(
            bundle.made(),
            bundle.needs().toString(),
            bundle.note(),
            SignedBundle.namedKey(bytes),
            key != null,
            next == null ? null : next.toString(),
            List.copyOf(bundle.files().keySet()),
            bundle.digest());
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      new Json().print(out, shown);
      return 0;
    }
    out.println("Made        " + shown.made());
    out.println("Needs       Everline " + shown.needs() + " or newer");
    if (shown.note() != null) {
      out.println("Note        " + Terminal.printable(shown.note()));
    }
    out.println(
        "Key         "
            + shown.key()
            + (shown.signatureChecked() ? ", signature right" : ", signature NOT checked"));
    if (next != null) {
      out.println("Next key    " + next.id() + " (" + next + ")");
    }
    out.println("Files       " + String.join(", ", shown.files()));
    out.println("SHA-256     " + shown.digest());
    out.flush();
    return 0;
  }

  /** A public key as people give it: itself, or the file that contains it. */
  static VerifyingKey publicKey(String given) throws IOException {
    if (given.length() == 56 && given.startsWith("RW")) {
      return VerifyingKey.parse(given);
    }
    return VerifyingKey.parse(text(Path.of(given)));
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > LARGEST_KEY_FILE) {
        throw InvalidValue.of("key", file.toString(), "is no file of a key", "give another one");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw InvalidValue.of(
          "key", file.toString(), "is neither a public key nor a file", "give one of both");
    }
  }

  private static void write(Path file, String permissions, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException there) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "'" + file + "' exists already and is left as it is; choose another name.",
          there);
    } catch (NoSuchFileException missing) {
      throw InvalidValue.of(
          "FILE", file.toString(), "is in a folder that doesn't exist", "create it first");
    }
  }
}

package dev.everline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.everline.storage.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A machine with the launcher on it, made of fake JDKs and a fake build that leave a trace of their
 * call.
 */
final class LauncherMachine {

  static final String NEW_ENOUGH = "25.0.1";

  private final Path machine;
  final Path everline;
  private final Path tools;
  final Map<String, String> environment = new HashMap<>();
  private List<String> identity = List.of();

  record Run(int exitCode, String out, String err) {}

  LauncherMachine(Path machine, Path tools) throws IOException {
    this.machine = machine;
    this.tools = tools;
    everline = Files.createDirectories(machine.resolve("my programs/everline"));
    Files.copy(Path.of("../everline"), everline.resolve("everline"));
    environment.put("PATH", tools.toString());
    environment.put("HOME", machine.toString());
    environment.put("TMPDIR", machine.toString());
    environment.put("EVERLINE_JVM_FOLDERS", machine.resolve("jvm").toString());
  }

  /** The few programs that the launcher uses, without whatever Java the machine has. */
  static void fillPath(Path tools) throws IOException {
    for (String name :
        List.of(
            "cat",
            "chmod",
            "cksum",
            "date",
            "find",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mktemp",
            "mv",
            "ps",
            "readlink",
            "rm",
            "rmdir",
            "sed",
            "sleep",
            "sort",
            "stty",
            "tail",
            "uname")) {
      Path program =
          Stream.of("/usr/bin", "/bin")
              .map(folder -> Path.of(folder, name))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      program(tools.resolve(name), "exec " + program + " \"$@\"\n");
    }
  }

  /** The launcher beside the application, as it is delivered. */
  void aDistribution() throws IOException {
    Files.createFile(everline.resolve("everline.jar"));
  }

  /** A distribution with a Java and a PostgreSQL of its own, made for a kind of machine. */
  void aPackage(String kind) throws IOException {
    aDistribution();
    Path runtime = jdk("my programs/everline/runtime", NEW_ENOUGH);
    Files.writeString(
        runtime.resolve("release"), "OS_ARCH=\"%s\"\n".formatted(kind), StandardOpenOption.APPEND);
    Files.createDirectory(everline.resolve("postgresql"));
  }

  /** As {@code uname} says it. */
  static String machineName() {
    String arch = System.getProperty("os.arch");
    return arch.equals("amd64") ? "x86_64" : arch;
  }

  /** The launcher in a checkout whose build leaves the artifacts, and a line in {@code builds}. */
  void aCheckout() throws IOException {
    Files.createDirectories(everline.resolve("app/src/main"));
    Files.createFile(everline.resolve("app/src/main/Some.java"));
    Files.createFile(everline.resolve("pom.xml"));
    program(
        everline.resolve("mvnw"),
        """
        echo "$*" >>builds
        sleep 1
        if [ "${FAKE_BUILD:-}" = fails ]; then
          echo "Tests run: 7, Failures: 1"
          echo "$*"
          echo "[ERROR] Some.java: cannot find symbol"
          exit 3
        fi
        mkdir -p app/target/dist bench/target/dist
        : >app/target/dist/everline.jar
        : >bench/target/dist/everline-bench.jar
        """);
  }

  static List<Path> caches(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".aot")).toList();
    }
  }

  /**
   * As a package's for those who didn't install it; root, who may write anywhere, becomes nobody.
   */
  void aFolderThatCanNotBeWrittenTo(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    if (StorageSettings.isRoot()) {
      for (Path open : List.of(tools, machine)) {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
      identity =
          List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs");
    }
  }

  List<String> builds() throws IOException {
    return Files.readAllLines(everline.resolve("builds"));
  }

  Path jdk(String folder, String version) throws IOException {
    Path home = Files.createDirectories(machine.resolve(folder)).toRealPath();
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Fake\"\nJAVA_RUNTIME_VERSION=\"%s+8\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(version, version));
    program(
        home.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2025-10-21' >&2
          exit 0
        fi
        for argument in "$@"; do
          case $argument in
            -XX:AOTCacheOutput=*)
              [ -z "${FAKE_CACHE:-}" ] || echo cache >"${argument#*=}"
              exit 0
              ;;
          esac
        done
        echo "java of %s"
        printf '[%%s]' "$@"
        exit "${FAKE_EXIT_CODE:-0}"
        """
            .formatted(version, home));
    program(home.resolve("bin/javac"), "exit 0\n");
    return home;
  }

  void onThePath(Path jdk) {
    environment.put("PATH", jdk.resolve("bin") + ":" + environment.get("PATH"));
  }

  static void program(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Run run(String... arguments) throws IOException, InterruptedException, ExecutionException {
    return run(start(everline.resolve("everline"), List.of(arguments)));
  }

  Process start(Path launcher, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(identity);
    command.addAll(List.of("/bin/sh", launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(machine.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Run run(Process process) throws InterruptedException, ExecutionException {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      process.getOutputStream().close();
      Future<byte[]> out = readers.submit(() -> process.getInputStream().readAllBytes());
      Future<byte[]> err = readers.submit(() -> process.getErrorStream().readAllBytes());
      return new Run(process.waitFor(), new String(out.get(), UTF_8), new String(err.get(), UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.everline.storage;

import com.sun.management.OperatingSystemMXBean;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server of our own, on a data folder that lasts and with durable settings.
 *
 * <p>Several processes may use one folder: the first starts the server, the others join it, and the
 * last to leave stops it. Who uses it is known by a shared file lock, which the operating system
 * releases even when a process is killed; so nothing stale can keep a server alive or away.
 *
 * <p>PostgreSQL refuses to run as root. When we are root, the server runs as the owner of the
 * folder we are given, or, where that is root too, as {@code postgres} where that user exists, else
 * as {@code nobody}; what it writes is given to that user, a folder that was there stays as it was.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final int START_SECONDS = 60;

  /** How the system's C library says it in English, which the programs are run in. */
  private static final String NO_SPACE = "No space left on device";

  /** A disk with less is full: a new database takes forty times as much. */
  private static final long FULL = 1L << 20;

  private static final int START_TRIES = 10;

  /**
   * From here to {@link #PORTS_END} no system takes the ports of outgoing connections, one of which
   * might hold the server's port when it comes back to it.
   */
  private static final int PORTS_BEGIN = 20_000;

  private static final int PORTS_END = 32_000;
  private static final int PORT_TRIES = 100;

  private final Path home;
  private final ClusterFolder cluster;
  private final Path data;
  private final Path programs;
  private final FileChannel users;
  private final UnfinishedRestore.@Nullable Note restoring;
  private FileLock use;
  private volatile int port;

  private EmbeddedPostgres(
      Path home,
      Path programs,
      FileChannel users,
      FileLock use,
      UnfinishedRestore.@Nullable Note restoring) {
    this.home = home;
    this.cluster = new ClusterFolder(home);
    this.data = cluster.data();
    this.programs = programs;
    this.users = users;
    this.use = use;
    this.restoring = restoring;
  }

  /**
   * Starts the server of a folder, or joins the one that runs.
   *
   * @throws ProblemException when it can't be started, with the last lines of its log;
   *     CONFIGURATION when a restore there has left no database yet
   */
  public static EmbeddedPostgres open(StorageSettings settings) {
    return open(settings, null);
  }

  /**
   * The same for a restore.
   *
   * @param restoring what it has noted in the folder
   */
  static EmbeddedPostgres open(
      StorageSettings settings, UnfinishedRestore.@Nullable Note restoring) {
    Path home = settings.home();
    if (restoring == null) {
      requireNoRestoreBefore(home);
    }
    try {
      createFolder(home);
      Path programs = PostgresBinaries.unpackedIn(settings.cache());
      FileChannel users =
          FileChannel.open(
              home.resolve("users.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        EmbeddedPostgres server =
            new EmbeddedPostgres(home, programs, users, users.lock(0, 1, true), restoring);
        server.ensureRunning();
        return server;
      } catch (IOException | RuntimeException failure) {
        users.close();
        throw failure;
      }
    } catch (IOException | UncheckedIOException failure) {
      if (String.valueOf(failure.getMessage()).contains(NO_SPACE)) {
        throw full(home, failure);
      }
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The data folder '"
              + home
              + "' can't be used ("
              + failure
              + "); set EVERLINE_HOME to another folder, or fix the permissions of this one.",
          failure);
    }
  }

  /** A database that is there may be complete, which only itself can tell. */
  private static void requireNoRestoreBefore(Path home) {
    try {
      if (UnfinishedRestore.isIn(home) && new ClusterFolder(home).isNone()) {
        throw UnfinishedRestore.refusal(home);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Stops a server that a killed restore has left behind, at once: what it holds is given up.
   *
   * @throws ProblemException CONFLICT when another process uses it
   */
  static void stopForgotten(StorageSettings settings) throws IOException {
    Path home = settings.home();
    Path programs = PostgresBinaries.unpackedIn(settings.cache());
    try (FileChannel users =
            FileChannel.open(
                home.resolve("users.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock alone = users.tryLock(0, 1, false)) {
      if (alone == null) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "Another process is using the data folder '" + home + "'; wait until it is done.");
      }
      EmbeddedPostgres server = new EmbeddedPostgres(home, programs, users, alone, null);
      if (server.isAlive()) {
        server.run("stop", List.of("-D", server.data.toString(), "-m", "immediate", "-w"));
      }
    }
  }

  /** Whether its process lives, even if it isn't ready yet. */
  private boolean isAlive() {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive)
          .flatMap(process -> process.info().command())
          .filter(command -> command.contains("postgres"))
          .isPresent();
    } catch (IOException | RuntimeException none) {
      return false;
    }
  }

  /** Where to connect. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The server's only user. */
  public String user() {
    return "everline";
  }

  /** Made at random when the folder was; kept in a file that only its owner can read. */
  public String password() {
    try {
      return Files.readString(cluster.secret()).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public int port() {
    return port;
  }

  /** The folder with the server's programs, such as {@code bin/pg_ctl}. */
  public Path programs() {
    return programs;
  }

  /** The process of the running server, where there is one. */
  public Optional<ProcessHandle> process() {
    return runningPostmaster().flatMap(postmaster -> ProcessHandle.of(postmaster.pid()));
  }

  /**
   * Starts the server again where it has gone, on the port it had. Safe to call at any time, from
   * any process.
   */
  public synchronized void ensureRunning() {
    try {
      whileNoneStarts(
          home,
          () -> {
            Optional<Postmaster> running = runningPostmaster();
            if (running.isPresent()) {
              port = running.get().port();
            } else {
              if (!cluster.isThere()) {
                initialise();
              }
              start();
            }
            return home;
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Work on the files of a folder. */
  @FunctionalInterface
  interface FileWork<T> {
    T run() throws IOException;
  }

  /** No process makes a database in the folder or starts its server meanwhile. */
  static <T> T whileNoneStarts(Path home, FileWork<T> work) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                home.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock of the data folder was lost");
      }
      return work.run();
    }
  }

  /**
   * Looks where the server is now, which may be another port than before; starts it where it has
   * gone. Costs the reading of a small file while it runs.
   */
  void find() {
    Optional<Postmaster> running = runningPostmaster();
    if (running.isPresent()) {
      port = running.get().port();
    } else {
      ensureRunning();
    }
  }

  /** Leaves the server; the last to leave stops it. */
  @Override
  public synchronized void close() {
    if (!users.isOpen()) {
      return;
    }
    try (users) {
      use.release();
      FileLock alone = users.tryLock(0, 1, false);
      if (alone != null) {
        if (runningPostmaster().isPresent()) {
          run("stop", List.of("-D", data.toString(), "-m", "fast", "-w", "-t", "60"));
        }
        alone.release();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void initialise() throws IOException {
    if (restoring == null && UnfinishedRestore.isIn(home)) {
      throw UnfinishedRestore.refusal(home);
    }
    cluster.removeUnfinished();
    makeSecretIfMissing();
    cluster.make(this::initdb, this::giveToServer, restoring == null ? null : restoring.mark());
  }

  /** Fills an empty folder with a new database whose user's password is the home's secret. */
  private void initdb(Path empty) throws IOException {
    execute(
        programs.resolve("bin/initdb"),
        List.of(
            "-D",
            empty.toString(),
            "-U",
            user(),
            "-E",
            "UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            "--pwfile=" + cluster.secret()),
        home.resolve("initdb.log"));
    Files.writeString(
        empty.resolve("postgresql.conf"),
        "\ninclude_if_exists = 'everline.conf'\n",
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  /** One that is there is kept: a database may hang on it. */
  private void makeSecretIfMissing() throws IOException {
    if (Files.exists(cluster.secret())) {
      return;
    }
    Path fresh = home.resolve("secret.new");
    if (!Files.exists(fresh)) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.writeString(
        fresh,
        HexFormat.of().formatHex(random),
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.DSYNC);
    giveToServer(fresh);
    Files.move(fresh, cluster.secret(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void start() throws IOException {
    removePidFileOfAnotherProgram();
    Path log = home.resolve("postgresql.log");
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    giveToServer(log);
    startServer(log);
    writePort();
  }

  private void writeConfiguration() throws IOException {
    Path configuration = data.resolve("everline.conf");
    Files.writeString(
        configuration,
        """
        # Written by Everline at each start. Durable: an acknowledged commit survives a crash.
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        shared_buffers = %dMB
        max_wal_size = 2GB
        checkpoint_timeout = 15min
        jit = off
        # A file of the log is not filled with zeros before it is written: half the writing, as durable.
        wal_init_zero = off
        # Plans are the same whatever the values; sampling tables for them took seconds a minute.
        default_statistics_target = 20
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_min_messages = warning
        log_min_error_statement = panic
        log_parameter_max_length_on_error = 0
        """
            .formatted(port, sharedBuffersMiB()));
    giveToServer(configuration);
  }

  /**
   * A thirty-second of the machine's memory, from 128 to 512 MiB. Only what is used of it is ever
   * resident: a household's few pages stay few.
   */
  private static long sharedBuffersMiB() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.clamp(memory / 32 / (1 << 20), 128, 512);
  }

  /**
   * A server that was killed leaves processes that end by themselves within seconds; until then a
   * new one is refused, since both would write the same files. And the port that is found free may
   * be another program's by the time that the server asks for it; so it is found anew for each try.
   */
  private void startServer(Path log) throws IOException {
    List<String> arguments =
        List.of(
            "-D",
            data.toString(),
            "-l",
            log.toString(),
            "-w",
            "-t",
            Integer.toString(START_SECONDS));
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      writeConfiguration();
      try {
        run("start", arguments);
        return;
      } catch (ProblemException refused) {
        if (attempt == START_TRIES) {
          throw refused;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        // A long recovery may have come to its end in the meantime.
        Optional<Postmaster> running = runningPostmaster();
        if (running.isPresent()) {
          port = running.get().port();
          return;
        }
      }
    }
  }

  /**
   * After a crash the number of the dead server may be that of another program, which PostgreSQL
   * would take for a running server. A number that nobody has, PostgreSQL itself passes over.
   */
  private void removePidFileOfAnotherProgram() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    boolean anotherPrograms =
        lines.isEmpty()
            || !lines.getFirst().strip().matches("[0-9]{1,18}")
            || ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .flatMap(process -> process.info().command())
                .filter(command -> !command.contains("postgres"))
                .isPresent();
    if (anotherPrograms) {
      Files.delete(file);
    }
  }

  private void writePort() throws IOException {
    Files.writeString(home.resolve("port"), Integer.toString(port));
  }

  /** The port it had before where that is free, so that connection pools find it again. */
  private int freePort() throws IOException {
    Path file = home.resolve("port");
    if (Files.exists(file)) {
      int before = Integer.parseInt(Files.readString(file).strip());
      if (isFree(before)) {
        return before;
      }
    }
    // By lot, so that two servers that start at once rarely try the same.
    for (int attempt = 0; attempt < PORT_TRIES; attempt++) {
      int some = ThreadLocalRandom.current().nextInt(PORTS_BEGIN, PORTS_END);
      if (isFree(some)) {
        return some;
      }
    }
    throw new IOException("no port is free from " + PORTS_BEGIN + " to " + PORTS_END);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private record Postmaster(long pid, int port) {}

  private Optional<Postmaster> runningPostmaster() {
    Path file = data.resolve("postmaster.pid");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 8 || !lines.get(7).strip().equals("ready")) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(0).strip());
      boolean alive =
          ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .flatMap(process -> process.info().command())
              .map(command -> command.contains("postgres"))
              .orElse(false);
      return alive
          ? Optional.of(new Postmaster(pid, Integer.parseInt(lines.get(3).strip())))
          : Optional.empty();
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private void run(String act, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(act);
    all.addAll(arguments);
    execute(programs.resolve("bin/pg_ctl"), all, home.resolve("pg_ctl.log"));
  }

  private void execute(Path program, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    if (StorageSettings.isRoot()) {
      int[] owner = serverUser();
      command.addAll(
          List.of("setpriv", "--reuid=" + owner[0], "--regid=" + owner[1], "--clear-groups", "--"));
    }
    command.add(program.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C");
    // The C library keeps what a batch's arrays took, rather than give it back to the system page
    // by page and ask for it again with the next batch.
    builder.environment().put("MALLOC_TRIM_THRESHOLD_", "16777216");
    builder.environment().put("MALLOC_MMAP_THRESHOLD_", "16777216");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    Process process = builder.start();
    try {
      if (!process.waitFor(START_SECONDS + 30L, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed(program, "did not end in time", log);
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw failed(program, "was interrupted", log);
    }
    if (process.exitValue() != 0) {
      throw failed(program, "ended with " + process.exitValue(), log);
    }
  }

  private ProblemException failed(Path program, String how, Path log) throws IOException {
    List<String> lines = new ArrayList<>(lastLines(log));
    lines.addAll(lastLines(home.resolve("postgresql.log")));
    // On a full disk the log itself may be empty.
    if (lines.stream().anyMatch(line -> line.contains(NO_SPACE)) || bytesLeft() < FULL) {
      return full(home, null);
    }
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The embedded PostgreSQL can't be used: "
            + program.getFileName()
            + " "
            + how
            + " in '"
            + home
            + "'. Its last output: "
            + String.join(" | ", lines)
            + " (When run as root, the folders above the data folder must be accessible to the server's"
            + " user; EVERLINE_HOME sets another data folder.)");
  }

  private static ProblemException full(Path home, @Nullable Exception cause) {
    String words =
        "The disk of the data folder '"
            + home
            + "' is full, so the database can't be started. Nothing acknowledged is lost;"
            + " free up space on it, or set EVERLINE_HOME to another folder.";
    return cause == null
        ? new ProblemException(ProblemType.UNAVAILABLE, words)
        : new ProblemException(ProblemType.UNAVAILABLE, words, cause);
  }

  /** What the disk of its data has left for it; as good as any where that can't be asked. */
  long bytesLeft() {
    try {
      return Files.getFileStore(home).getUsableSpace();
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  private static List<String> lastLines(Path log) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
    return lines.subList(Math.max(0, lines.size() - 4), lines.size());
  }

  static void createFolder(Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
    if (StorageSettings.isRoot()) {
      give(home, usualServerUser());
    }
  }

  /** User and group that the server runs as when we are root. */
  private int[] serverUser() throws IOException {
    for (Path folder : List.of(data, home)) {
      if (Files.exists(folder)) {
        int uid = (Integer) Files.getAttribute(folder, "unix:uid");
        if (uid != 0) {
          return new int[] {uid, (Integer) Files.getAttribute(folder, "unix:gid")};
        }
      }
    }
    return usualServerUser();
  }

  /** User and group of {@code postgres}, else of {@code nobody}, from the system's user table. */
  private static int[] usualServerUser() throws IOException {
    Path table = Path.of("/etc/passwd");
    for (String name : List.of("postgres", "nobody")) {
      try (Stream<String> lines = Files.lines(table)) {
        Optional<String> line = lines.filter(entry -> entry.startsWith(name + ":")).findFirst();
        if (line.isPresent()) {
          String[] fields = line.get().split(":", -1);
          return new int[] {Integer.parseInt(fields[2]), Integer.parseInt(fields[3])};
        }
      }
    }
    return new int[] {65534, 65534};
  }

  private void giveToServer(Path file) throws IOException {
    if (StorageSettings.isRoot()) {
      give(file, serverUser());
    }
  }

  private static void give(Path file, int[] owner) throws IOException {
    Files.setAttribute(file, "unix:uid", owner[0]);
    Files.setAttribute(file, "unix:gid", owner[1]);
  }
}

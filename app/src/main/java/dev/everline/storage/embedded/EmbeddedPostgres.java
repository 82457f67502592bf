package dev.everline.storage.embedded;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL server of our own, on a data folder that lasts and with durable settings.
 *
 * <p>Several processes may use one folder: the first starts the server, the others join it, and the
 * last to leave stops it. Who uses it is known by a shared file lock, which the operating system
 * releases even when a process is killed; so nothing stale can keep a server alive or away.
 *
 * <p>When we are root, it runs as another user, see {@link ServerUser}; a folder that was there
 * stays as it was.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final int START_TRIES = 10;

  private final Path home;
  private final ClusterFolder cluster;
  private final Path data;
  private final ServerUser serverUser;
  private final ServerPrograms programs;
  private final PostmasterFile postmaster;
  private final ServerPort ports;
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
    this.serverUser = new ServerUser(List.of(data, home));
    this.programs = new ServerPrograms(home, programs, serverUser);
    this.postmaster = new PostmasterFile(data);
    this.ports = new ServerPort(home);
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
  public static EmbeddedPostgres open(
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
      if (ServerPrograms.isFull(failure)) {
        throw ServerPrograms.full(home, failure);
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
  public static void stopForgotten(StorageSettings settings) throws IOException {
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
      if (server.postmaster.isAlive()) {
        server.programs.stopImmediately(server.data);
      }
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
    return programs.folder();
  }

  /** The process of the running server, where there is one. */
  public Optional<ProcessHandle> process() {
    return postmaster.running().flatMap(running -> ProcessHandle.of(running.pid()));
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
            Optional<PostmasterFile.Postmaster> running = postmaster.running();
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
  public interface FileWork<T> {
    T run() throws IOException;
  }

  /** No process makes a database in the folder or starts its server meanwhile. */
  public static <T> T whileNoneStarts(Path home, FileWork<T> work) throws IOException {
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
  public void find() {
    Optional<PostmasterFile.Postmaster> running = postmaster.running();
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
        if (postmaster.running().isPresent()) {
          programs.stop(data);
        }
        alone.release();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void writeConfiguration() throws IOException {
    Path configuration = data.resolve("everline.conf");
    Files.writeString(configuration, ServerConfiguration.text(port));
    serverUser.give(configuration);
  }

  /** What the disk of its data has left for it; as good as any where that can't be asked. */
  public long bytesLeft() {
    return ServerPrograms.bytesLeft(home);
  }

  private void initialise() throws IOException {
    if (restoring == null && UnfinishedRestore.isIn(home)) {
      throw UnfinishedRestore.refusal(home);
    }
    cluster.removeUnfinished();
    makeSecretIfMissing();
    cluster.make(
        empty -> programs.initdb(empty, user(), cluster.secret()),
        serverUser::give,
        restoring == null ? null : restoring.mark());
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
    serverUser.give(fresh);
    Files.move(fresh, cluster.secret(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void start() throws IOException {
    postmaster.removeIfOfAnotherProgram();
    Path log = home.resolve("postgresql.log");
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    serverUser.give(log);
    startServer(log);
    ports.remember(port);
  }

  /**
   * A server that was killed leaves processes that end by themselves within seconds; until then a
   * new one is refused, since both would write the same files. And the port that is found free may
   * be another program's by the time that the server asks for it; so each try looks for one again.
   */
  private void startServer(Path log) throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = ports.free();
      writeConfiguration();
      try {
        programs.start(data, log);
        return;
      } catch (ProblemException refused) {
        if (attempt == START_TRIES) {
          throw refused;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        // A long recovery may have come to its end in the meantime.
        Optional<PostmasterFile.Postmaster> running = postmaster.running();
        if (running.isPresent()) {
          port = running.get().port();
          return;
        }
      }
    }
  }

  /** Makes the data folder where it is missing; only its owner may enter it. */
  public static void createFolder(Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
    ServerUser.giveNew(home);
  }
}

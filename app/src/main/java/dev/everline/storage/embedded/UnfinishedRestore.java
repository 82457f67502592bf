package dev.everline.storage.embedded;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code restoring} in a data folder. It is written before a restore makes anything there
 * and removed when the database is complete; while it stands, nothing else opens or makes a
 * database in the folder, and the next restore begins again from nothing.
 *
 * <p>A restore removes only what an unfinished one made: the database that bears its mark, and
 * files whose names weren't in the folder when the first one began.
 */
public final class UnfinishedRestore implements AutoCloseable {

  /** Its name, and those of the files that go with it. */
  public static final Set<String> NAMES = Set.of("restoring", "restoring.new", "restore.lock");

  /** What a starting server creates in the data folder, apart from the database itself. */
  private static final List<String> SERVERS = List.of("port", "secret", "secret.new");

  private static final String BY_WHICH = "mark ";
  private static final String BACKUP = "backup ";
  private static final String THERE = "there ";

  private final Path home;
  private final FileChannel channel;
  private final FileLock held;

  private UnfinishedRestore(Path home, FileChannel channel, FileLock held) {
    this.home = home;
    this.channel = channel;
    this.held = held;
  }

  /**
   * What the file says.
   *
   * @param mark of the database that this restore makes
   * @param backupAt when the backup was made
   * @param there names that were in the folder before
   */
  public record Note(String mark, Instant backupAt, Set<String> there) {}

  private static Path file(Path home) {
    return home.resolve("restoring");
  }

  public static boolean isIn(Path home) {
    return Files.exists(file(home), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Keeps others from restoring into the folder, or from ending what is restored there.
   *
   * @throws ProblemException CONFLICT when a restore runs there just now
   */
  public static UnfinishedRestore lock(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("restore.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      // Taken, as by another process.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Another process is restoring into '" + home + "'; wait until it is done.");
    }
    return new UnfinishedRestore(home, channel, lock);
  }

  /** The refusal of all but a restore. */
  public static ProblemException refusal(Path home) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "A restore into '"
            + home
            + "' wasn't finished, so nothing is opened or created there. Run 'everline restore"
            + " FILE' again: it starts over (if one is running, wait for it). To give it up, use"
            + " another EVERLINE_HOME,"
            + " or empty this folder, keeping keys.json if you put it there.");
  }

  public Optional<Note> note() throws IOException {
    if (!isIn(home)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file(home));
    try {
      return Optional.of(
          new Note(
              value(lines, BY_WHICH),
              Instant.parse(value(lines, BACKUP)),
              lines.stream()
                  .filter(line -> line.startsWith(THERE))
                  .map(line -> line.substring(THERE.length()))
                  .collect(Collectors.toUnmodifiableSet())));
    } catch (DateTimeParseException notOurs) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "'" + file(home) + "' was altered. Restore into another EVERLINE_HOME.");
    }
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  /**
   * Writes the file, before anything else is made, unless there is a database already.
   *
   * @param before what an earlier, unfinished restore wrote, whose remains are gone now
   * @return empty where there is a database
   */
  public Optional<Note> begin(Instant backupAt, @Nullable Note before) throws IOException {
    if (!new ClusterFolder(home).isNone()) {
      return Optional.empty();
    }
    Note note =
        new Note(
            UUID.randomUUID().toString(), backupAt, before == null ? names(home) : before.there());
    List<String> lines = new ArrayList<>();
    lines.add("A restore into this folder wasn't finished: run it again.");
    lines.add(BY_WHICH + note.mark());
    lines.add(BACKUP + note.backupAt());
    note.there().stream().sorted().forEach(name -> lines.add(THERE + name));
    Path fresh = home.resolve("restoring.new");
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text =
          ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        out.write(text);
      }
      out.force(true);
    }
    Files.move(
        fresh, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    ClusterFolder.force(home);
    return Optional.of(note);
  }

  private static Set<String> names(Path home) throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !name.contains("\n") && !NAMES.contains(name))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * Removes what the unfinished restore has made; its server has stopped.
   *
   * @throws ProblemException CONFIGURATION when there is a database that it didn't make
   */
  public void removeRemains(Note note) throws IOException {
    ClusterFolder cluster = new ClusterFolder(home);
    cluster.removeMarked(note.mark());
    for (String name : SERVERS) {
      if (!note.there().contains(name)) {
        Files.deleteIfExists(home.resolve(name));
      }
    }
    cluster.removeUnfinished();
    // Keys that were being written.
    try (DirectoryStream<Path> left = Files.newDirectoryStream(home, ".keys*.new")) {
      for (Path file : left) {
        if (!note.there().contains(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    }
    ClusterFolder.force(home);
  }

  /** The database is complete, and has its keys. */
  public void end() throws IOException {
    Files.deleteIfExists(file(home));
    ClusterFolder.force(home);
    new ClusterFolder(home).removeMark();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      held.release();
    }
  }
}

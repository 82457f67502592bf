package dev.everline.backup;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.WithoutMessage;
import dev.everline.notice.push.PushKeys;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Makes backups, while servers run: of one moment, whatever is written meanwhile. A file appears
 * under its name only when it is whole, on the disk and has been read again; until then, and
 * whatever happens, what stood there before stays.
 */
public final class Backups {

  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

  private final DataSource dataSource;
  private final Seal seal;
  private final PushKeys pushKeys;
  private final Path catalog;
  private final Clock clock;

  /**
   * @param catalog the folder of the own catalog, which may be missing
   */
  public Backups(DataSource dataSource, Seal seal, PushKeys pushKeys, Path catalog, Clock clock) {
    this.dataSource = dataSource;
    this.seal = seal;
    this.pushKeys = pushKeys;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * What was made.
   *
   * @param bytes of the file
   */
  public record MadeBackup(Path file, long bytes, Manifest manifest) {}

  /**
   * Writes a backup, reads it again and notes it.
   *
   * @param replace whether a backup of that name is replaced, at the very end
   * @param passphrase to seal the keys with; null leaves them out
   * @throws ProblemException CONFLICT when the file is there already, INVALID_VALUE when something
   *     else than a file is, UNAVAILABLE when it can't be written
   */
  public MadeBackup make(
      Path file, boolean replace, char @Nullable [] passphrase, Progress progress) {
    return make(file, replace, passphrase, BackupRuns.Kind.BY_HAND, progress);
  }

  MadeBackup make(
      Path file,
      boolean replace,
      char @Nullable [] passphrase,
      BackupRuns.Kind kind,
      Progress progress) {
    requirePlace(file, replace);
    Instant now = clock.instant();
    try {
      MadeBackup made = write(file.toAbsolutePath(), replace, passphrase, now, progress);
      note(now, kind, BackupRuns.Outcome.MADE, made.bytes());
      return made;
    } catch (NoSuchFileException missing) {
      throw failed(
          now,
          kind,
          new ProblemException(
              ProblemType.INVALID_VALUE,
              isThere(file)
                  ? "Nothing can be created in the folder of '" + file + "'; choose another place."
                  : "The folder of '"
                      + file
                      + "' doesn't exist; create it, or choose another file.",
              missing));
    } catch (IOException failure) {
      throw failed(
          now,
          kind,
          new ProblemException(
              ProblemType.UNAVAILABLE,
              "The backup '"
                  + file
                  + "' can't be written ("
                  + failure.getMessage()
                  + "). Check the space and permissions there, or choose another place.",
              failure));
    } catch (RuntimeException failure) {
      throw failed(now, kind, failure);
    }
  }

  private static boolean isThere(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null && Files.isDirectory(folder);
  }

  /** Before the work; what can't be looked at yet is found by the writing, and noted. */
  private static void requirePlace(Path file, boolean replace) {
    try {
      Place.require(file, replace);
    } catch (IOException unreadable) {
      LOG.debug("The place can't be looked at", new WithoutMessage(unreadable));
    }
  }

  /** Noted as far as the database can be reached. */
  private RuntimeException failed(Instant now, BackupRuns.Kind kind, RuntimeException failure) {
    try {
      note(now, kind, BackupRuns.Outcome.FAILED, 0);
    } catch (RuntimeException away) {
      failure.addSuppressed(away);
    }
    return failure;
  }

  void note(Instant at, BackupRuns.Kind kind, BackupRuns.Outcome outcome, long bytes) {
    new Transactions(dataSource)
        .run(
            connection -> {
              BackupRuns.note(connection, new BackupRuns.Run(at, kind, outcome, bytes));
              return true;
            });
  }

  /**
   * Reads all of a backup and compares it with what was written.
   *
   * @throws dev.everline.kernel.InvalidValue that says what is damaged
   */
  public static Manifest verify(Path file, Progress progress) throws IOException {
    try (BackupFile backup = BackupFile.open(file)) {
      backup.verify(progress);
      return backup.manifest();
    }
  }

  private MadeBackup write(
      Path file, boolean replace, char @Nullable [] passphrase, Instant now, Progress progress)
      throws IOException {
    String keys =
        passphrase == null
            ? null
            : SealedKeys.seal(
                new SealedKeys.Keys(seal.file().copy(), pushKeys.copy().orElse(null)), passphrase);
    Path folder = java.util.Objects.requireNonNull(file.getParent());
    Unfinished.removeLeft(folder, named(file), now);
    try (Unfinished unfinished = Unfinished.of(file)) {
      Path fresh = unfinished.path();
      Manifest manifest = snapshot(fresh, keys, now, progress);
      Manifest read = verify(fresh, progress);
      if (!read.equals(manifest)) {
        throw new IOException("what was written isn't what is read");
      }
      if (keys != null && passphrase != null) {
        openAgain(fresh, read, passphrase);
      }
      long bytes = Files.size(fresh);
      appear(fresh, file, replace);
      return new MadeBackup(file, bytes, manifest);
    }
  }

  private static Pattern named(Path file) {
    return Pattern.compile(Pattern.quote(String.valueOf(file.getFileName())));
  }

  private static void openAgain(Path fresh, Manifest manifest, char[] passphrase)
      throws IOException {
    try (BackupFile backup = BackupFile.open(fresh)) {
      SealedKeys.open(
          backup.bytes(java.util.Objects.requireNonNull(manifest.sealedKeys())), passphrase);
    }
  }

  private Manifest snapshot(Path fresh, @Nullable String keys, Instant now, Progress progress)
      throws IOException {
    try (FileChannel channel = Unfinished.createOwnersOnly(fresh);
        Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      Hashing out = new Hashing(Channels.newOutputStream(channel));
      BackupWriter writer =
          new BackupWriter(
              new BackupWriter.Beside(
                  version(), HexFormat.of().formatHex(seal.identity()), keys, catalog),
              progress);
      Manifest manifest = writer.write(connection, out, now);
      connection.rollback();
      channel.write(
          ByteBuffer.wrap(BackupWriter.digits(out.hash())),
          channel.size() - BackupFile.SEAL_DIGITS);
      channel.force(true);
      return manifest;
    } catch (SQLException failure) {
      if (failure.getCause() instanceof IOException full) {
        throw full;
      }
      throw new DataAccessResourceFailureException("The database can't be read", failure);
    }
  }

  /** The file under its name, at once and for good. */
  private static void appear(Path fresh, Path file, boolean replace) throws IOException {
    if (replace) {
      // Again: it may have come meanwhile.
      Place.require(file, true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      try {
        // A link, unlike a move, never takes the place of a file that came meanwhile.
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException there) {
        throw Place.isThere(file);
      } catch (UnsupportedOperationException | java.nio.file.FileSystemException noLinks) {
        Files.move(fresh, file);
      }
    }
    Path folder = file.getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static String version() {
    String version = Backups.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** Hashes all that is written but the comment at the end. */
  private static final class Hashing extends OutputStream {

    private final OutputStream out;
    private final MessageDigest digest = Measured.sha256();
    // The last bytes written, which may be the comment.
    private byte[] tail = {};

    Hashing(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      out.write(buffer, from, length);
      byte[] all = new byte[tail.length + length];
      System.arraycopy(tail, 0, all, 0, tail.length);
      System.arraycopy(buffer, from, all, tail.length, length);
      int sure = Math.max(0, all.length - BackupFile.SEAL_DIGITS);
      digest.update(all, 0, sure);
      tail = java.util.Arrays.copyOfRange(all, sure, all.length);
    }

    /** The channel is its opener's to close. */
    @Override
    public void close() throws IOException {
      out.flush();
    }

    String hash() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}

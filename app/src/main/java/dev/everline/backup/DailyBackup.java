package dev.everline.backup;

import dev.everline.kernel.WithoutMessage;
import dev.everline.kernel.setting.ByteSize;
import dev.everline.storage.BackgroundLoop;
import dev.everline.storage.Seal;
import dev.everline.storage.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Makes a backup each day while the server runs, and deletes those of its own that are too old. Of
 * several servers one does it. Where the disk is short it is left out, and said: a full disk would
 * stop the database.
 */
public final class DailyBackup extends BackgroundLoop {

  private static final Logger LOG = LoggerFactory.getLogger(DailyBackup.class);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST_REST = Duration.ofHours(1);

  /** A start has other things to do first. */
  private static final Duration AFTER_START = Duration.ofMinutes(1);

  /** What the database keeps for itself in any case. */
  private static final long RESERVE = 256L << 20;

  // "everline back" as a number; no other program locks it.
  private static final long LOCK = 0x6576_6c62_6163_6b00L;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final Pattern OURS = Pattern.compile("everline-([0-9]{8}T[0-9]{6}Z)\\.backup");

  private final Backups backups;
  private final BackupSettings settings;
  private final DataSource dataSource;
  private final Seal seal;
  private final Clock clock;
  private final Room room;
  private final Instant earliest;

  /** What a folder's disk has left. */
  @FunctionalInterface
  interface Room {
    long in(Path folder) throws IOException;
  }

  DailyBackup(
      Backups backups,
      BackupSettings settings,
      DataSource dataSource,
      Seal seal,
      Clock clock,
      Room room) {
    super("daily backup", LONGEST_REST);
    this.room = room;
    this.backups = backups;
    this.settings = settings;
    this.dataSource = dataSource;
    this.seal = seal;
    this.clock = clock;
    this.earliest = clock.instant().plus(AFTER_START);
  }

  @Override
  public boolean isAutoStartup() {
    return settings.daily();
  }

  @Override
  protected Duration work() {
    Duration until = Duration.between(clock.instant(), due());
    if (!until.isPositive()) {
      makeAlone();
      return LONGEST_REST;
    }
    return until.compareTo(LONGEST_REST) < 0 ? until : LONGEST_REST;
  }

  private Instant due() {
    Optional<BackupRuns.Run> last = new Transactions(dataSource).read(BackupRuns::lastDaily);
    Instant due = last.map(run -> run.at().plus(DAY)).orElse(Instant.MIN);
    return due.isBefore(earliest) ? earliest : due;
  }

  /** Only where no other server is at it. */
  private void makeAlone() {
    try (Connection connection = dataSource.getConnection()) {
      if (!locked(connection, "pg_try_advisory_lock")) {
        return;
      }
      try {
        if (!due().isAfter(clock.instant())) {
          make();
        }
      } finally {
        locked(connection, "pg_advisory_unlock");
      }
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The daily backup can't start", failure);
    }
  }

  private static boolean locked(Connection connection, String how) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + how + "(" + LOCK + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void make() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      ensureFolder();
      long needed = needed();
      long usable = room.in(settings.folder());
      if (usable < needed) {
        LOG.warn(
            "No backup was made: the disk of {} has {} left, and it needs {}. Free up space, or"
                + " set EVERLINE_BACKUP_FOLDER to another folder",
            settings.folder(),
            ByteSize.english(usable),
            ByteSize.english(needed));
        backups.note(now, BackupRuns.Kind.DAILY, BackupRuns.Outcome.NO_ROOM, 0);
        return;
      }
      Path file = settings.folder().resolve("everline-" + TIME.format(utc(now)) + ".backup");
      Backups.MadeBackup made =
          backups.make(file, true, null, BackupRuns.Kind.DAILY, Progress.NONE);
      LOG.info(
          "Backup {} made: {} rows, {}",
          made.file(),
          made.manifest().rows(),
          ByteSize.english(made.bytes()));
      if (!made.manifest().ledger().sound()) {
        LOG.error("The ledger is not sound; the backup contains it as it is");
      }
      deleteOld(now);
    } catch (IOException failure) {
      backups.note(now, BackupRuns.Kind.DAILY, BackupRuns.Outcome.FAILED, 0);
      throw new UncheckedIOException(failure);
    }
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private void ensureFolder() throws IOException {
    if (!Files.isDirectory(settings.folder())) {
      Files.createDirectories(
          settings.folder(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Twice the last one; of the first, as much as the database, which it never comes near. */
  private long needed() {
    return new Transactions(dataSource)
        .read(
            connection -> {
              Optional<BackupRuns.Run> last = BackupRuns.lastDaily(connection);
              if (last.isPresent()) {
                return RESERVE + 2 * last.get().bytes();
              }
              try (Statement statement = connection.createStatement();
                  ResultSet row =
                      statement.executeQuery("SELECT pg_database_size(current_database())")) {
                row.next();
                return RESERVE + row.getLong(1);
              }
            });
  }

  private record Old(Path file, Instant at) {}

  /** Those of this database alone, and never the newest. */
  private void deleteOld(Instant now) throws IOException {
    String keys = HexFormat.of().formatHex(seal.identity());
    List<Path> files;
    try (Stream<Path> entries = Files.list(settings.folder())) {
      files = entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    Instant before = now.minus(settings.keptDays(), ChronoUnit.DAYS);
    List<Old> ours =
        files.stream()
            .flatMap(file -> madeAt(file).map(at -> new Old(file, at)).stream())
            .sorted(Comparator.comparing(Old::at).reversed())
            .skip(1)
            .filter(old -> old.at().isBefore(before))
            .toList();
    for (Old old : ours) {
      Manifest manifest = BackupFile.glance(old.file());
      if (manifest != null && manifest.keys().equals(keys)) {
        delete(old.file());
      }
    }
    Unfinished.removeLeft(settings.folder(), OURS, now);
  }

  private static Optional<Instant> madeAt(Path file) {
    Matcher name = OURS.matcher(String.valueOf(file.getFileName()));
    try {
      return name.matches()
          ? Optional.of(LocalDateTime.parse(name.group(1), TIME).toInstant(ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      LOG.warn("An old backup can't be deleted", new WithoutMessage(stays));
    }
  }
}

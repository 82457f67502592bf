package dev.everline.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.storage.Transactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup a day, none of another's deleted, and never the disk filled. */
class DailyBackupTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private static Path shared;
  private static Installation installation;
  @TempDir private Path folder;
  private Path backups;
  private long room;
  private DailyBackup daily;

  @BeforeAll
  static void anInstallation() {
    installation = new Installation(shared);
  }

  @AfterAll
  static void close() {
    installation.close();
  }

  @BeforeEach
  void aServerStarts() {
    installation.database.execute("DELETE FROM backup_run");
    backups = folder.resolve("backups");
    room = Long.MAX_VALUE;
    daily = server();
  }

  private DailyBackup server() {
    return new DailyBackup(
        installation.backups,
        new BackupSettings(true, backups, 7),
        installation.database.dataSource(),
        installation.database.seal(),
        installation.clock,
        of -> room);
  }

  private BackupRuns.LatestRuns standing() {
    return new Transactions(installation.database.dataSource()).run(BackupRuns::latest);
  }

  @Test
  void oneIsMadeSoonAfterAStartAndThenOneADay() throws IOException {
    assertThat(daily.work()).isEqualTo(Duration.ofMinutes(1));
    assertThat(backups).doesNotExist();

    installation.clock.move(Duration.ofMinutes(1));
    assertThat(daily.work()).isEqualTo(HOUR);
    assertThat(names()).hasSize(1);
    assertThat(permissions(backups)).isEqualTo("rwx------");
    Path first = backups.resolve(names().getFirst());
    assertThat(permissions(first)).isEqualTo("rw-------");
    assertThat(Backups.verify(first, Progress.NONE).sealedKeys()).isNull();
    assertThat(Objects.requireNonNull(standing().made()).bytes()).isEqualTo(Files.size(first));

    installation.clock.move(Duration.ofHours(23));
    assertThat(daily.work()).isEqualTo(HOUR);
    assertThat(names()).hasSize(1);
    installation.clock.move(HOUR);
    // Another server on the same database looks too: one of them makes it.
    daily.work();
    server().work();
    assertThat(names()).hasSize(2);
  }

  @Test
  void thoseOfAWeekStayAndWhatIsNotOursIsLeftAlone() throws IOException {
    Files.createDirectories(backups);
    Path letters = Files.writeString(backups.resolve("letters.backup"), "mine");
    // Has our kind of name, and isn't one of ours.
    Path named = Files.writeString(backups.resolve("everline-20200101T000000Z.backup"), "mine");
    Path others = backups.resolve("everline-20200102T000000Z.backup");
    Forged forged = new Forged(installation.backup("another.backup"));
    forged.manifest(forged.manifest().replaceFirst("\"keys\":\"..", "\"keys\":\"zz"));
    forged.write(others);
    Path leftOver =
        Files.writeString(
            backups.resolve("everline-20261120T000000Z.backup.tmp-0123456789ab"), "killed");
    Files.setLastModifiedTime(
        leftOver, FileTime.from(installation.clock.instant().minus(Duration.ofDays(2))));
    List<Path> foreign = List.of(letters, named, others);

    for (int day = 0; day < 10; day++) {
      installation.clock.move(Duration.ofDays(1));
      daily.work();
    }

    assertThat(foreign).allMatch(Files::exists);
    assertThat(leftOver).doesNotExist();
    List<String> ours =
        names().stream()
            .filter(name -> foreign.stream().noneMatch(file -> file.endsWith(name)))
            .toList();
    assertThat(ours).hasSize(8);
    Instant oldest = Backups.verify(backups.resolve(ours.getFirst()), Progress.NONE).madeAt();
    assertThat(oldest).isEqualTo(installation.clock.instant().minus(Duration.ofDays(7)));
  }

  @Test
  void theNewestStaysHoweverOldItIs() throws IOException {
    installation.clock.move(Duration.ofMinutes(1));
    daily.work();
    String only = names().getFirst();
    installation.clock.move(Duration.ofDays(100));
    room = 0;

    daily.work();

    assertThat(names()).containsExactly(only);
  }

  @Test
  void whereTheDiskIsShortItIsLeftOutAndNoted() {
    installation.clock.move(Duration.ofMinutes(1));
    room = 100L << 20;

    assertThat(daily.work()).isEqualTo(HOUR);

    assertThat(backups).isEmptyDirectory();
    assertThat(Objects.requireNonNull(standing().last()).outcome())
        .isEqualTo(BackupRuns.Outcome.NO_ROOM);
    assertThat(standing().made()).isNull();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(backups)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}

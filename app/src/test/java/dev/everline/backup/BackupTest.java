package dev.everline.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is whole and of one moment, or there is none. */
class BackupTest {

  /** A process that dies; nothing of the program catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir private static Path shared;
  private static Installation installation;
  private static Path good;
  @TempDir private Path folder;

  @BeforeAll
  static void aBackup() {
    installation = new Installation(shared);
    good = installation.backup("good.backup");
  }

  @AfterAll
  static void close() {
    installation.close();
  }

  @BeforeEach
  void aDayPasses() {
    // Runs are known by their time.
    installation.clock.move(java.time.Duration.ofDays(1));
  }

  @Test
  void everyTableAndColumnOfTheDatabaseIsInIt() throws IOException {
    Manifest manifest = Backups.verify(good, Progress.NONE);

    String held =
        String.join(
            " ",
            manifest.tables().stream()
                .flatMap(table -> table.columns().stream().map(one -> table.name() + "." + one))
                .sorted()
                .toList());
    assertThat(held)
        .isEqualTo(
            installation.database.text(
                """
                SELECT string_agg(table_name || '.' || column_name, ' '
                                  ORDER BY (table_name || '.' || column_name) COLLATE "C")
                  FROM information_schema.columns
                 WHERE table_schema = 'everline' AND table_name <> 'flyway_schema_history'
                """));
    assertThat(manifest.sequences().stream().map(Manifest.Sequence::name).toList())
        .containsExactly("id_block", "wake_up_id_seq");
  }

  @Test
  void itIsOfOneMomentWhateverIsWrittenMeanwhile() throws IOException {
    long before = installation.database.number("SELECT count(*) FROM ledger_transfer");

    Backups.MadeBackup made =
        installation.backups.make(
            folder.resolve("busy.backup"),
            false,
            null,
            (what, done, all) -> installation.deposit());

    assertThat(installation.database.number("SELECT count(*) FROM ledger_transfer"))
        .isGreaterThan(before + 10);
    assertThat(made.manifest().ledger().transfers()).isEqualTo(before);
    assertThat(made.manifest().ledger().sound()).isTrue();
    assertThat(rows(made.manifest(), "ledger_transfer")).isEqualTo(before);
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(good)))
        .isEqualTo("rw-------");
  }

  @Test
  void anEarlierBackupIsReplacedOnlyWhenAskedFor() throws IOException {
    Path file = Files.copy(good, folder.resolve("mine"));
    byte[] before = Files.readAllBytes(file);

    requireLeftAlone(file, false, ProblemType.CONFLICT, "already exists");
    assertThat(file).hasBinaryContent(before);

    installation.backups.make(file, true, null, Progress.NONE);
    assertThat(Backups.verify(file, Progress.NONE).madeAt())
        .isAfter(Backups.verify(good, Progress.NONE).madeAt());
    assertThat(names()).containsExactly("mine");
  }

  @Test
  void aFileThatIsNoBackupIsNeverReplaced() throws IOException {
    Path letter = Files.writeString(folder.resolve("letter"), "treasured");

    requireLeftAlone(letter, false, ProblemType.CONFLICT, "already exists");
    requireLeftAlone(letter, true, ProblemType.CONFLICT, "isn't an Everline backup");

    assertThat(letter).hasContent("treasured");
    assertThat(names()).containsExactly("letter");
  }

  @Test
  void aFileThatTakesThePlaceOfABackupMeanwhileIsNotReplaced() throws IOException {
    Path file = folder.resolve("mine");

    assertThatThrownBy(
            () ->
                installation.backups.make(
                    file, true, null, (what, done, all) -> writeOnce(file, "another's")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("isn't an Everline backup");

    assertThat(file).hasContent("another's");
  }

  @Test
  void neitherALinkNorAPipeNorAFolderIsReplaced() throws Exception {
    Path target = Files.copy(good, folder.resolve("target.backup"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path inner = Files.createDirectory(folder.resolve("folder"));

    for (boolean replace : new boolean[] {true, false}) {
      requireLeftAlone(link, replace, ProblemType.INVALID_VALUE, "is a symbolic link");
      requireLeftAlone(dangling, replace, ProblemType.INVALID_VALUE, "is a symbolic link");
      requireLeftAlone(pipe, replace, ProblemType.INVALID_VALUE, "is a device or a pipe");
      requireLeftAlone(inner, replace, ProblemType.INVALID_VALUE, "is a folder");
    }

    assertThat(link).isSymbolicLink();
    assertThat(dangling).isSymbolicLink();
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(target).hasSameBinaryContentAs(good);
    assertThat(names()).hasSize(5);
  }

  private static void requireLeftAlone(Path file, boolean replace, ProblemType type, String why) {
    assertThatThrownBy(() -> installation.backups.make(file, replace, null, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why)
        .extracting(refused -> ((ProblemException) refused).type())
        .isEqualTo(type);
  }

  @Test
  void whatAKilledOneLeftIsRemovedByTheNextToTheSameFile() throws IOException {
    List<String> left =
        List.of(
            "mine.tmp-0123456789ab", "mine.tmp-0123456789ab.lock", "mine.tmp-ba9876543210.lock");
    // One that works may have no lock on this file system; others' aren't ours to judge.
    List<String> others =
        List.of(
            "mine.tmp-aaaaaaaaaaaa",
            "mine.tmp-notes",
            "mine.tmp-0123456789abc",
            "yours.tmp-0123456789ab",
            "yours.tmp-0123456789ab.lock");
    for (String name : Stream.concat(left.stream(), others.stream()).toList()) {
      Path file = Files.writeString(folder.resolve(name), "half");
      Files.setLastModifiedTime(file, FileTime.from(installation.clock.instant()));
    }

    installation.backups.make(folder.resolve("mine"), false, null, Progress.NONE);

    assertThat(names()).containsExactlyInAnyOrderElementsOf(plus(others, "mine"));

    installation.clock.move(java.time.Duration.ofDays(2));
    installation.backups.make(folder.resolve("mine"), true, null, Progress.NONE);
    assertThat(names()).doesNotContain("mine.tmp-aaaaaaaaaaaa").contains("mine.tmp-notes");
  }

  private static List<String> plus(List<String> names, String one) {
    return Stream.concat(names.stream(), Stream.of(one)).toList();
  }

  @Test
  void twoAtOnceToTheSameFileDoNotDisturbEachOther() throws IOException {
    Path file = folder.resolve("mine");
    java.util.concurrent.atomic.AtomicBoolean begun =
        new java.util.concurrent.atomic.AtomicBoolean();

    installation.backups.make(
        file,
        true,
        null,
        (what, done, all) -> {
          if (begun.compareAndSet(false, true)) {
            // Runs are known by their time.
            installation.clock.move(java.time.Duration.ofSeconds(1));
            installation.backups.make(file, true, null, Progress.NONE);
          }
        });

    assertThat(Backups.verify(file, Progress.NONE).rows()).isPositive();
    assertThat(names()).containsExactly("mine");
  }

  @Test
  void oneThatComesMeanwhileIsNotOverwritten() throws IOException {
    Path file = folder.resolve("mine");

    assertThatThrownBy(
            () ->
                installation.backups.make(
                    file, false, null, (what, done, all) -> writeOnce(file, "another's")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("already exists");

    assertThat(file).hasContent("another's");
  }

  @Test
  void aCrashInTheMiddleLeavesTheOldOneAsItWas() throws IOException {
    Path file = Files.copy(good, folder.resolve("kept.backup"));
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(
            () ->
                installation.backups.make(
                    file,
                    true,
                    null,
                    (what, done, all) -> {
                      if (done == 10) {
                        throw new Killed();
                      }
                    }))
        .isInstanceOf(Killed.class);

    assertThat(file).hasBinaryContent(before);
    assertThat(Backups.verify(file, Progress.NONE).rows()).isPositive();
  }

  @Test
  void aFailureIsNotedAndSaidInWords() {
    assertThatThrownBy(
            () ->
                installation.backups.make(
                    folder.resolve("no/such/folder"), false, null, Progress.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The folder of");
    BackupRuns.LatestRuns standing =
        new dev.everline.storage.Transactions(installation.database.dataSource())
            .run(BackupRuns::latest);
    assertThat(java.util.Objects.requireNonNull(standing.last()).outcome())
        .isEqualTo(BackupRuns.Outcome.FAILED);
    assertThat(java.util.Objects.requireNonNull(standing.made()).outcome())
        .isEqualTo(BackupRuns.Outcome.MADE);
  }

  @Test
  void noByteCanBeFlipped() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    Path file = folder.resolve("flipped");
    for (int at = 0; at < bytes.length; at += 97) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= 0x20;
      Files.write(file, flipped);
      requireRefused(file, "with byte " + at + " flipped");
    }
  }

  @Test
  void noneIsTakenThatWasCutOff() throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    Path file = folder.resolve("cut");
    for (int length : new int[] {0, 1, 22, 64, 1_000, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      requireRefused(file, "cut off at " + length);
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    requireRefused(file, "with a byte too many");
  }

  @Test
  void whatIsNoBackupIsCalledSo() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "number,carrier\n2125550100,h2o\n");
    assertThatThrownBy(() -> Backups.verify(text, Progress.NONE))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("isn't an Everline backup");
    Forged zip = new Forged(good);
    zip.entries.remove(Manifest.NAME);
    assertThatThrownBy(() -> Backups.verify(zip.write(folder.resolve("zip")), Progress.NONE))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("isn't an Everline backup");
  }

  @Test
  void noForgedOneLeadsOutOfItsFolder() throws IOException {
    byte[] evil = "evil".getBytes(StandardCharsets.UTF_8);
    for (String name :
        List.of(
            "../../evil", "/etc/evil", "catalog/../../evil", "catalog/.hidden", "catalog/a//b")) {
      Forged forged = new Forged(good);
      forged.entries.put(name, evil);
      forged.manifest(
          forged
              .manifest()
              .replace(
                  "\"files\":[",
                  "\"files\":[{\"name\":\"%s\",\"bytes\":4,\"sha256\":\"%s\"}"
                      .formatted(name, Forged.hash(evil))));
      requireRefused(forged.write(folder.resolve("forged")), name);
    }
  }

  @Test
  void noForgedOneHoldsMoreThanItTells() throws IOException {
    Forged more = new Forged(good);
    more.entries.put("tables/evil.copy", new byte[3]);
    requireRefused(more.write(folder.resolve("more")), "an entry more");

    Forged less = new Forged(good);
    less.entries.remove("tables/line.copy");
    requireRefused(less.write(folder.resolve("less")), "an entry less");

    Forged bomb = new Forged(good);
    bomb.entries.put("tables/line.copy", new byte[64 << 20]);
    requireRefused(bomb.write(folder.resolve("bomb")), "an entry larger than said");

    // One that says so: no data packs so tightly.
    Forged saying = new Forged(good);
    byte[] line = java.util.Objects.requireNonNull(saying.entries.get("tables/line.copy"));
    saying.manifest(
        saying.manifest().replace("\"bytes\":" + line.length, "\"bytes\":" + Long.MAX_VALUE));
    requireRefused(saying.write(folder.resolve("saying")), "an entry of impossible size");

    Forged rows = new Forged(good);
    rows.manifest(rows.manifest().replaceFirst("\"rows\":1,", "\"rows\":2,"));
    requireRefused(rows.write(folder.resolve("rows")), "a row too few");

    Forged name = new Forged(good);
    name.manifest(name.manifest().replace("\"valid_until\"", "\"a\\\"; DROP TABLE line; --\""));
    requireRefused(name.write(folder.resolve("name")), "a column that is none");

    Forged missing = new Forged(good);
    missing.manifest(missing.manifest().replace("\"ledger\":{", "\"legder\":{"));
    requireRefused(missing.write(folder.resolve("missing")), "without the ledger's proof");
  }

  @Test
  void oneOfALaterLayoutIsToldFromADamagedOne() throws IOException {
    Forged later = new Forged(good);
    later.manifest(later.manifest().replace("\"formatVersion\":1", "\"formatVersion\":2"));
    assertThatThrownBy(() -> Backups.verify(later.write(folder.resolve("later")), Progress.NONE))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("newer Everline");
  }

  private static void requireRefused(Path file, String what) {
    assertThatThrownBy(() -> Backups.verify(file, Progress.NONE))
        .as(what)
        .isInstanceOf(InvalidValue.class)
        .extracting(refused -> ((InvalidValue) refused).type())
        .isEqualTo(ProblemType.INVALID_VALUE);
  }

  private static long rows(Manifest manifest, String table) {
    return manifest.tables().stream()
        .filter(one -> one.name().equals(table))
        .findFirst()
        .orElseThrow()
        .rows();
  }

  private static void writeOnce(Path file, String content) {
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, content);
      }
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

package dev.everline.storage.schema;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.embedded.EmbeddedPostgres;
import dev.everline.storage.embedded.UnfinishedRestore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of an embedded server that is restored into.
 *
 * @param note what stands in the folder until the end; null where a database was there already:
 *     then the schema alone tells of the restore, as in a database of one's own
 */
record RestoreFolder(
    StorageSettings settings,
    UnfinishedRestore unfinished,
    UnfinishedRestore.@Nullable Note note,
    EmbeddedPostgres server)
    implements AutoCloseable {

  /** What may lie in a data folder whose database is still to be made. */
  private static final Set<String> NO_DATABASE =
      Set.of(
          "backups",
          "catalog",
          "data",
          "demo",
          "initdb.log",
          "keys.json",
          "keys.json.restoring",
          "lost+found",
          "pg_ctl.log",
          "port",
          "postgresql.log",
          "push-keys",
          "secret",
          "start.lock",
          "uploads",
          "users.lock");

  static RestoreFolder begin(StorageSettings settings, Instant backupAt) {
    Path home = settings.home();
    try {
      requireEmpty(home);
      EmbeddedPostgres.createFolder(home);
      UnfinishedRestore unfinished = UnfinishedRestore.lock(home);
      try {
        UnfinishedRestore.Note before = unfinished.note().orElse(null);
        if (before != null) {
          EmbeddedPostgres.stopForgotten(settings);
          unfinished.removeRemains(before);
        }
        requireEmpty(home);
        UnfinishedRestore.Note note =
            EmbeddedPostgres.whileNoneStarts(home, () -> unfinished.begin(backupAt, before))
                .orElse(null);
        return new RestoreFolder(settings, unfinished, note, EmbeddedPostgres.open(settings, note));
      } catch (IOException | RuntimeException failure) {
        unfinished.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw unusable(home, failure);
    }
  }

  /**
   * Stops its server and removes what this restore has made. Fails while another process is just
   * being refused there.
   */
  void giveUp() {
    try {
      server.close();
      EmbeddedPostgres.stopForgotten(settings);
      if (note != null) {
        unfinished.removeRemains(note);
      }
    } catch (IOException failure) {
      throw unusable(settings.home(), failure);
    }
  }

  /** The database is complete: nothing tells of the restore any more. */
  void end() {
    try {
      unfinished.end();
    } catch (IOException failure) {
      throw unusable(settings.home(), failure);
    }
  }

  @Override
  public void close() {
    try (unfinished) {
      server.close();
    } catch (IOException failure) {
      throw unusable(settings.home(), failure);
    }
  }

  /** A folder with something in it that isn't known to be harmless is somebody's. */
  private static void requireEmpty(Path home) {
    if (!Files.exists(home) || UnfinishedRestore.isIn(home)) {
      return;
    }
    List<String> strange;
    try (Stream<Path> entries = Files.list(home)) {
      strange =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(
                  name -> !NO_DATABASE.contains(name) && !UnfinishedRestore.NAMES.contains(name))
              .sorted()
              .limit(5)
              .toList();
      Path data = home.resolve("data");
      if (strange.isEmpty() && Files.isDirectory(data) && !isWhole(data)) {
        strange = List.of("data, with files but without PG_VERSION");
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    if (!strange.isEmpty()) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The data folder '"
              + home
              + "' isn't empty: it contains "
              + String.join(", ", strange)
              + ". Set EVERLINE_HOME to an empty one and restore there.");
    }
  }

  private static boolean isWhole(Path data) throws IOException {
    try (Stream<Path> entries = Files.list(data)) {
      return Files.exists(data.resolve("PG_VERSION")) || entries.findAny().isEmpty();
    }
  }

  static ProblemException unusable(Path home, IOException failure) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The data folder '"
            + home
            + "' can't be restored into ("
            + failure
            + "). Check the space and permissions there, or set EVERLINE_HOME to another folder.",
        failure);
  }
}

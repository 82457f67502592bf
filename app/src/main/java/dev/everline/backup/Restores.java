package dev.everline.backup;

import dev.everline.account.AuditTrail;
import dev.everline.catalog.CatalogLoader;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.MicrosecondClock;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.DataFolder;
import dev.everline.ledger.LedgerCheck;
import dev.everline.ledger.LedgerProofs;
import dev.everline.notice.push.PushKeys;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Seal;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.Transactions;
import dev.everline.storage.key.KeyFile;
import dev.everline.storage.schema.SideSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Puts a backup back into an empty place. The file is read whole before anything is made; then all
 * is put together in a schema beside the application's place, brought to this version, counted and
 * proved, and appears at the very end, in one transaction. Whatever breaks it off leaves no
 * database that could be taken for one; another try begins again.
 */
public final class Restores {

  /**
   * Blocks of numbers that are left out. Numbers that were given out after the backup are known to
   * carriers, as references of orders: one given out again would look like an order that is paid.
   */
  private static final long BLOCKS_LEFT_OUT = 1L << 20;

  private static final String TRAILS = "audit trails";
  private static final String BLOCKS = "id_block";
  private static final int BUFFER = 1 << 16;

  /** A row takes about this many times its text: with its indexes, and in the log. */
  private static final long ROOM = 3;

  private final StorageSettings settings;
  private final PushKeys pushKeys;
  private final Path catalog;
  private final Clock clock;

  /**
   * @param settings where to; its server is started where it is embedded
   * @param catalog the folder of the own catalog, made where it is missing
   */
  public Restores(StorageSettings settings, PushKeys pushKeys, Path catalog, Clock clock) {
    this.settings = settings;
    this.pushKeys = pushKeys;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * What was put back.
   *
   * @param manifest what the backup says of itself
   * @param brokenTrails accounts in it whose audit trail isn't as it was written
   */
  public record Restored(Manifest manifest, int brokenTrails) {}

  /** Where the environment says, as the application will look for it. */
  public static Restores fromEnvironment(Map<String, String> environment) {
    String pushKeys = environment.get("EVERLINE_PUSH_KEYS");
    return new Restores(
        StorageSettings.fromEnvironment(environment),
        new PushKeys(
            pushKeys == null || pushKeys.isBlank()
                ? DataFolder.fromEnvironment(environment).resolve("push-keys")
                : Path.of(pushKeys)),
        CatalogLoader.ownFolder(environment),
        MicrosecondClock.system());
  }

  /**
   * Puts a backup back.
   *
   * @param passphrase asked for the keys' only where there is no file of keys yet, and the backup
   *     holds them
   * @return what was put back
   * @throws InvalidValue when the file can't be used, or the passphrase is another
   * @throws ProblemException CONFLICT when the place isn't empty; CONFIGURATION when the keys are
   *     missing or others, or the schema is newer than this program's; LEDGER_UNBALANCED when the
   *     ledger isn't as it was
   */
  public Restored restore(Path file, Supplier<char[]> passphrase, Progress progress)
      throws IOException {
    try (BackupFile backup = BackupFile.open(file)) {
      backup.verify(progress);
      Manifest manifest = backup.manifest();
      KeyFile keyFile = new KeyFile(settings.keyFile());
      SealedKeys.Keys keys = keyFile.exists() ? null : keys(backup, keyFile, passphrase);
      if (keys == null) {
        requireTheseKeys(manifest, new Seal(keyFile));
      }
      requirePlaceForCatalog(backup);
      requireRoom(manifest);
      try (SideSchema schema = SideSchema.open(settings, manifest.madeAt())) {
        try {
          return restore(backup, schema, keys, progress);
        } catch (RuntimeException | IOException failure) {
          giveUp(schema, failure);
          throw failure;
        }
      }
    }
  }

  private static void giveUp(SideSchema schema, Exception failure) {
    try {
      schema.giveUp();
    } catch (RuntimeException away) {
      // The next restore does it.
      failure.addSuppressed(away);
    }
  }

  private Restored restore(
      BackupFile backup, SideSchema schema, SealedKeys.@Nullable Keys keys, Progress progress)
      throws IOException {
    Manifest manifest = backup.manifest();
    Seal seal = schema.seal(keys == null ? null : keys.sealing());
    requireTheseKeys(manifest, seal);
    requireKnown(manifest, schema.versions(seal));
    schema.create(manifest.schema(), seal);
    load(backup, schema, progress);
    schema.migrate(seal);
    LedgerCheck.Proof proof = prove(manifest, schema);
    progress.at(TRAILS, manifest.tables().size(), manifest.tables().size());
    int brokenTrails = new Transactions(schema.dataSource()).run(AuditTrail::countBroken);
    writeCatalog(backup);
    if (keys != null && keys.push() != null) {
      pushKeys.putBack(keys.push());
    }
    Instant now = clock.instant();
    schema.reveal(
        connection -> {
          // They tell of files beside another database.
          execute(connection, "DELETE FROM backup_run");
          LedgerProofs.note(connection, proof, now);
          RestoreMark.set(connection, manifest.madeAt(), now);
          return true;
        });
    return new Restored(manifest, brokenTrails);
  }

  // --- before anything is made

  private SealedKeys.Keys keys(BackupFile backup, KeyFile keyFile, Supplier<char[]> passphrase)
      throws IOException {
    Manifest.Part sealed = backup.manifest().sealedKeys();
    if (sealed == null) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The keys of this backup are missing: it doesn't include them, and there is no '"
              + keyFile.path()
              + "'. Put your copy of the key file there, or set EVERLINE_KEYS"
              + " to its path. Without it, numbers and names can't be read.");
    }
    char[] given = passphrase.get();
    try {
      return SealedKeys.open(backup.bytes(sealed), given);
    } finally {
      Arrays.fill(given, '\0');
    }
  }

  private static void requireTheseKeys(Manifest manifest, Seal seal) {
    if (!HexFormat.of().formatHex(seal.identity()).equals(manifest.keys())) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "'"
              + seal.file().path()
              + "' holds the keys of a database other than this backup's. Put the right file there,"
              + " or set EVERLINE_KEYS to its path.");
    }
  }

  private void requirePlaceForCatalog(BackupFile backup) throws IOException {
    for (Manifest.Part part : backup.manifest().files()) {
      Path file = placeOf(part);
      if (Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), backup.bytes(part))) {
        throw new ProblemException(
            ProblemType.CONFLICT,
            "'" + file + "' already exists and differs from the backup's; move it away first.");
      }
    }
  }

  private Path placeOf(Manifest.Part part) {
    Path file = catalog.resolve(part.name().substring(Manifest.CATALOG.length())).normalize();
    if (!file.startsWith(catalog)) {
      throw new IllegalStateException("a name that was checked leads elsewhere");
    }
    return file;
  }

  private void requireRoom(Manifest manifest) {
    if (settings.url() != null) {
      return;
    }
    long needed = ROOM * manifest.parts().stream().mapToLong(Manifest.Part::bytes).sum();
    // Not by way of a FileStore, which a folder below a chroot has none of.
    long usable = nearest(settings.home()).toFile().getUsableSpace();
    if (needed > usable) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The disk of '%s' has %,d MB left; this backup needs about %,d MB. Free up space first."
              .formatted(settings.home(), usable >> 20, needed >> 20));
    }
  }

  /** The folder itself, or the one in which it would be made. */
  private static Path nearest(Path home) {
    Path folder = home.toAbsolutePath();
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static void requireKnown(Manifest manifest, Set<String> known) {
    if (!known.contains(manifest.schema()) || !known.containsAll(manifest.migrations())) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The backup's database has version "
              + manifest.schema()
              + ", which this Everline doesn't know: it was made by a newer one ("
              + manifest.everline()
              + "). Restore it with that one or a newer one.");
    }
  }

  // --- into the schema beside

  private static void load(BackupFile backup, SideSchema schema, Progress progress)
      throws IOException {
    Manifest manifest = backup.manifest();
    try (Connection connection = schema.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Map<String, List<String>> tables = Tables.inOrder(connection);
      requireSameTables(manifest, tables);
      clear(connection, new ArrayList<>(tables.keySet()).reversed());
      Map<String, Manifest.Table> parts =
          manifest.tables().stream().collect(Collectors.toMap(Manifest.Table::name, one -> one));
      int done = 0;
      for (String table : tables.keySet()) {
        progress.at(table, done++, tables.size());
        load(backup, connection, java.util.Objects.requireNonNull(parts.get(table)));
      }
      for (Manifest.Sequence sequence : manifest.sequences()) {
        set(connection, sequence);
      }
      connection.commit();
      connection.setAutoCommit(true);
      for (String table : tables.keySet()) {
        execute(connection, "ANALYZE " + Tables.quoted(table));
      }
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The backup can't be loaded", failure);
    }
  }

  private static void requireSameTables(Manifest manifest, Map<String, List<String>> tables) {
    Map<String, Set<String>> ours =
        tables.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, table -> new HashSet<>(table.getValue())));
    Map<String, Set<String>> theirs =
        manifest.tables().stream()
            .collect(
                Collectors.toMap(Manifest.Table::name, table -> new HashSet<>(table.columns())));
    if (!ours.equals(theirs)) {
      throw InvalidValue.withoutValue(
          "file",
          "has other tables than version " + manifest.schema() + " has",
          "restore it with the Everline that made it");
    }
  }

  /** What migrations have put there. Tables that refuse it hold nothing of them. */
  private static void clear(Connection connection, List<String> tables) throws SQLException {
    for (String table : tables) {
      String name = Tables.quoted(table);
      boolean any;
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT 1 FROM " + name + ")")) {
        row.next();
        any = row.getBoolean(1);
      }
      if (any) {
        execute(connection, "DELETE FROM " + name);
      }
    }
  }

  private static void load(BackupFile backup, Connection connection, Manifest.Table table)
      throws SQLException, IOException {
    PGCopyOutputStream rows =
        new PGCopyOutputStream(
            connection.unwrap(PGConnection.class),
            Tables.copy(table.name(), table.columns(), "FROM STDIN"),
            BUFFER);
    long written;
    try {
      backup.copy(table.part(), rows);
      written = rows.endCopy();
    } finally {
      if (rows.isActive()) {
        rows.cancelCopy();
      }
    }
    if (written != table.rows()) {
      throw InvalidValue.withoutValue(
          "file", "has other rows of " + table.name() + " than it says", "use another backup");
    }
  }

  private static void set(Connection connection, Manifest.Sequence sequence) throws SQLException {
    long value = sequence.value() + (sequence.name().equals(BLOCKS) ? BLOCKS_LEFT_OUT : 0);
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
      statement.setString(1, Tables.quoted(sequence.name()));
      statement.setLong(2, value);
      statement.setBoolean(3, sequence.called());
      statement.execute();
    }
  }

  private static LedgerCheck.Proof prove(Manifest manifest, SideSchema schema) {
    return new Transactions(schema.dataSource())
        .run(
            connection -> {
              connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
              LedgerCheck.Proof proof = new LedgerCheck().run(connection);
              if (!Manifest.Ledger.of(proof).equals(manifest.ledger())) {
                throw new ProblemException(
                    ProblemType.LEDGER_UNBALANCED,
                    "The ledger differs from what it was when the backup was made, so nothing was"
                        + " restored. Use another backup.");
              }
              return proof;
            });
  }

  private void writeCatalog(BackupFile backup) throws IOException {
    for (Manifest.Part part : backup.manifest().files()) {
      Path file = placeOf(part);
      Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
      Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
      Files.write(fresh, backup.bytes(part));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

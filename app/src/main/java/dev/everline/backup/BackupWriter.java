package dev.everline.backup;

import dev.everline.ledger.LedgerCheck;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes one snapshot of the database into a ZIP: each table as PostgreSQL's {@code COPY} gives it,
 * the own catalog, the sealed keys where asked for, and the manifest last. Rows go straight from
 * the database into the file, so a database of any size needs little memory.
 */
final class BackupWriter {

  /** Of nine: rows shrink to a fifth at the speed at which the database gives them. */
  private static final int COMPRESSION = 3;

  private static final int BUFFER = 1 << 16;

  /**
   * What goes into a backup beside the database.
   *
   * @param version of the program
   * @param keys tells the keys from others
   * @param sealedKeys or null
   * @param catalog the folder of the own catalog, which may be missing
   */
  record Beside(String version, String keys, @Nullable String sealedKeys, @Nullable Path catalog) {}

  private final Beside beside;
  private final Progress progress;

  BackupWriter(Beside beside, Progress progress) {
    this.beside = beside;
    this.progress = progress;
  }

  /**
   * @param connection in a repeatable-read transaction of its own that has read nothing yet
   * @param out ends with {@link BackupFile#SEAL_DIGITS} zeros, to be replaced by the file's hash
   */
  Manifest write(Connection connection, OutputStream out, Instant now)
      throws SQLException, IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER))) {
      zip.setLevel(COMPRESSION);
      zip.setComment("0".repeat(BackupFile.SEAL_DIGITS));
      List<String> versions = Tables.versions(connection);
      Map<String, List<String>> columns = Tables.inOrder(connection);
      List<Manifest.Table> tables = new ArrayList<>();
      for (Map.Entry<String, List<String>> table : columns.entrySet()) {
        progress.at(table.getKey(), tables.size(), columns.size() + 1);
        tables.add(table(connection, zip, table.getKey(), table.getValue()));
      }
      // After the rows: no number in them is one that the sequence is still to give.
      List<Manifest.Sequence> sequences = Tables.sequences(connection);
      List<Manifest.Part> files = catalog(zip);
      Manifest.Part keys = null;
      if (beside.sealedKeys() != null) {
        keys =
            part(zip, Manifest.SEALED_KEYS, beside.sealedKeys().getBytes(StandardCharsets.UTF_8));
      }
      progress.at("ledger", columns.size(), columns.size() + 1);
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              Manifest.FORMAT_VERSION,
              beside.version(),
              versions.getLast(),
              versions,
              now,
              beside.keys(),
              tables,
              sequences,
              files,
              keys,
              Manifest.Ledger.of(new LedgerCheck().run(connection)));
      String fault = manifest.fault();
      if (fault != null) {
        throw new IllegalStateException("a backup that could not be restored: " + fault);
      }
      part(zip, Manifest.NAME, BackupFile.JSON.writeValueAsBytes(manifest));
      return manifest;
    }
  }

  private static Manifest.Table table(
      Connection connection, ZipOutputStream zip, String table, List<String> columns)
      throws SQLException, IOException {
    Manifest.Table empty = new Manifest.Table(table, columns, 0, 0, "");
    zip.putNextEntry(new ZipEntry(empty.part().name()));
    Measured measured = new Measured(zip);
    long rows;
    try (BufferedOutputStream rowsOut = new BufferedOutputStream(measured, BUFFER)) {
      rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(Tables.copy(table, columns, "TO STDOUT"), rowsOut);
    }
    zip.closeEntry();
    return new Manifest.Table(table, columns, rows, measured.bytes(), measured.hash());
  }

  private List<Manifest.Part> catalog(ZipOutputStream zip) throws IOException {
    Path folder = beside.catalog();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found;
    try (Stream<Path> tree = Files.walk(folder)) {
      found = tree.filter(Files::isRegularFile).sorted().toList();
    }
    List<Manifest.Part> parts = new ArrayList<>();
    for (Path file : found) {
      String name = Manifest.CATALOG + folder.relativize(file).toString().replace('\\', '/');
      if (Manifest.isCatalogFile(name)) {
        parts.add(part(zip, name, Files.readAllBytes(file)));
      }
    }
    return parts;
  }

  private static Manifest.Part part(ZipOutputStream zip, String name, byte[] content)
      throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    Measured measured = new Measured(zip);
    measured.write(content, 0, content.length);
    zip.closeEntry();
    return new Manifest.Part(name, measured.bytes(), measured.hash());
  }

  /** For the comment that the hash replaces. */
  static byte[] digits(String hash) {
    return hash.getBytes(StandardCharsets.US_ASCII);
  }
}

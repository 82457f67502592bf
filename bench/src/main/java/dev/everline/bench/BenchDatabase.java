package dev.everline.bench;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.Plan;
import dev.everline.storage.Database;
import dev.everline.storage.Seal;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A database of its own for a benchmark, durable as in production, and gone afterwards. */
final class BenchDatabase implements AutoCloseable {

  private final Path home;
  private final Database database;
  private final Catalog catalog = CatalogLoader.builtIn().load();

  BenchDatabase() {
    home =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "everline-bench-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    database = Database.open(StorageSettings.embedded(home, 20));
  }

  DataSource dataSource() {
    return database.dataSource();
  }

  Seal seal() {
    return database.seal();
  }

  EmbeddedPostgres server() {
    return Objects.requireNonNull(database.embedded());
  }

  Catalog catalog() {
    return catalog;
  }

  List<Plan> plans() {
    LocalDate today = LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC);
    return SeededLines.renewablePlans(catalog, today);
  }

  @Override
  public void close() throws IOException {
    database.close();
    try (Stream<Path> tree = Files.walk(home)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}

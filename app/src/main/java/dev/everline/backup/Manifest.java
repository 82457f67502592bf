package dev.everline.backup;

import dev.everline.ledger.LedgerCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself.
 *
 * @param format always {@link #FORMAT}
 * @param formatVersion of the file's layout
 * @param everline the version of the program that made it
 * @param schema the version of the database's schema, such as 19
 * @param migrations all versions of the schema that the database went through
 * @param madeAt the moment whose data it holds
 * @param keys tells the keys of the personal data from another database's, in hexadecimal digits
 * @param sealedKeys the keys themselves, sealed by a passphrase; null where they were not asked for
 * @param files of the own catalog
 * @param ledger what the ledger's proof gave at that moment
 */
public record Manifest(
    String format,
    int formatVersion,
    String everline,
    String schema,
    List<String> migrations,
    Instant madeAt,
    String keys,
    List<Table> tables,
    List<Sequence> sequences,
    List<Part> files,
    @Nullable Part sealedKeys,
    Ledger ledger) {

  /** Fields missing in a file are refused by its readers. */
  public Manifest {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(madeAt);
    Objects.requireNonNull(keys);
    Objects.requireNonNull(ledger);
    migrations = List.copyOf(migrations);
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    files = List.copyOf(files);
  }

  static final String FORMAT = "everline-backup";
  static final int FORMAT_VERSION = 1;
  static final String NAME = "manifest.json";
  static final String SEALED_KEYS = "keys.sealed";
  static final String CATALOG = "catalog/";

  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  /** A file name at most one folder deep, none of whose parts begins with a dot. */
  private static final Pattern CATALOG_FILE =
      Pattern.compile(
          "catalog/([A-Za-z0-9_][A-Za-z0-9._-]{0,99}/){0,3}[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  /**
   * An entry of the file.
   *
   * @param bytes of it when unpacked
   * @param sha256 of these, in hexadecimal digits
   */
  record Part(String name, long bytes, String sha256) {
    Part {
      Objects.requireNonNull(name);
      Objects.requireNonNull(sha256);
    }
  }

  /**
   * A table's rows, as PostgreSQL's {@code COPY} writes them as text.
   *
   * @param columns in the order in which they are written
   */
  record Table(String name, List<String> columns, long rows, long bytes, String sha256) {

    Table {
      Objects.requireNonNull(name);
      Objects.requireNonNull(sha256);
      columns = List.copyOf(columns);
    }

    Part part() {
      return new Part("tables/" + name + ".copy", bytes, sha256);
    }
  }

  /** Where a sequence stood; read after the tables, so that it is past all numbers in them. */
  record Sequence(String name, long value, boolean called) {
    Sequence {
      Objects.requireNonNull(name);
    }
  }

  /** The ledger at that moment. */
  public record Ledger(boolean sound, long transfers, long accounts, List<LedgerCheck.Sum> sums) {

    static Ledger of(LedgerCheck.Proof proof) {
      return new Ledger(proof.isSound(), proof.transfers(), proof.accounts(), proof.sums());
    }
  }

  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** All entries but the manifest itself. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    tables.forEach(table -> parts.add(table.part()));
    parts.addAll(files);
    if (sealedKeys != null) {
      parts.add(sealedKeys);
    }
    return parts;
  }

  /** What is wrong with its names and numbers; null when it can be trusted that far. */
  @Nullable String fault() {
    for (Table table : tables) {
      if (!isIdentifier(table.name())
          || !table.columns().stream().allMatch(Manifest::isIdentifier)) {
        return "a table has a name that no table has";
      }
    }
    for (Sequence sequence : sequences) {
      if (!isIdentifier(sequence.name())) {
        return "a sequence has a name that no sequence has";
      }
    }
    if (!files.stream().allMatch(file -> isCatalogFile(file.name()))) {
      return "a file of the catalog has a name that leads elsewhere";
    }
    if (sealedKeys != null && !sealedKeys.name().equals(SEALED_KEYS)) {
      return "the keys have another name than theirs";
    }
    if (parts().stream().map(Part::name).distinct().count() != parts().size()) {
      return "a name stands twice";
    }
    return parts().stream().anyMatch(part -> part.bytes() < 0) ? "a size is negative" : null;
  }

  static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches();
  }

  static boolean isCatalogFile(String name) {
    return CATALOG_FILE.matcher(name).matches();
  }
}

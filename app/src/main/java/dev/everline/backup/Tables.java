package dev.everline.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables and sequences of the connection's schema, as the catalogue of the database tells them,
 * so that none is forgotten. The migrations' own history is left out: it is written by those who
 * make the schema.
 */
final class Tables {

  private static final String HISTORY = "flyway_schema_history";

  private Tables() {}

  /** Each table with its columns; a table comes after those that its foreign keys refer to. */
  static Map<String, List<String>> inOrder(Connection connection) throws SQLException {
    Map<String, List<String>> columns = columns(connection);
    Map<String, Set<String>> references = references(connection);
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    while (ordered.size() < columns.size()) {
      int before = ordered.size();
      columns.forEach(
          (table, its) -> {
            if (ordered.keySet().containsAll(references.getOrDefault(table, Set.of()))) {
              ordered.putIfAbsent(table, its);
            }
          });
      if (ordered.size() == before) {
        throw new IllegalStateException("foreign keys go round in a circle");
      }
    }
    return ordered;
  }

  private static Map<String, List<String>> columns(Connection connection) throws SQLException {
    String sql =
        """
        SELECT c.relname, a.attname
          FROM pg_class c
          JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
           AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
           AND c.relname <> ?
         ORDER BY c.relname, a.attnum
        """;
    Map<String, List<String>> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, HISTORY);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns
              .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
              .add(row.getString(2));
        }
      }
    }
    return columns;
  }

  private static Map<String, Set<String>> references(Connection connection) throws SQLException {
    String sql =
        """
        SELECT DISTINCT t.relname, r.relname
          FROM pg_constraint k
          JOIN pg_class t ON t.oid = k.conrelid
          JOIN pg_class r ON r.oid = k.confrelid
         WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
           AND k.conrelid <> k.confrelid
        """;
    Map<String, Set<String>> references = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        references
            .computeIfAbsent(row.getString(1), table -> new LinkedHashSet<>())
            .add(row.getString(2));
      }
    }
    return references;
  }

  static List<Manifest.Sequence> sequences(Connection connection) throws SQLException {
    String sql =
        """
        SELECT relname FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'
         ORDER BY 1
        """;
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    List<Manifest.Sequence> sequences = new ArrayList<>();
    for (String name : names) {
      try (PreparedStatement statement =
              connection.prepareStatement("SELECT last_value, is_called FROM " + quoted(name));
          ResultSet row = statement.executeQuery()) {
        row.next();
        sequences.add(new Manifest.Sequence(name, row.getLong(1), row.getBoolean(2)));
      }
    }
    return sequences;
  }

  /** The versions of the schema, the present one last. */
  static List<String> versions(Connection connection) throws SQLException {
    String sql =
        "SELECT version FROM "
            + HISTORY
            + " WHERE success AND version IS NOT NULL ORDER BY installed_rank";
    List<String> versions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        versions.add(row.getString(1));
      }
    }
    return versions;
  }

  static String copy(String table, List<String> columns, String direction) {
    return "COPY "
        + quoted(table)
        + " ("
        + String.join(", ", columns.stream().map(Tables::quoted).toList())
        + ") "
        + direction;
  }

  static String quoted(@Nullable String name) {
    if (name == null || !Manifest.isIdentifier(name)) {
      throw new IllegalArgumentException("not the name of a table, a column or a sequence");
    }
    return '"' + name + '"';
  }
}

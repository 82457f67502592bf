package dev.everline.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans that PostgreSQL makes for what is sent over a data source, as its own {@code
 * auto_explain} writes them into the server's log: so what is read is what was sent, and how the
 * planner understood it.
 */
public final class Plans {

  /** Further lines of an entry begin with a tab. */
  private static final Pattern AN_ENTRY = Pattern.compile("(?m)^(?!\\t)");

  private static final Pattern A_BUCKET =
      Pattern.compile("\\bbucket (=|>=) ('\\d+'::smallint|\\d+|\\$\\d+)|bucket = ANY \\('\\{");

  private final TestDatabase database;
  private final Path log;
  private final long begin;
  private final Set<String> bucketed;

  private Plans(TestDatabase database) throws IOException {
    this.database = database;
    this.log = Path.of(database.text("SHOW data_directory")).resolveSibling("postgresql.log");
    this.begin = Files.size(log);
    this.bucketed =
        Set.copyOf(
            JdbcClient.create(database.dataSource())
                .sql(
                    """
                    SELECT table_name FROM information_schema.columns
                     WHERE table_schema = 'everline' AND column_name = 'bucket'
                    """)
                .query(String.class)
                .list());
    for (String setting :
        List.of(
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_format = 'json'")) {
      database.execute("ALTER DATABASE " + database.name() + " SET " + setting);
    }
  }

  /** From now on, of what is sent over {@link #dataSource}. */
  public static Plans of(TestDatabase database) {
    try {
      return new Plans(database);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Connections whose statements are written down. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.server().jdbcUrl(database.name()));
    source.setUser(database.server().user());
    source.setPassword(database.server().password());
    source.setCurrentSchema("everline");
    return source;
  }

  /**
   * A statement as it was sent.
   *
   * @param tables those with buckets that it reads
   * @param withoutBucket those of them of which it names no bucket: they would be looked for in all
   */
  public record Sent(String text, Set<String> tables, Set<String> withoutBucket) {

    @Override
    public String toString() {
      return withoutBucket + ": " + text;
    }
  }

  /** What was sent so far. */
  public List<Sent> sent() {
    try {
      byte[] all = Files.readAllBytes(log);
      String written =
          new String(all, (int) begin, all.length - (int) begin, StandardCharsets.UTF_8);
      List<Sent> sent = new ArrayList<>();
      JsonMapper json = JsonMapper.builder().build();
      for (String entry : AN_ENTRY.splitAsStream(written).toList()) {
        int plan = entry.indexOf("plan:\n\t{");
        if (plan >= 0) {
          sent.add(read(json.readTree(entry.substring(plan + "plan:".length()))));
        }
      }
      return sent;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Sent read(JsonNode entry) {
    Set<String> tables = new HashSet<>();
    Set<String> withoutBucket = new HashSet<>();
    look(entry.path("Plan"), tables, withoutBucket);
    return new Sent(
        entry.path("Query Text").asString().replaceAll("\\s+", " ").strip(), tables, withoutBucket);
  }

  private void look(JsonNode node, Set<String> tables, Set<String> withoutBucket) {
    String table = node.path("Relation Name").asString("");
    if (bucketed.contains(table) && !node.path("Node Type").asString("").equals("ModifyTable")) {
      tables.add(table);
      if (!A_BUCKET.matcher(conditions(node)).find()) {
        withoutBucket.add(table);
      }
    }
    for (JsonNode below : node.path("Plans")) {
      look(below, tables, withoutBucket);
    }
  }

  /** By what a scan finds its rows, in its index or afterwards. */
  private static String conditions(JsonNode scan) {
    StringBuilder conditions = new StringBuilder();
    for (String kind : List.of("Index Cond", "Recheck Cond", "Filter")) {
      conditions.append(scan.path(kind).asString("")).append(' ');
    }
    return conditions.toString();
  }
}

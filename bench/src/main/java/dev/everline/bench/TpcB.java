package dev.everline.bench;

import dev.everline.storage.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The baseline: TPC-B-like transactions a second of 8 clients on the same server, by {@code pgbench
 * -c 8 -M prepared}; where it is missing, the same transactions by JDBC.
 */
final class TpcB {

  private static final int CLIENTS = 8;
  private static final int SCALE = 10;
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without");

  /**
   * The rate measured.
   *
   * @param by {@code pgbench} or {@code jdbc}
   */
  record Rate(double perSecond, String by) {}

  private final EmbeddedPostgres server;

  TpcB(EmbeddedPostgres server) {
    this.server = server;
  }

  Rate measure(int seconds) throws SQLException, IOException, InterruptedException {
    execute("postgres", "DROP DATABASE IF EXISTS tpcb");
    execute("postgres", "CREATE DATABASE tpcb");
    try {
      return pgbenchIsThere() ? byPgbench(seconds) : byJdbc(seconds);
    } finally {
      execute("postgres", "DROP DATABASE IF EXISTS tpcb WITH (FORCE)");
    }
  }

  private static boolean pgbenchIsThere() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "pgbench"))) {
        return true;
      }
    }
    return false;
  }

  private Rate byPgbench(int seconds) throws IOException, InterruptedException {
    run("-i", "-q", "-s", Integer.toString(SCALE));
    String output =
        run(
            "-c",
            Integer.toString(CLIENTS),
            "-j",
            "2",
            "-M",
            "prepared",
            "-T",
            Integer.toString(seconds));
    Matcher tps = TPS.matcher(output);
    if (!tps.find()) {
      throw new IOException("pgbench told no rate: " + output);
    }
    return new Rate(Double.parseDouble(tps.group(1)), "pgbench");
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("pgbench"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-h", "127.0.0.1", "-p", Integer.toString(server.port()), "-U", server.user()));
    command.add("tpcb");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", server.password());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("pgbench failed: " + output);
    }
    return output;
  }

  private Rate byJdbc(int seconds) throws SQLException, InterruptedException {
    execute(
        "tpcb", "CREATE TABLE branches (bid int PRIMARY KEY, bbalance int) WITH (fillfactor=100)");
    execute("tpcb", "CREATE TABLE tellers (tid int PRIMARY KEY, bid int, tbalance int)");
    execute(
        "tpcb",
        "CREATE TABLE accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84))");
    execute("tpcb", "CREATE TABLE history (tid int, bid int, aid int, delta int, mtime timestamp)");
    execute("tpcb", "INSERT INTO branches SELECT i, 0 FROM generate_series(1, 10) i");
    execute("tpcb", "INSERT INTO tellers SELECT i, 1 + i / 11, 0 FROM generate_series(1, 100) i");
    execute("tpcb", "INSERT INTO accounts SELECT i, 1, 0, '' FROM generate_series(1, 1000000) i");
    execute("tpcb", "VACUUM ANALYZE");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int seed = client;
        counts.add(clients.submit(() -> transactions(new SplittableRandom(seed), end)));
      }
      long all = 0;
      for (Future<Long> count : counts) {
        all += count.get();
      }
      return new Rate((double) all / seconds, "jdbc");
    } catch (java.util.concurrent.ExecutionException failed) {
      throw new SQLException(failed.getCause());
    }
  }

  private long transactions(SplittableRandom random, long end) throws SQLException {
    try (Connection connection = connect("tpcb");
        PreparedStatement account =
            connection.prepareStatement(
                "UPDATE accounts SET abalance = abalance + ? WHERE aid = ?");
        PreparedStatement look =
            connection.prepareStatement("SELECT abalance FROM accounts WHERE aid = ?");
        PreparedStatement teller =
            connection.prepareStatement(
                "UPDATE tellers SET tbalance = tbalance + ? WHERE tid = ?");
        PreparedStatement branch =
            connection.prepareStatement(
                "UPDATE branches SET bbalance = bbalance + ? WHERE bid = ?");
        PreparedStatement history =
            connection.prepareStatement(
                "INSERT INTO history VALUES (?, ?, ?, ?, current_timestamp)")) {
      connection.setAutoCommit(false);
      long count = 0;
      while (System.nanoTime() < end) {
        int delta = random.nextInt(-5000, 5001);
        int aid = random.nextInt(1, 1_000_001);
        int tid = random.nextInt(1, 101);
        int bid = random.nextInt(1, 11);
        set(account, delta, aid).executeUpdate();
        set(look, aid).executeQuery().close();
        set(teller, delta, tid).executeUpdate();
        set(branch, delta, bid).executeUpdate();
        set(history, tid, bid, aid, delta).executeUpdate();
        connection.commit();
        count++;
      }
      return count;
    }
  }

  private static PreparedStatement set(PreparedStatement statement, int... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setInt(i + 1, values[i]);
    }
    return statement;
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", server.user());
    login.setProperty("password", server.password());
    return DriverManager.getConnection(server.jdbcUrl(database), login);
  }
}

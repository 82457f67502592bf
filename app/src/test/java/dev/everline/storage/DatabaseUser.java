package dev.everline.storage;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Another process on a data folder: it opens the database and asks it once for each line that it is
 * sent.
 */
public final class DatabaseUser implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;

  public DatabaseUser(Path home) throws IOException {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseUser.class.getName(),
                home.toString())
            .redirectError(new File("/dev/null"))
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    while (!"open".equals(line().orElseThrow(() -> new IOException("it could not open")))) {
      // what it logs on its way
    }
  }

  private Optional<String> line() throws IOException {
    return Optional.ofNullable(answers.readLine());
  }

  /** The port of the server that answered it, or what went wrong. */
  public String ask() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    while (true) {
      String said = line().orElseThrow();
      if (said.startsWith("answer ")) {
        return said.substring("answer ".length());
      }
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  public static void main(String[] args) throws IOException {
    try (Database database = Database.open(StorageSettings.embedded(Path.of(args[0]), 2));
        BufferedReader asked =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("open");
      while (asked.readLine() != null) {
        System.out.println("answer " + port(database));
      }
    }
  }

  static String port(Database database) {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT current_setting('port')")) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException failure) {
      return failure.toString();
    }
  }
}

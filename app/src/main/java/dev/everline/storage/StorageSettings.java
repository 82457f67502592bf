package dev.everline.storage;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the data lives.
 *
 * @param home the folder of the embedded server's data; unused with an external server
 * @param cache where the embedded server's programs are unpacked
 * @param url JDBC address of an external server, or null for the embedded one
 * @param user of the external server, or null
 * @param password of the external server, or null
 * @param poolSize most connections held
 * @param keys the file of the keys that seal personal data; null for {@code keys.json} beside the
 *     embedded server's data, which is made at the first start
 */
public record StorageSettings(
    Path home,
    Path cache,
    @Nullable String url,
    @Nullable String user,
    @Nullable String password,
    int poolSize,
    @Nullable Path keys) {

  /** An embedded server with its data in a folder. */
  public static StorageSettings embedded(Path home, int poolSize) {
    return new StorageSettings(home, defaultCache(), null, null, null, poolSize, null);
  }

  /**
   * Reads {@code EVERLINE_HOME}, {@code EVERLINE_DATABASE_URL} (JDBC or {@code
   * postgresql://user:password@host:port/database}), {@code EVERLINE_DATABASE_USER} and {@code
   * EVERLINE_DATABASE_PASSWORD} or {@code EVERLINE_DATABASE_PASSWORD_FILE}, and {@code
   * EVERLINE_KEYS}.
   *
   * @throws ProblemException when one of them can't be used
   */
  public static StorageSettings fromEnvironment(Map<String, String> environment) {
    Path folder = DataFolder.fromEnvironment(environment);
    String url = environment.get("EVERLINE_DATABASE_URL");
    String user = environment.get("EVERLINE_DATABASE_USER");
    String password = environment.get("EVERLINE_DATABASE_PASSWORD");
    String passwordFile = environment.get("EVERLINE_DATABASE_PASSWORD_FILE");
    if (password == null && passwordFile != null) {
      password = readSecret(Path.of(passwordFile));
    }
    Path keys = keys(environment);
    if (url == null || url.isBlank()) {
      return new StorageSettings(folder, defaultCache(), null, null, null, 16, keys);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return new StorageSettings(folder, defaultCache(), url, user, password, 16, keys);
    }
    return fromUri(folder, url, user, password, keys);
  }

  private static StorageSettings fromUri(
      Path folder,
      String url,
      @Nullable String user,
      @Nullable String password,
      @Nullable Path keys) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException malformed) {
      throw badUrl();
    }
    String scheme = uri.getScheme();
    if (uri.getHost() == null
        || scheme == null
        || !(scheme.equals("postgresql") || scheme.equals("postgres"))) {
      throw badUrl();
    }
    String userInfo = uri.getRawUserInfo();
    if (userInfo != null) {
      String[] parts = userInfo.split(":", 2);
      user = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
      password = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : password;
    }
    String jdbc =
        "jdbc:postgresql://"
            + uri.getHost()
            + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
            + uri.getRawPath()
            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return new StorageSettings(folder, defaultCache(), jdbc, user, password, 16, keys);
  }

  /** The address is not repeated: it may hold a password. */
  private static ProblemException badUrl() {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "EVERLINE_DATABASE_URL is not the address of a PostgreSQL database; write"
            + " jdbc:postgresql://host:5432/database or"
            + " postgresql://user:password@host/database.");
  }

  private static String readSecret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "EVERLINE_DATABASE_PASSWORD_FILE: '"
              + file
              + "' can't be read; check its path and permissions.",
          unreadable);
    }
  }

  private static @Nullable Path keys(Map<String, String> environment) {
    String keys = environment.get("EVERLINE_KEYS");
    return keys == null || keys.isBlank() ? null : Path.of(keys);
  }

  /**
   * Where the keys are.
   *
   * @throws ProblemException CONFIGURATION when an external server's are not named
   */
  public Path keyFile() {
    if (keys != null) {
      return keys;
    }
    if (url != null) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "EVERLINE_KEYS is not set: with a database of your own, it is the path of the file of keys"
              + " that seal personal data. For a new database, create one with 'everline keys new FILE'"
              + " and keep it safe.");
    }
    return home.resolve("keys.json");
  }

  private static Path defaultCache() {
    if (isRoot()) {
      return Path.of("/var/cache/everline");
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "everline")
        : Path.of(cache, "everline");
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}

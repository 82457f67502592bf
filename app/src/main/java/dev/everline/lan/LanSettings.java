package dev.everline.lan;

import dev.everline.kernel.setting.DataFolder;
import dev.everline.kernel.setting.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Settings {@code everline.lan.*}.
 *
 * @param on whether the home network reaches the portal
 * @param name of the portal in it
 * @param port for TLS; 0 takes a free one
 * @param setupPort where a phone gets the certificate before it trusts it, without TLS; 0 likewise
 * @param certificate a file with a certificate and its chain, or null: then one is made
 * @param key the file of its key, or null likewise
 * @param folder where what is made is kept
 */
record LanSettings(
    boolean on,
    @Nullable String name,
    int port,
    int setupPort,
    @Nullable Path certificate,
    @Nullable Path key,
    Path folder) {

  static final String USUAL_NAME = "everline.local";
  static final String PREFIX = "everline.lan";
  static final String CERTIFICATE = PREFIX + ".certificate";
  static final String KEY = PREFIX + ".key";
  private static final int USUAL_PORT = 8443;
  private static final int USUAL_SETUP_PORT = 8081;
  private static final int LAST_PORT = 65_535;

  /**
   * @throws dev.everline.kernel.ProblemException CONFIGURATION when something is wrong with them
   */
  static LanSettings from(Environment environment) {
    Binder binder = Binder.get(environment);
    boolean on = binder.bind(PREFIX + ".on", Boolean.class).orElse(false);
    String name = text(environment, PREFIX + ".name");
    Path certificate = path(environment, CERTIFICATE);
    Path key = path(environment, KEY);
    Path folder = path(environment, PREFIX + ".folder");
    LanSettings settings =
        new LanSettings(
            on,
            name == null ? null : LanName.require(name),
            port(binder, PREFIX + ".port", USUAL_PORT),
            port(binder, PREFIX + ".setup-port", USUAL_SETUP_PORT),
            certificate,
            key,
            folder == null ? DataFolder.fromEnvironment(System.getenv()).resolve("lan") : folder);
    settings.requireBothOrNone();
    return settings;
  }

  private void requireBothOrNone() {
    if (certificate != null && key == null) {
      throw Setting.wrong(
          CERTIFICATE,
          certificate.toString(),
          "and there is no key to it",
          "name the file of its key with --tls-key or " + Setting.variable(KEY));
    }
    if (key != null && certificate == null) {
      throw Setting.wrong(
          KEY,
          key.toString(),
          "and there is no certificate to it",
          "name the certificate's file with --tls-cert or " + Setting.variable(CERTIFICATE));
    }
  }

  private static int port(Binder binder, String property, int usual) {
    int port = binder.bind(property, Integer.class).orElse(usual);
    Setting.requireWithin(property, port, 0, LAST_PORT);
    return port;
  }

  private static @Nullable Path path(Environment environment, String property) {
    String named = text(environment, property);
    return named == null ? null : Path.of(named).toAbsolutePath();
  }

  private static @Nullable String text(Environment environment, String property) {
    String given = environment.getProperty(property);
    return given == null || given.isBlank() ? null : given.strip();
  }
}

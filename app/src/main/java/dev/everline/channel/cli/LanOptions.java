package dev.everline.channel.cli;

import dev.everline.kernel.InvalidValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the home network reaches the server; what isn't given is left to the settings. */
final class LanOptions {

  @Option(
      names = "--lan",
      description =
          "Also listens in the home network, with TLS, so that phones can open the portal.")
  private boolean on;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "With --lan: the portal's name in the network. One that ends with .local is announced;"
              + " any other must be known to your router. Default: everline.local.")
  private @Nullable String name;

  @Option(
      names = "--lan-port",
      paramLabel = "PORT",
      description = "With --lan: the port for TLS. Default: 8443.")
  private @Nullable Integer port;

  @Option(
      names = "--setup-port",
      paramLabel = "PORT",
      description =
          "With --lan: the port where phones get the certificate, without TLS. Default: 8081.")
  private @Nullable Integer setupPort;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "With --lan: a certificate of your own with its chain (PEM), in place of one made here.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "With --lan: the key of that certificate (PEM, without a passphrase).")
  private @Nullable Path key;

  /**
   * As arguments for the server.
   *
   * @throws InvalidValue when one needs {@code --lan}, which isn't there
   */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    add(settings, "--name", "name", name);
    add(settings, "--lan-port", "port", port);
    add(settings, "--setup-port", "setup-port", setupPort);
    add(settings, "--tls-cert", "certificate", certificate);
    add(settings, "--tls-key", "key", key);
    if (on) {
      settings.add("--everline.lan.on=true");
    }
    return settings;
  }

  private void add(List<String> settings, String option, String property, @Nullable Object value) {
    if (value == null) {
      return;
    }
    if (!on) {
      throw InvalidValue.of(
          option, value.toString(), "has no effect without --lan", "add --lan, or leave it out");
    }
    settings.add("--everline.lan." + property + "=" + value);
  }
}

package dev.everline.catalog.install;

import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.SignedBundle;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gets bundles from an address that the operator has named: over TLS, from there and nowhere else,
 * no more bytes than a bundle has, within a minute. What comes is believed only for its signature.
 */
public final class BundleSource {

  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration IN_ALL = Duration.ofSeconds(60);
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TO_CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** What an address has. */
  public static final class Found {

    private final byte[] file;
    private final @Nullable String tag;

    private Found(byte[] file, @Nullable String tag) {
      this.file = file;
      this.tag = tag;
    }

    public byte[] file() {
      return file.clone();
    }

    /** By which the address can be asked whether it still has the same, or null. */
    public @Nullable String tag() {
      return tag;
    }
  }

  /** Whether a text is an address rather than a file. */
  public static boolean isAddress(String text) {
    return text.regionMatches(true, 0, "https:", 0, 6)
        || text.regionMatches(true, 0, "http:", 0, 5);
  }

  /**
   * @param name of the thing, for the message
   * @throws BundleRefused when it isn't one from which a bundle may come
   */
  public static URI address(String name, String text) {
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      boolean local = host != null && THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = "http".equalsIgnoreCase(uri.getScheme());
      if (host != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && (secure || (plain && local))) {
        return uri;
      }
    } catch (URISyntaxException none) {
      throw notSecure(name);
    }
    throw notSecure(name);
  }

  private static BundleRefused notSecure(String name) {
    return new BundleRefused(
        Why.NOT_SECURE,
        name
            + " isn't an address from which bundles are taken; give one that begins with https://,"
            + " without a password in it. Nothing was changed.");
  }

  /** The bundle at an address. */
  public Found get(URI address) {
    return get(address, null).orElseThrow();
  }

  /**
   * The bundle at an address, unless it is the same as before.
   *
   * @param tag of what it had before, or null
   * @return empty when it is
   * @throws BundleRefused when there is none, or nobody answers
   */
  public Optional<Found> get(URI address, @Nullable String tag) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(IN_ALL)
            .header("Accept", "application/octet-stream");
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), SignedBundle.MOST_BYTES));
    try {
      return read(address, answer.get(IN_ALL.toSeconds(), TimeUnit.SECONDS));
    } catch (TimeoutException slow) {
      throw unreachable(address, "doesn't answer in time");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause
          && String.valueOf(cause.getMessage()).contains("capacity")) {
        throw new BundleRefused(
            Why.TOO_LARGE,
            "What "
                + address.getHost()
                + " has is larger than 8 MiB, which no bundle is. Nothing"
                + " was changed.");
      }
      throw unreachable(address, "can't be reached");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unreachable(address, "was not waited for");
    } finally {
      answer.cancel(true);
    }
  }

  private static Optional<Found> read(URI address, HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 200 ->
          Optional.of(new Found(answer.body(), answer.headers().firstValue("ETag").orElse(null)));
      case 304 -> Optional.empty();
      case 301, 302, 303, 307, 308 ->
          throw unreachable(
              address,
              "leads to another address, which isn't followed; name that one if you trust it");
      default -> throw unreachable(address, "answers " + answer.statusCode());
    };
  }

  private static BundleRefused unreachable(URI address, String how) {
    return new BundleRefused(
        Why.UNREACHABLE,
        address.getHost() + " " + how + ". Nothing was changed.",
        address.getHost());
  }
}

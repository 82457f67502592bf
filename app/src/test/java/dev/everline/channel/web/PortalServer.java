package dev.everline.channel.web;

import dev.everline.TestServer;
import dev.everline.account.Invitations;
import dev.everline.account.Role;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.line.LineStore;
import dev.everline.notice.push.PushKeys;
import dev.everline.sandbox.push.PushSandbox;
import dev.everline.sandbox.push.Subscriber;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A server whose pages browsers open; its heart does not beat. */
public final class PortalServer extends TestServer {

  public static final String PASSWORD = "four plain garden words";

  public final PushSandbox push = PushSandbox.start();
  private final Path folder;
  private int names;

  /**
   * @param settings more of them, as arguments
   */
  public PortalServer(String... settings) {
    Path own = newFolder();
    super(
        options()
            .withoutHeartbeat()
            .with(settings)
            .with(
                "--everline.push.keys=" + own.resolve("push-keys"),
                "--everline.push.loopback=true",
                "--everline.uploads=" + own.resolve("uploads"),
                "--everline.lan.folder=" + own.resolve("lan"),
                // As behind a proxy that ends TLS.
                "--server.forward-headers-strategy=native"));
    this.folder = own;
  }

  /**
   * One for all tests that work in accounts of their own, need no settings, and don't move its
   * clock by more than minutes. Nobody closes it; it stops when all tests are over.
   */
  public static PortalServer shared() {
    PortalServer shared = Shared.SERVER;
    shared.carrier.behave();
    return shared;
  }

  private static final class Shared {

    static final PortalServer SERVER = new PortalServer();

    static {
      TestDatabase.atTheEnd(SERVER::close);
    }
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("everline-portal-");
      Files.createDirectory(folder.resolve("uploads"));
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The folder in which uploaded files lie. */
  public Path uploads() {
    return folder.resolve("uploads");
  }

  public Browser browser() {
    return new Browser(this);
  }

  /** Somebody with this role, signed in. */
  public Browser member(AccountId account, Role role) {
    return joined(get(Invitations.class).create(account, role));
  }

  /** Somebody who runs the installation, signed in. */
  public Browser operator() {
    return joined(get(Invitations.class).createForOperator());
  }

  private Browser joined(String code) {
    Browser browser = browser();
    browser.name = "member " + names++;
    Browser.Page joined =
        browser.post("/join", Map.of("code", code, "name", browser.name, "password", PASSWORD));
    if (joined.status() != 303) {
      throw new IllegalStateException(joined.text());
    }
    return browser;
  }

  /** Has the heartbeat look at a line at a time. */
  public void wake(LineId line, Instant at) {
    database.execute(
        "UPDATE everline.line SET next_wake_at = '%s' WHERE bucket = %d AND id = %d"
            .formatted(at, line.bucket(), line.value()));
    database.execute(
        "INSERT INTO everline.wake_up (bucket, at, lines) VALUES (%d, '%s', ARRAY[%d])"
            .formatted(line.bucket(), at, line.value()));
  }

  /** A line's number, as it is stored. */
  public String number(LineId line) {
    return get(LineStore.class).find(line).orElseThrow().msisdn();
  }

  /** What a browser sends that has subscribed at the push service. */
  public Map<String, String> subscription(Subscriber subscriber) {
    return Map.of(
        "endpoint", subscriber.endpoint().toString(),
        "p256dh", subscriber.p256dh(),
        "auth", subscriber.auth());
  }

  /** A browser that only this server may send to. */
  public Subscriber subscriber() {
    return push.subscribe(get(PushKeys.class).publicKey());
  }

  @Override
  public void close() {
    super.close();
    push.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.everline.channel.web.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.frame.BrokenOff;
import dev.everline.fleet.Uploads;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and pictures that are too many, too large, too slow, or only half there. */
class UploadBoundsTest {

  private static final int HALF = 8 << 20;
  private static final byte[] BODY = new byte[HALF];

  private static PortalServer server;

  private final List<Socket> halfSent = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = new PortalServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : halfSent) {
      socket.close();
    }
    until(() -> server.get(UploadPermits.class).taken() == 0);
  }

  private static Browser manager() {
    return server.member(server.account().id(), Role.MANAGER);
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Each look is a page from the server. */
  private static void until(Condition condition) throws IOException {
    Browser somebody = server.browser();
    for (int look = 0; look < 100_000 && !condition.holds(); look++) {
      somebody.get("/healthz");
    }
    assertThat(condition.holds()).isTrue();
  }

  private Socket open(Browser browser, String path, String type, long length) throws IOException {
    String token = browser.token();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    halfSent.add(socket);
    String cookies =
        browser.cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    send(
        socket,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\nX-XSRF-TOKEN: %s\r\nAccept-Language: en\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, cookies, token, type, length));
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private void halfAPhoto(Browser browser) throws IOException {
    Socket socket = open(browser, UploadDoor.PICTURES, "image/jpeg", 2L * HALF);
    socket.getOutputStream().write(BODY);
    socket.getOutputStream().flush();
  }

  /** Bytes of pictures on their way, as they lie on the disk. */
  private static long arrived() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(server.uploads())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("passing-")) {
          bytes += size(file);
        }
      }
    }
    return bytes;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException erased) {
      return 0;
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void halfSentPhotosLeaveTheHeapAloneAndOneMoreIsRefused() throws IOException {
    Browser another = manager();
    long before = heap();
    for (int i = 0; i < 3; i++) {
      Browser each = manager();
      for (int own = 0; own < (i < 2 ? 3 : 2); own++) {
        halfAPhoto(each);
      }
    }
    until(() -> arrived() > 8 * (HALF - (128L << 10)));
    assertThat(heap() - before).isLessThan(2L * HALF);
    Page refused = another.send(UploadDoor.PICTURES, new byte[100]);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    assertThat(refused.text())
        .isEqualTo(Messages.load(Language.ENGLISH).say("problem.UPLOADS_AT_ONCE"));
    byte[] file = "number,carrier\n2125550100,mint\n".getBytes(StandardCharsets.UTF_8);
    assertThat(another.postFile(UploadDoor.FILES, "a.csv", file).status()).isEqualTo(429);
    hangUp();
    until(() -> arrived() == 0);
    assertThat(another.send(UploadDoor.PICTURES, new byte[100]).status()).isEqualTo(422);
    assertThat(another.postFile(UploadDoor.FILES, "a.csv", file).status()).isEqualTo(303);
  }

  @Test
  void anAccountKeepsOnlyItselfWaiting() throws IOException {
    Browser slow = manager();
    for (int i = 0; i < UploadPermits.OF_AN_ACCOUNT; i++) {
      open(slow, UploadDoor.PICTURES, "image/jpeg", 1000);
    }
    until(() -> server.get(UploadPermits.class).taken() == UploadPermits.OF_AN_ACCOUNT);
    assertThat(slow.send(UploadDoor.PICTURES, new byte[100]).status()).isEqualTo(429);
    assertThat(manager().send(UploadDoor.PICTURES, new byte[100]).status()).isEqualTo(422);
  }

  /** Its file never comes: the answer doesn't wait for it. */
  @Test
  void aForgedFormIsRefusedBeforeItsFileIsRead() throws IOException {
    Socket socket = open(manager(), UploadDoor.FILES, "multipart/form-data; boundary=b", 30L << 20);
    // The header's token counts; a form of another site can't send that.
    Browser forger = manager();
    forger.forgesTokens = true;
    Socket forged = open(forger, UploadDoor.FILES, "multipart/form-data; boundary=b", 30L << 20);
    for (Socket each : List.of(socket, forged)) {
      send(
          each,
          "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nforged\r\n--b\r\n"
              + "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nnumber");
    }
    assertThat(statusLine(forged)).isEqualTo("HTTP/1.1 403 ");
    until(() -> server.get(UploadPermits.class).taken() == 1);
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void aFormThatIsNoneIsTold() throws IOException {
    Browser manager = manager();
    for (String body : List.of("", "--b\r\n", "--b\r\nnonsense\r\n\r\n", "no form at all")) {
      Socket socket =
          open(manager, UploadDoor.FILES, "multipart/form-data; boundary=b", body.length());
      send(socket, body);
      assertThat(statusLine(socket)).as(body).isEqualTo("HTTP/1.1 400 ");
    }
    Socket without = open(manager, UploadDoor.FILES, "multipart/form-data", 3);
    send(without, "abc");
    assertThat(statusLine(without)).isEqualTo("HTTP/1.1 400 ");
  }

  @Test
  void aFormThatEndsInItsFileLeavesNothing() throws IOException {
    Browser manager = manager();
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%s\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nnumber,carrier\n212"
            .formatted(manager.token());
    Socket socket =
        open(manager, UploadDoor.FILES, "multipart/form-data; boundary=b", body.length());
    send(socket, body);
    assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 400 ");
    assertThat(manager.get(UploadDoor.FILES).text()).doesNotContain("a.csv");
  }

  @Test
  void aBodyThatComesTooSlowlyIsGivenUp() throws IOException {
    AtomicLong now = new AtomicLong();
    ArrivingBody quick = new ArrivingBody(new ByteArrayInputStream(BODY), now::get);
    for (int i = 0; i < 16; i++) {
      now.addAndGet(Duration.ofSeconds(10).toNanos());
      assertThat(quick.readNBytes(HALF / 16)).hasSize(HALF / 16);
    }
    ArrivingBody slow = new ArrivingBody(new ByteArrayInputStream(BODY), now::get);
    assertThat(slow.readNBytes(100)).hasSize(100);
    now.addAndGet(ArrivingBody.GRACE.plusSeconds(1).toNanos());
    assertThatThrownBy(slow::read)
        .isInstanceOfSatisfying(
            BrokenOff.class, broken -> assertThat(broken.problem().status()).isEqualTo(408));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void anAccountHasOnlySoManyFilesWaiting(Language language) {
    Browser manager = manager();
    manager.headers.put("Accept-Language", language.tag());
    byte[] file = "number,carrier\n2125550100,mint\n".getBytes(StandardCharsets.UTF_8);
    String at = "";
    for (int i = 0; i < Uploads.MOST_WAITING; i++) {
      at = manager.postFile(UploadDoor.FILES, "part " + i + ".csv", file).location();
    }
    Page refused = manager.postFile(UploadDoor.FILES, "more.csv", file);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text())
        .contains(
            Messages.load(language)
                .say("upload-refused.TOO_MANY_WAITING", Uploads.MOST_WAITING)
                .substring(0, 10))
        .contains("href=\"" + at + "\"")
        .contains("part 0.csv");
    manager.post(at + "/give-up", Map.of());
    assertThat(manager.postFile(UploadDoor.FILES, "more.csv", file).status()).isEqualTo(303);
  }

  @Test
  void whatTheDiskHasLeftIsLeftToIt() {
    try (PortalServer full = new PortalServer("--everline.upload.space-left-free=1000TB")) {
      Account account = full.account();
      Browser manager = full.member(account.id(), Role.MANAGER);
      Page file =
          manager.postFile(UploadDoor.FILES, "a.csv", "number\n".getBytes(StandardCharsets.UTF_8));
      assertThat(file.status()).isEqualTo(507);
      assertThat(file.text()).contains("no space for another file");
      Page picture = manager.send(UploadDoor.PICTURES, new byte[100]);
      assertThat(picture.status()).isEqualTo(507);
      assertThat(picture.text()).contains("no space for another file");
    }
  }

  @Test
  void aHugeHeaderIsNotShownAndAHugeCellOnlyItsBeginning() {
    Browser manager = manager();
    byte[] header =
        ("number,carrier," + "x".repeat(15 << 20) + "\n2125550100,mint,a\n")
            .getBytes(StandardCharsets.UTF_8);
    Page refused = manager.postFile(UploadDoor.FILES, "a.csv", header);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).hasSizeLessThan(20_000);
    Page columns =
        manager.postFile(
            UploadDoor.FILES,
            "a.csv",
            ("number,carrier" + ",x".repeat(99) + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(columns.status()).isEqualTo(400);
    assertThat(columns.text()).contains("more than 100 columns");
    String cells = "number,carrier,label\n2125550100,mint," + "x".repeat(1 << 20) + "\n";
    String at =
        manager
            .postFile(UploadDoor.FILES, "a.csv", cells.getBytes(StandardCharsets.UTF_8))
            .location();
    assertThat(manager.get(at).text()).contains("xxx…").hasSizeLessThan(40_000);
    String many = "number,carrier\n" + ",".repeat(10_000) + "\n";
    String wide =
        manager
            .postFile(UploadDoor.FILES, "a.csv", many.getBytes(StandardCharsets.UTF_8))
            .location();
    assertThat(manager.get(wide).text()).hasSizeLessThan(40_000);
  }

  @Test
  void aFileOfMoreRowsThanAnImportCanRememberIsRefused() {
    Page refused =
        manager()
            .postFile(
                UploadDoor.FILES,
                "a.csv",
                ("number,carrier\n" + ",\n".repeat((int) Uploads.MOST_ROWS + 1))
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("more than 1,000,000 rows");
  }
}

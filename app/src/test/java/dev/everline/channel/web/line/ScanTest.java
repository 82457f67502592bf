package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.oned.Code128Writer;
import dev.everline.account.Role;
import dev.everline.catalog.identify.Identifier;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.AccountId;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A SIM's number from the bar code on its card: from a photo. */
class ScanTest {

  static final String ICCID = "8901260000000000006";
  static final int WIDTH = 640;
  static final int HEIGHT = 480;

  private static PortalServer server;
  private static Browser manager;

  @BeforeAll
  static void start() {
    server = PortalServer.shared();
    manager = server.member(server.account().id(), Role.MANAGER);
  }

  /** Bars on a card, as a camera sees them. */
  static BufferedImage card(String code) {
    BitMatrix bars = new Code128Writer().encode(code, BarcodeFormat.CODE_128, 520, 120);
    BufferedImage card = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = card.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    for (int x = 0; x < bars.getWidth(); x++) {
      for (int y = 0; y < bars.getHeight(); y++) {
        if (bars.get(x, y)) {
          card.setRGB((WIDTH - bars.getWidth()) / 2 + x, 180 + y, 0);
        }
      }
    }
    pen.dispose();
    return card;
  }

  private static byte[] file(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, format, bytes);
    return bytes.toByteArray();
  }

  @Test
  void aPhotoGivesTheNumberOfTheCard() throws IOException {
    for (String format : new String[] {"jpeg", "png"}) {
      Browser.Page read = manager.send("/lines/new/scan", file(card(ICCID), format));
      assertThat(read.status()).as(format).isEqualTo(200);
      assertThat(read.text()).isEqualTo(ICCID);
    }
  }

  @Test
  void aPhotoTakenUprightIsReadToo() throws IOException {
    BufferedImage card = card(ICCID);
    BufferedImage upright = new BufferedImage(HEIGHT, WIDTH, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        upright.setRGB(y, x, card.getRGB(x, y));
      }
    }
    assertThat(manager.send("/lines/new/scan", file(upright, "jpeg")).text()).isEqualTo(ICCID);
  }

  @Test
  void whatShowsNoSimsNumberGivesNone() throws IOException {
    byte[] parcel = file(card("PARCEL-4711"), "png");
    byte[] broken = Arrays.copyOf(file(card(ICCID), "png"), 200);
    for (byte[] picture : new byte[][] {parcel, broken}) {
      Browser.Page read = manager.send("/lines/new/scan", picture);
      assertThat(read.status()).isEqualTo(204);
      assertThat(read.text()).isEmpty();
    }
  }

  /** To come closer or avoid glare would not help. */
  @Test
  void whatIsNoPictureIsSaidToBeNone() {
    byte[] words = "not a picture".getBytes(StandardCharsets.UTF_8);
    for (byte[] file : new byte[][] {words, {}}) {
      Browser.Page read = manager.send("/lines/new/scan", file);
      assertThat(read.status()).isEqualTo(422);
      assertThat(read.text()).startsWith("This isn’t a JPEG or PNG picture.");
    }
  }

  @Test
  void aPictureBeyondTheBoundIsNotLookedAt() {
    assertThat(manager.send("/lines/new/scan", new byte[(16 << 20) + 1]).status()).isEqualTo(413);
  }

  /** As its header claims; there are no pixels behind it. */
  private static byte[] claim(int wide, int high) {
    ByteBuffer png = ByteBuffer.allocate(200);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(wide)
            .putInt(high)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array();
    CRC32 check = new CRC32();
    check.update(header);
    png.putInt(13).put(header).putInt((int) check.getValue());
    return png.array();
  }

  @Test
  void aPictureThatClaimsTooManyPixelsOrTooLongASideIsNotDecoded() {
    for (int[] size :
        new int[][] {{1, 100_000_000}, {100_000_000, 1}, {20_001, 10}, {9_000, 9_000}}) {
      Browser.Page read = manager.send("/lines/new/scan", claim(size[0], size[1]));
      assertThat(read.status()).as("%d x %d", size[0], size[1]).isEqualTo(422);
      assertThat(read.text()).contains("64 megapixels");
    }
    assertThat(manager.send("/lines/new/scan", claim(20_000, 3_000)).status()).isEqualTo(204);
  }

  /** Each scan goes over all pixels and takes a few bytes of the file. */
  @Test
  void aJpegOfVeryManyScansIsNotDecoded() {
    ByteBuffer jpeg = ByteBuffer.allocate(1_000);
    jpeg.put(new byte[] {(byte) 0xff, (byte) 0xd8});
    for (int i = 0; i < 100; i++) {
      jpeg.put(new byte[] {(byte) 0xff, (byte) 0xda, 0, 2});
    }
    assertThat(manager.send("/lines/new/scan", jpeg.array()).status()).isEqualTo(422);
  }

  /** The header of a progressive JPEG of one colour, and scans without anything in them. */
  private static byte[] progressive(int wide, int high, int scans) {
    ByteBuffer jpeg = ByteBuffer.allocate(200);
    jpeg.put(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xc2, 0, 11, 8});
    jpeg.putShort((short) high).putShort((short) wide).put(new byte[] {1, 1, 0x11, 0});
    for (int i = 0; i < scans; i++) {
      jpeg.put(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0});
    }
    return jpeg.array();
  }

  @Test
  void aProgressiveJpegMayHaveTheMorePixelsTheFewerScansItHas() {
    assertThat(manager.send("/lines/new/scan", progressive(6_000, 4_000, 9)).status())
        .isEqualTo(422);
    assertThat(manager.send("/lines/new/scan", progressive(6_000, 4_000, 8)).status())
        .isEqualTo(204);
  }

  @Test
  @Timeout(60)
  void oneAccountsPicturesKeepNoOtherAccountsWaiting() throws Exception {
    byte[] card = file(card(ICCID), "png");
    SimPhoto photos = new SimPhoto(server.get(Identifier.class), () -> 0);
    AccountId busy = AccountId.of(0, 1);
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    SimPhoto.Picture slow =
        () -> {
          begun.incrementAndGet();
          opened.countDown();
          awaitUninterruptibly(other);
          return new ByteArrayInputStream(card);
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SimPhoto.Seen>> sent =
          List.of(
              threads.submit(() -> photos.look(busy, slow)),
              threads.submit(() -> photos.look(busy, slow)));
      awaitUninterruptibly(opened);
      assertThat(photos.look(AccountId.of(0, 2), () -> new ByteArrayInputStream(card)))
          .isEqualTo(new SimPhoto.Iccid(ICCID));
      assertThat(begun).hasValue(1);
      other.countDown();
      for (Future<SimPhoto.Seen> each : sent) {
        assertThat(each.get()).isEqualTo(new SimPhoto.Iccid(ICCID));
      }
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void onlyPicturesOfPhonesAndBrowsersAreDecoded() throws IOException {
    for (String format : new String[] {"gif", "bmp", "tiff"}) {
      assertThat(manager.send("/lines/new/scan", file(card(ICCID), format)).status())
          .as(format)
          .isEqualTo(422);
    }
  }

  @Test
  void aPictureIsGivenUpWhenItsTimeIsOver() throws IOException {
    byte[] card = file(card(ICCID), "png");
    SimPhoto.Picture picture = () -> new ByteArrayInputStream(card);
    Identifier identifier = server.get(Identifier.class);
    AccountId account = AccountId.of(0, 1);
    assertThat(new SimPhoto(identifier, () -> 0).look(account, picture))
        .isEqualTo(new SimPhoto.Iccid(ICCID));
    AtomicLong now = new AtomicLong();
    assertThat(
            new SimPhoto(identifier, () -> now.getAndAdd(10_000_000_000L)).look(account, picture))
        .isEqualTo(new SimPhoto.Nothing());
  }
}

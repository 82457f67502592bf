package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Role;
import dev.everline.channel.web.Chromium;
import dev.everline.channel.web.InChromium;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Window;
import dev.everline.words.Language;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SIM's card held before the camera of a browser. */
@InChromium
class CameraTest {

  @Test
  void aCameraFillsTheNumberIn(@TempDir Path folder) throws IOException {
    Path video = folder.resolve("card.y4m");
    film(ScanTest.card(ScanTest.ICCID), video);
    PortalServer server = PortalServer.shared();
    try (Chromium chromium = Chromium.seeing(video);
        Window window = chromium.open(server, Chromium.Look.onAPhone(Language.ENGLISH))) {
      window.takeOver(server.member(server.account().id(), Role.MANAGER));
      window.visit("/lines/new");
      window.page.locator("summary").click();
      window.press(window.say("line-sim.scan"));
      window.reads(window.say("line-sim.found"));
      assertThat(window.page.locator("#iccid").inputValue()).isEqualTo(ScanTest.ICCID);
      window.fill(window.say("line-new.number"), "2125550157");
      window.fill(window.say("line-new.carrier"), "mint");
      window.press(window.say("continue"));
      window.reads(window.say("line-new.network", "T-Mobile"));
    }
  }

  /** Frames of brightness alone, in the form that Chromium takes for a camera. */
  private static void film(BufferedImage picture, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      out.write(
          "YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n"
              .formatted(ScanTest.WIDTH, ScanTest.HEIGHT)
              .getBytes(StandardCharsets.US_ASCII));
      byte[] bright = new byte[ScanTest.WIDTH * ScanTest.HEIGHT];
      for (int at = 0; at < bright.length; at++) {
        bright[at] = (byte) (picture.getRGB(at % ScanTest.WIDTH, at / ScanTest.WIDTH) & 0xff);
      }
      byte[] grey = new byte[ScanTest.WIDTH * ScanTest.HEIGHT / 2];
      Arrays.fill(grey, (byte) 128);
      for (int frame = 0; frame < 5; frame++) {
        out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
        out.write(bright);
        out.write(grey);
      }
    }
  }
}

package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.ReaderException;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.everline.account.Invitations;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class GreetingTest {

  private static final int QUIET = 2;

  private static boolean[][] squares(List<String> lines) {
    List<String> plain =
        lines.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList();
    int size = plain.getFirst().length() - 2 * QUIET;
    boolean[][] dark = new boolean[size][size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        char half = plain.get((y + QUIET) / 2).charAt(x + QUIET);
        boolean upper = (y + QUIET) % 2 == 0;
        dark[y][x] = half == '█' || half == (upper ? '▀' : '▄');
      }
    }
    return dark;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://192.168.1.20:8081/",
        "https://everline.local:8443/join#3UXZ-XTS7-CEF6-T5GA-3WYN"
      })
  void aPhoneReadsThePictureAndItIsBlackOnWhiteEverywhere(String text) throws ReaderException {
    List<String> lines = TerminalPicture.of(text);
    assertThat(new Decoder().decode(squares(lines)).getText()).isEqualTo(text);
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line).startsWith("\u001b[38;5;16;48;5;231m").endsWith("\u001b[0m"));
    assertThat(lines.getFirst().replaceAll("\u001b\\[[0-9;]*m", "")).isBlank();
  }

  @Test
  void withoutTheHomeNetworkItIsSaidHowAPhoneWouldGetIn() {
    StringWriter said = new StringWriter();
    new Greeting(new PrintWriter(said), true)
        .say(
            "http://localhost:8080",
            null,
            new Invitations.FirstOwner("3UXZ-XTS7", AccountId.parse("ac_00000000000011"), false));
    assertThat(said.toString())
        .contains("Everline listens on http://localhost:8080 (Ctrl+C stops it).")
        .contains("everline serve --lan")
        .contains("http://localhost:8080/join")
        .contains("3UXZ-XTS7")
        .doesNotContain("▀");
  }

  @Command(name = "try")
  private static final class Trial {
    @Mixin private LanOptions lan = new LanOptions();
  }

  private static List<String> settings(String... arguments) {
    Trial trial = new Trial();
    new CommandLine(trial).parseArgs(arguments);
    return trial.lan.settings();
  }

  @Test
  void whatIsGivenBecomesASettingAndTheRestIsLeftToSettings() {
    assertThat(settings()).isEmpty();
    assertThat(settings("--lan")).containsExactly("--everline.lan.on=true");
    assertThat(
            settings("--lan", "--name", "lines.local", "--lan-port", "443", "--setup-port", "80"))
        .containsExactlyInAnyOrder(
            "--everline.lan.on=true",
            "--everline.lan.name=lines.local",
            "--everline.lan.port=443",
            "--everline.lan.setup-port=80");
    assertThat(settings("--lan", "--tls-cert", "c.pem", "--tls-key", "k.pem"))
        .contains("--everline.lan.certificate=c.pem", "--everline.lan.key=k.pem");
  }

  @Test
  void anOptionOfTheHomeNetworkWithoutItIsRefused() {
    assertThatThrownBy(() -> settings("--name", "lines.local"))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("--name")
        .hasMessageContaining("--lan");
  }
}

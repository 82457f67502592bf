package dev.everline.channel.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox, Linux",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140"
            + " | Edge, Windows",
        "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36"
            + " | Chrome, Android",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
            + " | Safari, iPhone",
        "curl/8.5.0 | curl/8.5.0"
      })
  void aBrowserIsNamedAsPeopleNameIt(String agent, String name) {
    assertThat(Device.named(agent)).isEqualTo(name);
  }

  @Test
  void aLongUnknownNameIsShortened() {
    assertThat(Device.named("x".repeat(200))).hasSize(60);
  }
}

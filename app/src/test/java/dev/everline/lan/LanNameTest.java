package dev.everline.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"everline.local", "lines.home.arpa", "pi.fritz.box", "a-1.example.com"})
  void aNameWithADotIsTaken(String name) {
    assertThat(LanName.require(name)).isEqualTo(name);
  }

  @Test
  void lettersBecomeSmallAsBrowsersSendThem() {
    assertThat(LanName.require("Everline.LOCAL")).isEqualTo("everline.local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everline",
        "192.168.1.20",
        "fd00::2",
        "[fd00::2]",
        "localhost",
        "lines.localhost",
        "everline.local.",
        ".local",
        "lines.everline.local",
        "ever line.local",
        "-everline.local",
        "everline_1.local",
        "家.local",
        "https://everline.local",
        "everline.local:8443"
      })
  void whatBrowsersKeepNoPasskeysForOrPhonesCantLookUpIsRefused(String name) {
    assertThatThrownBy(() -> LanName.require(name))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("EVERLINE_LAN_NAME is '" + name + "', which ")
        .hasMessageContaining("everline.local");
  }

  @Test
  void theNetworkItselfIsAskedForLocalNamesOnly() {
    assertThat(LanName.isAnnounced("everline.local")).isTrue();
    assertThat(LanName.isAnnounced("lines.home.arpa")).isFalse();
  }
}

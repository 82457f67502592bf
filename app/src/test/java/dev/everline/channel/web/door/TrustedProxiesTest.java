package dev.everline.channel.web.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.account.Role;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.frame.Cookies;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** Who is believed where a request comes from. */
class TrustedProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "'', 127.0.0.1, false",
    "'', 10.0.0.5, false",
    "10.0.0.5, 10.0.0.5, true",
    "10.0.0.5, 10.0.0.6, false",
    "10.0.0.5, 10.0.0.50, false",
    "'10.0.0.5, 10.1.0.0/16', 10.1.255.1, true",
    "'10.0.0.5, 10.1.0.0/16', 10.2.0.1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "2001:db8::/32, 2001:db8:1::5, true",
    "2001:db8::/32, 2001:db9::5, false",
    "10.0.0.0/8, 10.255.0.1, true",
    "fc00::/7, fd00::5, true",
    "10.0.0.5, evil.example, false",
    "10.0.0.5, '', false"
  })
  void onlyTheAddressesThatAreNamedAreTrusted(String proxies, String address, boolean trusted) {
    assertThat(new TrustedProxies(proxies).trusts(address)).isEqualTo(trusted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0", "*", "10.0.0.5;10.0.0.6", "/8"})
  void whatIsNoAddressIsRefusedAtTheStart(String proxies) {
    assertThatThrownBy(() -> new TrustedProxies(proxies))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.CONFIGURATION))
        .hasMessageContaining("EVERLINE_PROXIES");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0/0", "::/0", "10.0.0.5, 0.0.0.0/0", "0.0.0.0/1, 128.0.0.0/1", "8000::/1"})
  void aLargePartOfTheAddressSpaceIsNoProxy(String proxies) {
    assertThatThrownBy(() -> new TrustedProxies(proxies))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.CONFIGURATION))
        .hasMessageContaining("EVERLINE_PROXIES")
        .hasMessageContaining("wider than any private network");
  }

  @Test
  void believingEverybodyIsRefusedAndNativeAloneMeansThisMachine() {
    MockEnvironment settings = new MockEnvironment();
    assertThat(TrustedProxies.from(settings).trusts("127.0.0.1")).isFalse();
    settings.setProperty("server.forward-headers-strategy", "native");
    assertThat(TrustedProxies.from(settings).trusts("127.0.0.1")).isTrue();
    assertThat(TrustedProxies.from(settings).trusts("10.0.0.5")).isFalse();
    settings.setProperty(TrustedProxies.SETTING, "10.0.0.5");
    assertThat(TrustedProxies.from(settings).trusts("127.0.0.1")).isFalse();
    assertThat(TrustedProxies.from(settings).trusts("10.0.0.5")).isTrue();
    settings.setProperty("server.forward-headers-strategy", "framework");
    assertThatThrownBy(() -> TrustedProxies.from(settings))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("EVERLINE_PROXIES");
  }

  @Test
  void whatSomebodySaysWhoIsNoProxyCountsForNothing() {
    try (PortalServer server = new PortalServer("--everline.proxies=10.9.0.0/16")) {
      Browser liar = server.member(server.account().id(), Role.VIEWER);
      liar.headers.put("X-Forwarded-Proto", "https");
      liar.headers.put("X-Forwarded-Host", "evil.example");
      for (int i = 0; i < 5; i++) {
        liar.headers.put("X-Forwarded-For", "203.0.113." + i);
        assertThat(liar.signIn("not the password at all").status()).isEqualTo(401);
      }
      liar.headers.put("X-Forwarded-For", "203.0.113.9");
      liar.cookies.remove(Cookies.DEVICE);
      for (int i = 0; i < 5; i++) {
        liar.cookies.remove(Cookies.DEVICE);
        liar.signIn("not the password at all");
      }
      Page told = liar.signIn(PortalServer.PASSWORD);
      assertThat(told.status()).isEqualTo(429);
      assertThat(told.cookies()).noneMatch(cookie -> cookie.startsWith("__Host-"));
      assertThat(told.header("Strict-Transport-Security")).isEmpty();
      assertThat(liar.post("/sign-in/passkey/options", java.util.Map.of()).text())
          .contains("\"rpId\":\"127.0.0.1\"");
    }
  }
}

package dev.everline.lan;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearByTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.1.20, true",
    "10.0.0.5, true",
    "172.31.255.1, true",
    "172.32.0.1, false",
    "169.254.7.7, true",
    "127.0.0.1, true",
    "100.64.0.1, true",
    "100.127.255.254, true",
    "100.128.0.1, false",
    "8.8.8.8, false",
    "::1, true",
    "fe80::1, true",
    "fd12:3456::7, true",
    "2001:4860:4860::8888, false",
    "::ffff:192.168.1.20, true",
    "::ffff:8.8.8.8, false"
  })
  void privateAddressesAreInTheHomeNetworkAndOthersAreNot(String address, boolean near) {
    assertThat(NearBy.isNear(InetAddress.ofLiteral(address), List.of())).isEqualTo(near);
  }
}

package dev.everline.lan.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {

  @ParameterizedTest
  @CsvSource({
    "192.168.1.2, 24, 192.168.1.200, true",
    "192.168.1.2, 24, 192.168.2.1, false",
    "192.168.1.2, 23, 192.168.0.9, true",
    "192.168.1.2, 32, 192.168.1.2, true",
    "192.168.1.2, 0, 8.8.8.8, false",
    "2001:db8:0:1::2, 64, 2001:db8:0:1:aaaa::9, true",
    "2001:db8:0:1::2, 64, 2001:db8:0:2::9, false",
    "192.168.1.2, 24, 2001:db8::1, false"
  })
  void anAddressIsInTheNetworkWhoseFirstBitsItShares(
      String own, int bits, String other, boolean within) {
    assertThat(Subnet.holds(InetAddress.ofLiteral(own), bits, InetAddress.ofLiteral(other)))
        .isEqualTo(within);
  }
}

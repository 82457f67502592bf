package dev.everline.account;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * From where somebody asks.
 *
 * @param address of the browser, or of what stands between
 * @param device what the browser calls itself
 * @param deviceSecret what its long-lived cookie holds, by which it is known again
 * @param careful whether the member says that the place isn't to be trusted
 */
public record Caller(String address, String device, String deviceSecret, boolean careful) {

  private static final int IPV4_BYTES = 3;
  private static final int IPV6_BYTES = 6;
  private static final int LONGEST_DEVICE = 200;

  /** The part of the address that stays when a device moves about at home: /24, or /48 of IPv6. */
  String network() {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      int bytes = parsed instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES;
      return HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), bytes));
    } catch (IllegalArgumentException notAnAddress) {
      return address;
    }
  }

  /** What the browser calls itself, in the form in which it is kept. */
  String deviceToKeep() {
    String shown = device.replaceAll("\\p{Cntrl}", " ").strip();
    return shown.substring(0, Math.min(shown.length(), LONGEST_DEVICE));
  }

  /** Without what tells where somebody is, and the secret. */
  @Override
  public String toString() {
    return "Caller[careful=" + careful + "]";
  }
}

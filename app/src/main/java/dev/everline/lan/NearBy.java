package dev.everline.lan;

import dev.everline.lan.announce.Subnet;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.util.Collection;

/**
 * Who is in the same network: by private addresses, and by those that this machine's own networks
 * have. A server that also stands on the Internet answers nobody from there.
 */
final class NearBy {

  private NearBy() {}

  /**
   * @param own the addresses of this machine with their networks
   */
  static boolean isNear(InetAddress other, Collection<InterfaceAddress> own) {
    return isPrivate(other)
        || own.stream()
            .anyMatch(one -> Subnet.holds(one.getAddress(), one.getNetworkPrefixLength(), other));
  }

  /** Addresses that no one reaches from the Internet. */
  static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || isShared(address)
        || isUniqueLocal(address);
  }

  /** 100.64.0.0/10: between a provider and its customers, and of overlay networks. */
  private static boolean isShared(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
  }

  /** fc00::/7. */
  private static boolean isUniqueLocal(InetAddress address) {
    return !(address instanceof Inet4Address) && (address.getAddress()[0] & 0xFE) == 0xFC;
  }
}

package dev.everline.lan.announce;

import java.net.InetAddress;

/** The network around an address. */
public final class Subnet {

  private Subnet() {}

  /**
   * @param bits of the address that all in the network share; none holds nobody
   */
  public static boolean holds(InetAddress address, int bits, InetAddress other) {
    byte[] left = address.getAddress();
    byte[] right = other.getAddress();
    if (left.length != right.length || bits <= 0) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((left[bit / Byte.SIZE] ^ right[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}

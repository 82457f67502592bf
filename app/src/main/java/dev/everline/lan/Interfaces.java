package dev.everline.lan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** This machine's ways into its networks, as they are now: they come and go while it runs. */
final class Interfaces {

  /** Of containers and virtual machines: no phone is in their networks. */
  private static final Pattern INNER = Pattern.compile("(docker|br-|veth|virbr|vmnet|vboxnet).*");

  private Interfaces() {}

  /** The interfaces that lead somewhere else, with their addresses. */
  static Map<NetworkInterface, List<InterfaceAddress>> now() {
    Map<NetworkInterface, List<InterfaceAddress>> found = new LinkedHashMap<>();
    try {
      NetworkInterface.networkInterfaces()
          .filter(Interfaces::leadsElsewhere)
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .forEach(each -> found.put(each, each.getInterfaceAddresses()));
    } catch (SocketException noneAtAll) {
      return Map.of();
    }
    return found;
  }

  private static boolean leadsElsewhere(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }

  /** Where a name is to be announced, with the addresses that it has there. */
  static Map<NetworkInterface, List<InetAddress>> toAnnounce() {
    Map<NetworkInterface, List<InetAddress>> found = new LinkedHashMap<>();
    now()
        .forEach(
            (each, addresses) -> {
              List<InetAddress> there =
                  addresses.stream()
                      .map(InterfaceAddress::getAddress)
                      .filter(
                          address ->
                              address instanceof Inet4Address || !address.isLinkLocalAddress())
                      .toList();
              if (!there.isEmpty() && reachesMany(each)) {
                found.put(each, there);
              }
            });
    return found;
  }

  private static boolean reachesMany(NetworkInterface each) {
    try {
      return each.supportsMulticast() && !each.isPointToPoint();
    } catch (SocketException gone) {
      return false;
    }
  }

  /**
   * The addresses that a phone can be given, the likeliest first: of real networks before those
   * inside this machine, and private before public ones.
   */
  static List<InetAddress> addresses() {
    List<InetAddress> outer = new ArrayList<>();
    List<InetAddress> inner = new ArrayList<>();
    now()
        .forEach(
            (each, addresses) ->
                addresses.stream()
                    .map(InterfaceAddress::getAddress)
                    .filter(address -> !address.isLinkLocalAddress())
                    .forEach((INNER.matcher(each.getName()).matches() ? inner : outer)::add));
    Comparator<InetAddress> likeliest =
        Comparator.<InetAddress, Boolean>comparing(address -> !(address instanceof Inet4Address))
            .thenComparing(address -> !NearBy.isPrivate(address));
    outer.sort(likeliest);
    return outer.isEmpty() ? inner : outer;
  }
}

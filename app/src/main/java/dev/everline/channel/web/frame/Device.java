package dev.everline.channel.web.frame;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a browser calls itself, as people call it: enough to know one's own devices in a list. The
 * order counts, since most browsers also claim to be others.
 */
public final class Device {

  private record Sign(String in, String name) {}

  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("Edg", "Edge"),
          new Sign("OPR/", "Opera"),
          new Sign("SamsungBrowser", "Samsung Internet"),
          new Sign("Firefox", "Firefox"),
          new Sign("FxiOS", "Firefox"),
          new Sign("Chrome", "Chrome"),
          new Sign("CriOS", "Chrome"),
          new Sign("Safari", "Safari"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("iPhone", "iPhone"),
          new Sign("iPad", "iPad"),
          new Sign("Android", "Android"),
          new Sign("Windows", "Windows"),
          new Sign("Mac OS X", "macOS"),
          new Sign("CrOS", "ChromeOS"),
          new Sign("Linux", "Linux"));

  private static final int LONGEST = 60;

  private Device() {}

  /** Such as {@code Firefox, Linux}; what is of no known form, shortened. */
  public static String named(String agent) {
    String known =
        Stream.of(first(BROWSERS, agent), first(SYSTEMS, agent))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? agent.substring(0, Math.min(agent.length(), LONGEST)) : known;
  }

  private static Optional<String> first(List<Sign> signs, String agent) {
    return signs.stream().filter(sign -> agent.contains(sign.in())).map(Sign::name).findFirst();
  }
}

package dev.everline.line.message;

import dev.everline.catalog.Catalog;
import dev.everline.line.message.MessageLink.Verdict;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the links of a message and tells a carrier's own from those that only look like one. */
final class MessageLinks {

  private static final int MOST = 10;

  private static final Pattern LINK =
      Pattern.compile(
          "(?i)(?<![@\\p{L}\\d])(?:https?://[^\\s<>\"'）)】]+|www\\.[^\\s<>\"'）)】]+"
              + "|(?:[\\p{L}\\d-]+\\.)+(?:com|net|org|us|co|info|io|me|ly|xyz|top|vip|app|link|site"
              + "|online|shop|club|live|cc|tk|gd|gl|im|to|page|help|support|ru|cn)"
              + "(?![\\p{L}\\d.-]*[\\p{L}\\d])(?:[:/?][^\\s<>\"'）)】]*)?)");

  /** They hide where they lead. */
  private static final Set<String> SHORTENERS =
      Set.of(
          "bit.ly",
          "tinyurl.com",
          "t.co",
          "goo.gl",
          "is.gd",
          "cutt.ly",
          "rb.gy",
          "ow.ly",
          "t.ly",
          "rebrand.ly",
          "shorturl.at",
          "buff.ly",
          "tiny.cc",
          "v.gd");

  /** Shorter ones occur in ordinary words. */
  private static final int SHORTEST_NAME = 5;

  private static final int SHORTEST_BRAND = 7;

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> domains = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> brands = new HashSet<>();

  MessageLinks(Catalog catalog) {
    catalog
        .carriers()
        .values()
        .forEach(
            carrier -> {
              String word = letters(carrier.brand().split("[ (]", 2)[0]);
              if (word.length() >= SHORTEST_BRAND) {
                brands.add(word);
              }
              carrier.sites().values().stream()
                  .map(site -> URI.create(site).getHost())
                  .filter(host -> host != null)
                  .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", ""))
                  .forEach(
                      host -> {
                        hosts.add(host);
                        domains.add(domain(host));
                        names.add(letters(domain(host).split("\\.", 2)[0]));
                      });
            });
  }

  List<MessageLink> in(String text) {
    List<MessageLink> found = new ArrayList<>();
    Matcher links = LINK.matcher(text);
    while (links.find() && found.size() < MOST) {
      String link = links.group().replaceAll("[.,;:!?。，；：！？]+$", "");
      found.add(new MessageLink(link, verdict(link)));
    }
    return found;
  }

  private Verdict verdict(String link) {
    boolean named = link.regionMatches(true, 0, "http", 0, 4);
    URI address;
    try {
      address = new URI(named ? link : "https://" + link);
    } catch (URISyntaxException hidden) {
      return Verdict.SUSPICIOUS;
    }
    String host = host(address);
    // No host that can be read: letters of other scripts among them.
    if (host == null
        || address.getRawUserInfo() != null
        || address.getPort() != -1
        || host.matches("[\\d.]+")
        || host.startsWith("xn--")
        || host.contains(".xn--")
        || SHORTENERS.contains(host)) {
      return Verdict.SUSPICIOUS;
    }
    boolean carriers = hosts.stream().anyMatch(of -> host.equals(of) || host.endsWith("." + of));
    if (carriers) {
      // A page without TLS can be anybody's.
      return "https".equalsIgnoreCase(address.getScheme()) ? Verdict.OFFICIAL : Verdict.UNKNOWN;
    }
    return !domains.contains(domain(host)) && looksLikeACarriers(host)
        ? Verdict.SUSPICIOUS
        : Verdict.UNKNOWN;
  }

  private static @Nullable String host(URI address) {
    String host = address.getHost();
    return host == null ? null : host.toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
  }

  /** By a registered name, or by a carrier's own in front of it. */
  private boolean looksLikeACarriers(String host) {
    String registered = letters(domain(host).split("\\.", 2)[0]);
    boolean within =
        names.stream().anyMatch(n -> n.length() >= SHORTEST_NAME && registered.contains(n))
            || brands.stream().anyMatch(registered::contains);
    String withoutEnding = host.substring(0, Math.max(0, host.lastIndexOf('.')));
    return within
        || Arrays.stream(withoutEnding.split("[.-]", -1))
            .anyMatch(part -> names.contains(letters(part)));
  }

  /** Its letters, those alike that are put for one another. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace('0', 'o')
        .replace('1', 'l')
        .replace('i', 'l')
        .replace('3', 'e')
        .replace('5', 's')
        .replaceAll("[^\\p{L}]", "");
  }

  /** The last two names; those of the carriers known here are all of that form. */
  private static String domain(String host) {
    String[] parts = host.split("\\.", -1);
    return parts.length < 2 ? host : parts[parts.length - 2] + "." + parts[parts.length - 1];
  }
}

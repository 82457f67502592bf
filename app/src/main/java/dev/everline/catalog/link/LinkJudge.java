package dev.everline.catalog.link;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.link.LinkJudgement.Reason;
import dev.everline.catalog.link.LinkJudgement.Why;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a carrier's own links from those that only look like one. Pure; takes any text, and asks
 * nobody.
 */
public final class LinkJudge {

  private static final int MOST = 10;

  private static final Pattern LINK =
      Pattern.compile(
          "(?i)(?<![@\\p{L}\\d])(?:https?://[^\\s<>\"'）)】]+|www\\.[^\\s<>\"'）)】]+"
              + "|(?:[\\p{L}\\d-]+\\.)+(?:com|net|org|us|co|info|io|me|ly|xyz|top|vip|app|link|site"
              + "|online|shop|club|live|cc|tk|gd|gl|im|to|page|help|support|ru|cn|icu)"
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

  /**
   * @param record the record and field that name it
   */
  private record Official(String carrier, String record) {}

  private final Map<String, Official> hosts = new LinkedHashMap<>();
  private final Set<String> domains = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> brands = new HashSet<>();

  public LinkJudge(Catalog catalog) {
    catalog
        .carriers()
        .values()
        .forEach(
            carrier -> {
              String word = letters(carrier.brand().split("[ (]", 2)[0]);
              if (word.length() >= SHORTEST_BRAND) {
                brands.add(word);
              }
              carrier
                  .sites()
                  .forEach(
                      (purpose, site) -> {
                        String host = host(URI.create(site));
                        if (host != null) {
                          hosts.put(
                              host,
                              new Official(
                                  carrier.id(),
                                  "carriers.yaml: " + carrier.id() + ", sites." + purpose));
                          domains.add(domain(host));
                          names.add(letters(domain(host).split("\\.", 2)[0]));
                        }
                      });
            });
  }

  /** The links in a text, those without a scheme too, at most 10; none is asked for anything. */
  public List<LinkJudgement> find(String text) {
    List<LinkJudgement> found = new ArrayList<>();
    Matcher links = LINK.matcher(text);
    while (links.find() && found.size() < MOST) {
      found.add(judge(links.group().replaceAll("[.,;:!?。，；：！？]+$", "")));
    }
    return List.copyOf(found);
  }

  /** One address, with or without a scheme. */
  public LinkJudgement judge(String link) {
    boolean named = link.regionMatches(true, 0, "http", 0, 4);
    URI address;
    try {
      address = new URI(named ? link : "https://" + link);
    } catch (URISyntaxException hidden) {
      return new LinkJudgement(link, "", Judgement.UNKNOWN, null, Why.of(Reason.NO_ADDRESS));
    }
    String host = host(address);
    // No host that can be read: letters of other scripts among them.
    if (host == null || host.startsWith("xn--") || host.contains(".xn--")) {
      return lookAlike(link, host == null ? "" : host, Reason.HOMOGRAPH);
    }
    if (address.getRawUserInfo() != null) {
      return lookAlike(link, host, Reason.USER_INFO);
    }
    if (host.matches("[\\d.]+")) {
      return lookAlike(link, host, Reason.IP_ADDRESS);
    }
    if (SHORTENERS.contains(host)) {
      return new LinkJudgement(link, host, Judgement.SHORTENER, null, Why.of(Reason.SHORTENER));
    }
    for (Map.Entry<String, Official> of : hosts.entrySet()) {
      if (host.equals(of.getKey()) || host.endsWith("." + of.getKey())) {
        Official official = of.getValue();
        return new LinkJudgement(
            link,
            host,
            Judgement.OFFICIAL,
            official.carrier(),
            new Why(Reason.NAMED_HOST, of.getKey(), official.record()));
      }
    }
    return !domains.contains(domain(host)) && looksLikeACarriers(host)
        ? lookAlike(link, host, Reason.BRAND_WITH_WORDS)
        : new LinkJudgement(link, host, Judgement.UNKNOWN, null, Why.of(Reason.NOT_KNOWN));
  }

  private static LinkJudgement lookAlike(String link, String host, Reason reason) {
    return new LinkJudgement(link, host, Judgement.LOOK_ALIKE, null, Why.of(reason));
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

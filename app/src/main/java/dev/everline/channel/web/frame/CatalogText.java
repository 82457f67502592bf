package dev.everline.channel.web.frame;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Service;
import dev.everline.renewal.price.Quote;
import dev.everline.words.Words;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the catalog says in words of its own, as readers need it. */
public final class CatalogText {

  private static final Pattern SITE =
      Pattern.compile(
          "(?<![\\w@./-])(?:https?://)?((?:[a-z0-9-]+\\.)+(?:com|org|net|app|us|io|co|gov|info|media))\\b",
          Pattern.CASE_INSENSITIVE);

  /** Publications and public bodies that are named without an address. */
  private static final Pattern PUBLICATION =
      Pattern.compile(
          "\\b(Android Authority|wikiHow|NENA|CDTFA|Texas Comptroller|Illinois Revenue"
              + "|Minnesota Revenue|AOSP|GoPhone user guide|Straight Talk|Tracfone"
              + "|T-Mobile support|T-Mobile short-code page|r/\\w+)");

  private static final Pattern NOT_LOOKED_UP =
      Pattern.compile("general knowledge|recalled|assum|analogy|not looked up");

  private static final Pattern NOTES = Pattern.compile("\\bnotes\\b|review packets|packet ");

  private CatalogText() {}

  /**
   * Who says something and since when: sites and publications by the names that people know. How a
   * source was read, and the names of files and collections, are notes of the catalog's keepers; in
   * their place stands what kind of source it is.
   *
   * @param noted as in the catalog's files
   * @param asOf a year, a month or a day; null where none is given
   */
  static String source(Words words, String noted, @Nullable String asOf) {
    String who = who(words, noted);
    return asOf == null ? who : words.say("source.since", who, date(words, asOf));
  }

  private static String who(Words words, String noted) {
    Set<String> names = new LinkedHashSet<>();
    Matcher publication = PUBLICATION.matcher(noted);
    while (publication.find()) {
      names.add(publication.group(1));
    }
    Matcher site = SITE.matcher(noted);
    while (site.find()) {
      String host = site.group(1).toLowerCase(Locale.ROOT).replaceFirst("^www\\.", "");
      if (!host.endsWith(".github.io")) {
        names.add(host);
      }
    }
    if (!names.isEmpty()) {
      return String.join(words.say("source.and"), names);
    }
    if (NOT_LOOKED_UP.matcher(noted).find()) {
      return words.say("source.not-looked-up");
    }
    return words.say(NOTES.matcher(noted).find() ? "source.notes" : "source.public-list");
  }

  /** As the source gives it: a year, a month or a day. */
  private static String date(Words words, String asOf) {
    return switch (asOf.length()) {
      case 4 -> asOf;
      case 7 -> words.month(YearMonth.parse(asOf));
      default -> words.date(LocalDate.parse(asOf));
    };
  }

  /** What a part of a price is of: a plan by its name, a state by its own. */
  public static String detail(Visit visit, Quote.Component part) {
    return switch (part.name()) {
      case FEE_911, FEE_911_BY_CARRIER -> UsStates.name(visit.words(), part.detail());
      // The page names the carrier; the detail is its id.
      case BALANCE -> "";
      default -> part.detail();
    };
  }

  /** What a carrier's customers call its network. */
  public static String network(Words words, String network) {
    return switch (network) {
      case Carrier.SEVERAL_NETWORKS -> words.say("catalog.several-networks");
      case Carrier.NO_NETWORK -> words.say("catalog.no-network");
      default -> network;
    };
  }

  /** A network that older SIMs of a carrier may still use. */
  static String earlierNetwork(Words words, Service.EarlierNetwork earlier) {
    return earlier.until() == null
        ? earlier.network()
        : words.say("catalog.earlier-until", earlier.network(), earlier.until());
  }
}

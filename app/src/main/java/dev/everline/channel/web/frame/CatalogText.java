package dev.everline.channel.web.frame;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Service;
import dev.everline.renewal.price.Quote;
import dev.everline.words.Words;
import java.util.regex.Pattern;

/** What the catalog says in words of its own, as readers need it. */
public final class CatalogText {

  /** What the catalog's keepers noted on how they had read a source. */
  private static final Pattern REMARK =
      Pattern.compile(
          "\\s*\\((?:read in copies|marked to be confirmed|two versions|not confirmed)\\)"
              + "|,\\s*read in copies(?=\\))");

  private CatalogText() {}

  /** The source of a fact, without the remarks of the catalog's keepers. */
  public static String source(String noted) {
    return REMARK.matcher(noted).replaceAll("");
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

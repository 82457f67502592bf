package dev.everline.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier's lines are: SIMs on a mobile network, or numbers that live elsewhere.
 *
 * @param numbers the class that others see in its numbers, or null when no source says
 * @param earlierNetworks host networks that its older SIMs may still use, latest first
 * @param abroad what holds abroad for those of its plans that say nothing themselves, or null
 * @param ownFee what the carrier adds to a payment for itself, or null when no source says
 */
public record Service(
    Kind kind,
    @Nullable Numbers numbers,
    List<EarlierNetwork> earlierNetworks,
    @Nullable Abroad abroad,
    @Nullable OwnFee ownFee) {

  /** Ordinary service of which nothing more is said. */
  public static final Service MOBILE = new Service(Kind.MOBILE, null, List.of(), null, null);

  public Service {
    earlierNetworks = List.copyOf(earlierNetworks);
  }

  /** What a line of the carrier is. */
  public enum Kind {
    /** A SIM on a mobile network. */
    MOBILE,
    /** A number in an app, kept by using it. */
    VOIP,
    /** A number that is only stored, until it is ported to a carrier. */
    PARKING;

    /** Whether a payment in advance can renew such a line; of the others Everline only reminds. */
    public boolean isRenewable() {
      return this == MOBILE;
    }
  }

  /** What banks and apps find when they look a number up before they send a code to it. */
  public enum NumberClass {
    MOBILE,
    /** Refused by many of them. */
    VOIP
  }

  /** The class of a carrier's numbers, and who says so. */
  public record Numbers(NumberClass numberClass, Provenance provenance) {}

  /**
   * A host network that the carrier has left.
   *
   * @param until a year, month or day as its source gives it, or null when no source says
   * @param note more about it, in words, or null
   */
  public record EarlierNetwork(
      String network, @Nullable String until, @Nullable String note, Provenance provenance) {}
}

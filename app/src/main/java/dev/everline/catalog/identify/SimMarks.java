package dev.everline.catalog.identify;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Service;
import dev.everline.catalog.identify.Identification.Brand;
import dev.everline.catalog.identify.Identification.Kind;
import dev.everline.kernel.text.Luhn;
import dev.everline.kernel.text.SimNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the marks of a SIM say. Its ICCID gives the host network and never the brand, since brands
 * ride on their host's prefix; its IMSI gives the network, and with the GID1 the brand.
 */
final class SimMarks {

  private static final Pattern HEX = Pattern.compile("[0-9A-F]{2,64}");
  private static final Pattern PADDING = Pattern.compile("(0*|F*)");
  private static final Pattern TRAILING_PADDING = Pattern.compile("(0+|F+)$");

  private final Catalog catalog;
  private final SimTables tables;
  private final int longestPrefix;

  /** Brands by host network: first those whose host it is, then those seen on it. */
  private final Map<String, List<Brand>> brandsOn = new HashMap<>();

  SimMarks(Catalog catalog, SimTables tables) {
    this.catalog = catalog;
    this.tables = tables;
    this.longestPrefix =
        tables.issuers().keySet().stream().mapToInt(String::length).max().orElse(0);
    collectBrands();
  }

  /** Mobile country codes 310 to 316: the United States and their territories (ITU-T E.212). */
  static boolean isUsMcc(String digits) {
    return digits.startsWith("31") && digits.charAt(2) <= '6';
  }

  Identification iccid(String digits) {
    List<String> warnings = new ArrayList<>();
    boolean valid = digits.startsWith("89") && digits.length() >= 18 && digits.length() <= 20;
    if (!valid) {
      warnings.add(
          "An ICCID begins with 89 and has 18 to 20 digits, this has "
              + digits.length()
              + "; check whether some are missing or doubled.");
    }
    boolean checked = valid && Luhn.holds(digits);
    if (valid && !checked) {
      valid = checkDigitIsAbsent(digits, warnings);
    }
    SimTables.Issuer issuer = digits.startsWith("89") ? issuer(digits) : null;
    if (issuer == null) {
      warnings.add(
          isAmerican(digits)
              ? "Its issuer is not in the list; look at the card for the brand's name."
              : "It was not issued in the United States.");
      return iccid(valid, null, List.of(), Confidence.LOW, "no issuer's prefix fits", warnings);
    }
    String cardWarning = issuer.warning();
    if (cardWarning != null) {
      warnings.add(cardWarning + ".");
    }
    String rule =
        "longest issuer's prefix "
            + issuer.prefix()
            + " (on cards also 890"
            + issuer.prefix().substring(2)
            + "): "
            + issuer.name()
            + "; "
            + issuer.source()
            + ", "
            + issuer.asOf();
    String network = issuer.network();
    if (network == null) {
      String carrier = issuer.carrier();
      warnings.add(
          carrier == null
              ? "The host network of the issuer " + issuer.name() + " is unknown."
              : "Ask the owner for the brand.");
      return iccid(
          valid,
          null,
          carrier == null ? List.of() : List.of(brand(carrier)),
          Confidence.LOW,
          rule,
          warnings);
    }
    List<Brand> candidates = brandsOn.getOrDefault(network, List.of());
    if (!issuer.isFact()) {
      warnings.add("Not confirmed: such cards are said to belong to " + network + ".");
      return iccid(valid, null, candidates, Confidence.LOW, rule, warnings);
    }
    warnings.add(
        "The ICCID tells the host network and never the brand: ask the owner which brand it is,"
            + " before any money is paid.");
    Confidence confidence =
        checked || issuer.confidence() != Confidence.HIGH ? issuer.confidence() : Confidence.MEDIUM;
    return iccid(valid, network, candidates, valid ? confidence : Confidence.LOW, rule, warnings);
  }

  /** Whether it may still be a SIM's number without its right check digit; says what to do. */
  private static boolean checkDigitIsAbsent(String digits, List<String> warnings) {
    boolean rounded = SimNumber.isRounded(digits);
    warnings.add(
        rounded
            ? "A spreadsheet has rounded this number, and its last digits are lost: format the"
                + " column as text and enter the digits on the SIM again."
            : "The last digit is not the check digit of the others: look again at the card. (Some"
                + " cards are printed without it, and some issuers err in it.)");
    return !rounded;
  }

  private static Identification iccid(
      boolean valid,
      @Nullable String network,
      List<Brand> candidates,
      Confidence confidence,
      String rule,
      List<String> warnings) {
    return new Identification(
        Kind.ICCID, valid, network, null, candidates, confidence, rule, warnings);
  }

  /** E.118 writes the country code 1; nearly all cards print it as 01, Verizon's do not. */
  private static String withoutLeadingZero(String digits) {
    return digits.startsWith("8901") ? "89" + digits.substring(3) : digits;
  }

  private static boolean isAmerican(String digits) {
    return withoutLeadingZero(digits).startsWith("891");
  }

  private SimTables.@Nullable Issuer issuer(String digits) {
    String registered = withoutLeadingZero(digits);
    for (int length = Math.min(longestPrefix, registered.length()); length > 2; length--) {
      SimTables.Issuer issuer = tables.issuers().get(registered.substring(0, length));
      if (issuer != null) {
        return issuer;
      }
    }
    return null;
  }

  Identification imsi(String digits, @Nullable String gid1) {
    List<String> warnings = new ArrayList<>();
    boolean valid = digits.length() == 15 || digits.length() == 14;
    if (!valid) {
      warnings.add("An IMSI has 15 digits, this has " + digits.length() + ".");
    }
    if (digits.length() == 15 && isUsMcc(digits) && Luhn.holds(digits)) {
      warnings.add(
          "It also passes the check of an IMEI, but no device's number begins with a US country"
              + " code; if it was shown by *#06#, look again.");
    }
    String group = gid1 == null ? null : hexadecimal(gid1, warnings);
    String plmn = plmn(digits);
    List<SimTables.Network> networks = tables.networks().getOrDefault(plmn, List.of());
    List<Match> matches = matches(digits, plmn, group);
    if (networks.isEmpty() && matches.isEmpty()) {
      warnings.add(
          digits.length() >= 6 && isUsMcc(digits)
              ? "The network code " + plmn + " is not in the list."
              : "It belongs to no US network: those begin with 310 to 316.");
      return new Identification(
          Kind.IMSI, valid, null, null, List.of(), Confidence.LOW, "no network fits", warnings);
    }
    SimTables.Network network = networks.isEmpty() ? null : networks.getFirst();
    for (SimTables.Network other : networks) {
      if (network != null && !other.name().equals(network.name())) {
        warnings.add("In " + other.country() + " the same code belongs to " + other.name() + ".");
      }
    }
    boolean known = network != null && network.confidence() != Confidence.LOW;
    if (network != null && !known) {
      warnings.add("Not confirmed: the code is said to belong to " + network.name() + ".");
    }
    String host = network != null && known ? network.name() : null;
    String rule = network == null ? "PLMN " + plmn : rule(plmn, network);
    if (!matches.isEmpty()) {
      return branded(valid, host, matches, rule, warnings);
    }
    String only = network == null ? null : network.carrier();
    if (network != null && known && only != null) {
      return new Identification(
          Kind.IMSI, valid, host, brand(only), List.of(), network.confidence(), rule, warnings);
    }
    if (group != null) {
      warnings.add("This GID1 is not in the list for the network: the brand stays open.");
    } else {
      warnings.add(
          "Brands share this network: the SIM's GID1 would tell which one it is, or its owner.");
    }
    return new Identification(
        Kind.IMSI,
        valid,
        host,
        null,
        network == null ? List.of() : candidates(plmn, network.name()),
        network == null ? Confidence.LOW : network.confidence(),
        rule,
        warnings);
  }

  /** Network codes have three digits in the US, but a few in the tables have two. */
  private String plmn(String digits) {
    String six = digits.substring(0, Math.min(6, digits.length()));
    String five = digits.substring(0, Math.min(5, digits.length()));
    return !tables.networks().containsKey(six) && tables.networks().containsKey(five) ? five : six;
  }

  /** A field that fits, and how exactly. */
  private record Match(SimTables.SimField field, boolean exact) {}

  private Identification branded(
      boolean valid,
      @Nullable String host,
      List<Match> matches,
      String networkRule,
      List<String> warnings) {
    Set<Brand> named = new LinkedHashSet<>();
    Set<Brand> family = new LinkedHashSet<>();
    Confidence confidence = Confidence.HIGH;
    for (Match match : matches) {
      List<String> carriers = match.field().carriers();
      named.add(
          carriers.isEmpty() ? new Brand(null, match.field().name()) : brand(carriers.getFirst()));
      if (carriers.size() > 1) {
        carriers.forEach(carrier -> family.add(brand(carrier)));
      }
      if (!match.exact() || carriers.size() > 1) {
        confidence = Confidence.MEDIUM;
      }
      if (match.field().confidence().compareTo(confidence) > 0) {
        confidence = match.field().confidence();
      }
    }
    SimTables.SimField field = matches.getFirst().field();
    String rule =
        networkRule
            + "; "
            + switch (field.kind()) {
              case GID1 -> "GID1 " + field.value();
              case IMSI_PREFIX -> "the IMSI's beginning";
            }
            + ": "
            + field.name()
            + "; "
            + field.source()
            + ", "
            + field.asOf();
    if (named.size() > 1 || confidence == Confidence.LOW) {
      warnings.add("Several brands carry this mark: ask the owner.");
      return new Identification(
          Kind.IMSI, valid, host, null, List.copyOf(named), Confidence.LOW, rule, warnings);
    }
    Brand brand = named.iterator().next();
    if (!family.isEmpty()) {
      warnings.add(
          "Sister brands of the same company may carry the same mark: ask the owner before any money"
              + " is paid.");
    }
    if (brand.carrier() == null) {
      warnings.add("'" + brand.name() + "' is not a carrier of the catalog.");
    }
    return new Identification(
        Kind.IMSI, valid, host, brand, List.copyOf(family), confidence, rule, warnings);
  }

  /** The longest fitting fields; two brands may fit equally well. */
  private List<Match> matches(String digits, String plmn, @Nullable String gid1) {
    int longest = 0;
    List<Match> best = new ArrayList<>();
    for (SimTables.SimField field : tables.fields()) {
      boolean fits =
          field.plmns().contains(plmn)
              && switch (field.kind()) {
                case GID1 -> gid1 != null && fits(field.value(), gid1);
                case IMSI_PREFIX -> gid1 == null && digits.startsWith(field.value());
              };
      if (fits && field.value().length() >= longest) {
        if (field.value().length() > longest) {
          best.clear();
          longest = field.value().length();
        }
        boolean exact = gid1 == null || unpadded(gid1).equals(unpadded(field.value()));
        best.add(new Match(field, exact));
      }
    }
    return best;
  }

  /**
   * Android compares the beginning of the field. People also leave out the padding at its end, so a
   * GID1 of at least two bytes fits a listed one that goes on with nothing but 0 or F.
   */
  private static boolean fits(String listed, String gid1) {
    return gid1.startsWith(listed)
        || (gid1.length() >= 4
            && listed.startsWith(gid1)
            && PADDING.matcher(listed.substring(gid1.length())).matches());
  }

  private static String unpadded(String gid1) {
    return TRAILING_PADDING.matcher(gid1).replaceFirst("");
  }

  private static @Nullable String hexadecimal(String gid1, List<String> warnings) {
    String plain = gid1.strip().toUpperCase(Locale.ROOT);
    if (!HEX.matcher(plain).matches()) {
      warnings.add("The GID1 was ignored: it is not hexadecimal, such as 6D38.");
      return null;
    }
    return plain;
  }

  private static String rule(String plmn, SimTables.Network network) {
    return "PLMN "
        + plmn
        + " is of "
        + network.name()
        + "; "
        + network.source()
        + ", "
        + network.asOf();
  }

  private List<Brand> candidates(String plmn, String network) {
    Set<Brand> brands = new LinkedHashSet<>(brandsOn.getOrDefault(network, List.of()));
    tables.fields().stream()
        .filter(field -> field.plmns().contains(plmn))
        .flatMap(field -> field.carriers().stream())
        .map(this::brand)
        .forEach(brands::add);
    return List.copyOf(brands);
  }

  private void collectBrands() {
    Map<String, Set<Brand>> collected = new HashMap<>();
    List<Carrier> serving =
        catalog.carriers().values().stream()
            .filter(carrier -> carrier.status() != Carrier.Status.ENDED)
            .filter(carrier -> carrier.service().kind() == Service.Kind.MOBILE)
            .sorted(Comparator.comparing(Carrier::brand))
            .toList();
    Set<String> networks = new LinkedHashSet<>();
    tables.issuers().values().stream()
        .map(SimTables.Issuer::network)
        .filter(java.util.Objects::nonNull)
        .forEach(networks::add);
    serving.forEach(carrier -> networks.add(carrier.network()));
    for (String network : networks) {
      Set<Brand> brands = collected.computeIfAbsent(network, name -> new LinkedHashSet<>());
      serving.stream()
          .filter(carrier -> carrier.network().equals(network))
          .forEach(carrier -> brands.add(brand(carrier.id())));
      serving.stream()
          .filter(
              carrier ->
                  carrier.network().equals(Carrier.SEVERAL_NETWORKS)
                      || carrier.service().earlierNetworks().stream()
                          .anyMatch(earlier -> earlier.network().equals(network))
                      || isSeenOn(carrier.id(), network))
          .forEach(carrier -> brands.add(brand(carrier.id())));
    }
    collected.forEach((network, brands) -> brandsOn.put(network, List.copyOf(brands)));
  }

  private boolean isSeenOn(String carrier, String network) {
    return tables.fields().stream()
        .filter(field -> field.carriers().contains(carrier))
        .flatMap(field -> field.plmns().stream())
        .flatMap(plmn -> tables.networks().getOrDefault(plmn, List.of()).stream())
        .anyMatch(known -> known.name().equals(network));
  }

  private Brand brand(String carrier) {
    return new Brand(carrier, catalog.carrier(carrier).brand());
  }
}

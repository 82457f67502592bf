package dev.everline.catalog.link;

import dev.everline.catalog.link.BrandUse.Setting;
import dev.everline.catalog.link.BrandUse.Use;
import dev.everline.catalog.link.LinkJudgement.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds a carrier's name where an address that isn't the carrier's uses it to be taken for it. */
final class Imitations {

  /** Their first letters are a country in subdomains: {@code us.mobile-pay.example}. */
  private static final List<String> FIRST_PART_OF_COUNTRIES = List.of("usmobile", "uscellular");

  private final Vocabulary vocabulary;
  private final KnownHosts hosts;
  private final BrandUse brands;

  Imitations(Vocabulary vocabulary, KnownHosts hosts) {
    this.vocabulary = vocabulary;
    this.hosts = hosts;
    this.brands = new BrandUse(vocabulary, hosts);
  }

  /** How an address of Latin letters imitates a carrier's, or null. */
  @Nullable Use of(WebAddress address) {
    List<Token> registered = vocabulary.read(address.name());
    Use use = brands.of(address.name(), registered, setting(address, 0));
    if (use == null && !address.below().isEmpty()) {
      use = inSubdomain(address, registered);
    }
    return use == null ? inPath(address, registered) : use;
  }

  private Setting setting(WebAddress address, int more) {
    return new Setting(
        address.ending(),
        vocabulary.isCheap(address.ending()),
        vocabulary.isBad(address.ending()),
        vocabulary.actsIn(address.path()) + more);
  }

  private @Nullable Use inSubdomain(WebAddress address, List<Token> registered) {
    List<String> below = address.below();
    int first = below.getFirst().equals("www") ? 1 : 0;
    boolean plain = registered.stream().noneMatch(token -> token.kind() == Token.Kind.UNKNOWN);
    Below stranger =
        new Below(registered, plain, setting(address, plain ? (int) firm(registered) : 0));
    for (int i = first; i < below.size(); i++) {
      String next = i + 1 < below.size() ? below.get(i + 1) : address.name();
      BrandName name = nameInLabel(below.get(i), next, stranger);
      if (name != null) {
        return new Use(name, Reason.BRAND_IN_SUBDOMAIN);
      }
    }
    return across(address, first);
  }

  /**
   * What a label stands below.
   *
   * @param plain whether nothing but known words was registered
   */
  private record Below(List<Token> registered, boolean plain, Setting setting) {

    private boolean acts() {
      return plain && registered.stream().anyMatch(Token::isAct);
    }

    /** Words enough to tell what an ordinary word beside them means. */
    private boolean saysEnough() {
      boolean service = registered.stream().anyMatch(each -> each.kind() == Token.Kind.SERVICE);
      return acts() && (setting.cheap() || service || firm(registered) > 1 || setting.acts() > 1);
    }
  }

  private @Nullable BrandName nameInLabel(String label, String next, Below stranger) {
    List<Token> tokens = vocabulary.read(label);
    boolean known = tokens.stream().noneMatch(each -> each.kind() == Token.Kind.UNKNOWN);
    boolean says =
        stranger.setting().cheap() || stranger.acts() || tokens.stream().anyMatch(Token::isAct);
    // As in mintmobile.com.example.org and mintmobile.com-pay.example.
    boolean wholeHost = tokens.size() == 1 && (next.equals("com") || next.startsWith("com-"));
    for (Token token : tokens) {
      BrandName name = token.name();
      if (name == null) {
        continue;
      }
      if ((wholeHost && name.registered())
          || (known && (name.isDistinct() ? says : stranger.saysEnough()))) {
        return name;
      }
    }
    boolean judged = tokens.size() > 1 && (stranger.plain() || stranger.setting().cheap());
    Use use = judged ? brands.of(label, tokens, stranger.setting()) : null;
    return use == null ? null : use.name();
  }

  private static long firm(List<Token> tokens) {
    return tokens.stream().filter(Token::isFirm).count();
  }

  /** A name that begins in a subdomain and ends in the registered name: {@code mint.mobile-pay}. */
  private @Nullable Use across(WebAddress address, int first) {
    String joined =
        String.join("-", address.below().subList(first, address.below().size()))
            + "-"
            + address.name();
    List<Token> tokens = vocabulary.read(joined);
    return tokens.stream()
        .filter(token -> token.slip() == null)
        .map(Token::name)
        .filter(name -> name != null && name.isDistinct())
        .filter(name -> !FIRST_PART_OF_COUNTRIES.contains(name.text()))
        .filter(
            name ->
                tokens.stream().noneMatch(token -> token.kind() == Token.Kind.UNKNOWN)
                    && tokens.stream().anyMatch(Token::isAct))
        .findFirst()
        .map(name -> new Use(name, Reason.BRAND_IN_SUBDOMAIN))
        .orElse(null);
  }

  /** A stranger's address of nothing but words such as pay and login, with a name in its path. */
  private @Nullable Use inPath(WebAddress address, List<Token> registered) {
    boolean words =
        !registered.isEmpty()
            && registered.stream()
                .allMatch(token -> token.isAct() || token.kind() == Token.Kind.FILLER)
            && address.below().stream()
                .flatMap(label -> vocabulary.read(label).stream())
                .noneMatch(token -> token.kind() == Token.Kind.UNKNOWN);
    long firm = firm(registered);
    boolean cheap = vocabulary.isCheap(address.ending());
    BrandName name = words && firm > 0 && (cheap || firm > 1) ? nameIn(address.path()) : null;
    return name == null ? null : new Use(name, Reason.BRAND_IN_PATH);
  }

  /** The distinct name that a part of a path is, or null. */
  @Nullable BrandName nameIn(String path) {
    return Arrays.stream(path.split("[/?&=#]", -1))
        .map(part -> part.replaceFirst("^www\\.", "").replaceFirst("\\.[a-z]{2,4}$", ""))
        .map(part -> vocabulary.name(part.replaceAll("[-_.]", "")))
        .filter(name -> name != null && (name.isDistinct() || name.registered()))
        .findFirst()
        .orElse(null);
  }

  /** How the name of a page that anyone can publish uses a carrier's, or null. */
  @Nullable Use inPage(WebAddress address) {
    for (String part : address.path().split("[/?&=#]", -1)) {
      List<Token> tokens = vocabulary.read(part);
      boolean says = tokens.size() > 1 && tokens.stream().anyMatch(Token::isAct);
      Use use = says ? brands.of(part, tokens, new Setting("", false, false, 0)) : null;
      if (use != null) {
        return new Use(use.name(), Reason.BRAND_IN_PATH);
      }
    }
    return null;
  }

  /** The carrier whose host or name stands before an @, or null. */
  @Nullable BrandName inUserInfo(String userInfo) {
    String before = userInfo.split(":", 2)[0];
    WebAddress address = WebAddress.parse(Lettering.latin(before));
    if (address != null && hosts.isOfficial(address)) {
      BrandName name = vocabulary.name(address.name().replace("-", ""));
      if (name != null) {
        return name;
      }
    }
    return vocabulary.read(Lettering.latin(before).toLowerCase(Locale.ROOT)).stream()
        .map(Token::name)
        .filter(name -> name != null && name.isDistinct())
        .findFirst()
        .orElse(null);
  }
}

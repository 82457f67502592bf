package dev.everline.catalog.link;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.Derived;
import dev.everline.catalog.LinkHost;
import dev.everline.catalog.link.BrandUse.Use;
import dev.everline.catalog.link.KnownHosts.Known;
import dev.everline.catalog.link.LinkJudgement.Reason;
import dev.everline.catalog.link.LinkJudgement.Why;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a carrier's own links from those that only look like one. Pure; takes any text, and asks
 * nobody.
 */
public final class LinkJudge {

  /** What no address has: it stands in a text without blanks. */
  private static final Pattern IN_A_TEXT =
      Pattern.compile(
          "[\\p{IsHan}\\u2018-\\u201f\\u3000-\\u303f\\uff0c\\uff1a\\uff08\\uff09\"'<>()\\[\\]{}‹›«»]|,http");

  private static final Pattern ONWARD = Pattern.compile("(?i)=(https?(?::|%3a)(?:/|%2f){2}[^&=]+)");

  /** More than any address that people are sent. */
  private static final int LONGEST = 4_000;

  private final Derived<Knowledge> known;

  private record Knowledge(KnownHosts hosts, Imitations imitations) {

    static Knowledge of(Catalog catalog) {
      KnownHosts hosts = new KnownHosts(catalog);
      return new Knowledge(
          hosts,
          new Imitations(new Vocabulary(catalog.linkWords(), hosts.registeredNames()), hosts));
    }
  }

  public LinkJudge(Catalog catalog) {
    known = new Derived<>(catalog, () -> Knowledge.of(catalog.asItIs()));
  }

  private KnownHosts hosts() {
    return known.get().hosts();
  }

  private Imitations imitations() {
    return known.get().imitations();
  }

  /**
   * What somebody typed or pasted to have it judged: an address alone, however odd, or a text.
   *
   * @return empty when there is no link in it
   */
  public List<LinkJudgement> judgeTyped(String typed) {
    String text = typed.strip();
    LinkJudgement whole =
        text.chars().anyMatch(Character::isWhitespace) || text.length() > LONGEST
            ? null
            : judgeAddress(text);
    boolean address = whole != null && whole.why().reason() != Reason.NO_ADDRESS;
    if (address && !IN_A_TEXT.matcher(text).find()) {
      return List.of(whole);
    }
    List<LinkJudgement> found = find(text);
    return found.isEmpty() && address ? List.of(whole) : found;
  }

  /** The links in a text, those without a scheme too; none is asked for anything. */
  public List<LinkJudgement> find(String text) {
    return LinkFinder.in(text).stream()
        .map(found -> found.certain() ? judgeAddress(found.text()) : judgeUncertain(found))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /**
   * What may as well be two sentences without a blank is a link only if something is known of it;
   * that the first ends with a brand's name isn't enough.
   */
  private @Nullable LinkJudgement judgeUncertain(LinkFinder.Found found) {
    LinkJudgement judgement = judgeAddress(found.text());
    boolean mayBeSentences =
        judgement.judgement() == Judgement.UNKNOWN
            || judgement.why().reason() == Reason.OTHER_ENDING;
    return mayBeSentences ? null : judgement;
  }

  /** One address, with or without a scheme; of a longer text, the worst of its links. */
  public LinkJudgement judge(String addressOrText) {
    String text = addressOrText.strip();
    if (text.chars().anyMatch(Character::isWhitespace) || text.length() > LONGEST) {
      return find(text).stream()
          .max(Comparator.comparingInt(each -> badness(each.judgement())))
          .orElseGet(
              () ->
                  new LinkJudgement(text, "", Judgement.UNKNOWN, null, Why.of(Reason.NO_ADDRESS)));
    }
    return judgeAddress(text);
  }

  private static int badness(Judgement judgement) {
    return switch (judgement) {
      case OFFICIAL -> 0;
      case UNKNOWN -> 1;
      case SHORTENER -> 2;
      case LOOK_ALIKE -> 3;
    };
  }

  private LinkJudgement judgeAddress(String url) {
    WebAddress address = WebAddress.parse(url);
    if (address == null || !(address.isIp() || address.host().contains("."))) {
      String host = address == null || !WebAddress.hasScheme(url) ? "" : address.host();
      Reason reason = host.isEmpty() ? Reason.NO_ADDRESS : Reason.NOT_KNOWN;
      return new LinkJudgement(url, host, Judgement.UNKNOWN, null, Why.of(reason));
    }
    LinkJudgement judgement = judge(url, address);
    LinkJudgement onward =
        judgement.judgement() == Judgement.LOOK_ALIKE ? null : onward(url, address);
    if (onward != null) {
      return onward;
    }
    String userInfo = address.userInfo();
    if (userInfo == null || judgement.judgement() == Judgement.LOOK_ALIKE) {
      return judgement;
    }
    BrandName before = imitations().inUserInfo(userInfo);
    boolean mail = judgement.judgement() == Judgement.OFFICIAL;
    if (before != null && !mail) {
      return lookAlike(url, address, before, Reason.USER_INFO);
    }
    return mail ? unknown(url, address, judgement.brand(), Reason.MAIL_ADDRESS) : judgement;
  }

  /** A look-alike that an address leads on to, as {@code /url?q=https://…} does, or null. */
  private @Nullable LinkJudgement onward(String url, WebAddress address) {
    Matcher onward = ONWARD.matcher(address.path());
    while (onward.find()) {
      String next = onward.group(1).replaceAll("(?i)%3a", ":").replaceAll("(?i)%2f", "/");
      WebAddress target = WebAddress.parse(next);
      LinkJudgement leadsTo = target == null ? null : judge(next, target);
      if (leadsTo != null && leadsTo.judgement() == Judgement.LOOK_ALIKE) {
        return new LinkJudgement(
            url, leadsTo.host(), Judgement.LOOK_ALIKE, leadsTo.brand(), leadsTo.why());
      }
    }
    return null;
  }

  private LinkJudgement judge(String url, WebAddress address) {
    if (address.isIp()) {
      BrandName name = imitations().nameIn(address.path());
      return name == null
          ? unknown(url, address, null, Reason.NOT_KNOWN)
          : lookAlike(url, address, name, Reason.IP_ADDRESS);
    }
    Known known = hosts().of(address);
    if (known != null) {
      return judgeKnown(url, address, known);
    }
    if (!Lettering.isAscii(address.host())) {
      return judgeForeign(url, address);
    }
    Use use = imitations().of(address);
    return use == null
        ? unknown(url, address, null, Reason.NOT_KNOWN)
        : lookAlike(url, address, use.name(), use.reason());
  }

  private LinkJudgement judgeKnown(String url, WebAddress address, Known known) {
    return switch (known.kind()) {
      case OFFICIAL ->
          known.record().isEmpty()
              ? unknown(url, address, known.carrier(), Reason.UNCONFIRMED)
              : new LinkJudgement(
                  url,
                  address.host(),
                  Judgement.OFFICIAL,
                  known.carrier(),
                  new Why(
                      address.bareHost().equals(known.host())
                          ? Reason.NAMED_HOST
                          : Reason.BELOW_NAMED_DOMAIN,
                      known.host(),
                      known.record()));
      case SHORTENER ->
          new LinkJudgement(
              url,
              address.host(),
              Judgement.SHORTENER,
              known.carrier(),
              new Why(Reason.SHORTENER, null, "link-shorteners.csv: " + known.host()));
      case PAGES -> {
        Use use = imitations().inPage(address);
        yield use == null
            ? unknown(url, address, null, Reason.NOT_KNOWN)
            : lookAlike(url, address, use.name(), use.reason());
      }
      case OTHER -> unknown(url, address, null, Reason.OTHER_COMPANY);
      case SHARED -> unknown(url, address, null, Reason.NOT_KNOWN);
    };
  }

  /** Judges a host with letters of other scripts by the Latin ones that they look like. */
  private LinkJudgement judgeForeign(String url, WebAddress address) {
    Reason reason = address.punycode() ? Reason.PUNYCODE : Reason.HOMOGRAPH;
    WebAddress latin = address.at(Lettering.latin(address.host()));
    Known known = hosts().of(latin);
    String carrier =
        known == null || known.kind() != LinkHost.Kind.OFFICIAL ? null : known.carrier();
    if (carrier == null) {
      Use use = imitations().of(latin);
      carrier = use == null ? null : use.name().carrier();
    }
    return carrier == null
        ? unknown(url, address, null, Reason.NOT_KNOWN)
        : lookAlike(url, address, carrier, reason);
  }

  private LinkJudgement lookAlike(String url, WebAddress address, BrandName name, Reason reason) {
    return lookAlike(url, address, name.carrier(), reason);
  }

  private LinkJudgement lookAlike(String url, WebAddress address, String carrier, Reason reason) {
    return new LinkJudgement(
        url,
        address.host(),
        Judgement.LOOK_ALIKE,
        carrier,
        new Why(reason, hosts().home(carrier), hosts().homeRecord(carrier)));
  }

  private static LinkJudgement unknown(
      String url, WebAddress address, @Nullable String carrier, Reason reason) {
    return new LinkJudgement(url, address.host(), Judgement.UNKNOWN, carrier, Why.of(reason));
  }
}

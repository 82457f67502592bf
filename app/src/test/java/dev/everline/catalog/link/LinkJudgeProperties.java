package dev.everline.catalog.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import java.net.URI;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LinkJudgeProperties {

  private static final Catalog CATALOG = CatalogLoader.builtIn().load();
  private static final LinkJudge JUDGE = new LinkJudge(CATALOG);

  /** The hosts of the carriers' sites, without {@code www}. */
  private static final List<String> HOSTS =
      CATALOG.carriers().values().stream()
          .flatMap(carrier -> carrier.sites().values().stream())
          .map(site -> URI.create(site).getHost().replaceFirst("^www\\.", ""))
          .distinct()
          .sorted()
          .toList();

  @Property(tries = 1_000)
  void anyTextIsJudged(@ForAll("texts") String text) {
    LinkJudgement judged = JUDGE.judge(text);
    assertThat(JUDGE.judge(judged.url())).isEqualTo(judged);
    for (LinkJudgement found : JUDGE.find(text)) {
      assertThat(text).contains(found.url());
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "https://",
            "http:",
            "//",
            "@",
            ":",
            ".",
            "。",
            "．",
            "com",
            "icu",
            "mintmobile",
            "xn--",
            "%2e",
            "%",
            "[",
            "]",
            "(",
            ")",
            "-",
            "_",
            "/",
            "\\",
            "?",
            "#",
            " ",
            "中",
            "м",
            "\u00ad",
            "\u202e",
            "😀",
            "1",
            "0x7f",
            "t-mobile",
            "pay",
            "\n",
            "\u0000",
            "ａ");
    return Arbitraries.oneOf(
        parts.list().ofMaxSize(14).map(list -> String.join("", list)),
        Arbitraries.strings().ofMaxLength(60));
  }

  @Property(tries = 600)
  void aSlipInAnOfficialNameIsNeverOfficial(
      @ForAll("officialHosts") String host,
      @ForAll("slips") int slip,
      @ForAll("places") int place) {
    String[] labels = host.split("\\.", -1);
    int at = labels.length - 2;
    String name = labels[at];
    if (name.length() < 6) {
      return;
    }
    int i = place % (name.length() - 1);
    String other =
        switch (slip) {
          case 0 ->
              name.substring(0, i) + name.charAt(i + 1) + name.charAt(i) + name.substring(i + 2);
          case 1 -> name.substring(0, i + 1) + name.substring(i);
          default -> name.substring(0, i) + name.substring(i + 1);
        };
    if (!other.equals(name)) {
      labels[at] = other;
      String slipped = String.join(".", labels);
      assertThat(JUDGE.judge("https://" + slipped + "/pay").judgement())
          .as(slipped)
          .isNotEqualTo(Judgement.OFFICIAL);
    }
  }

  @Property(tries = 300)
  void whateverStandsBelowAnOfficialDomainOrAfterItsHostIsOfficial(
      @ForAll("officialHosts") String host, @ForAll("labels") String label) {
    boolean shared = host.endsWith("google.com") || host.endsWith("reachplatform.com");
    if (!shared) {
      assertThat(JUDGE.judge("https://" + label + "." + host + "/" + label).judgement())
          .isEqualTo(Judgement.OFFICIAL);
    }
  }

  @Property(tries = 300)
  void anOfficialHostInFrontOfAnothersIsNeverOfficial(
      @ForAll("officialHosts") String host, @ForAll("labels") String label) {
    assertThat(JUDGE.judge("https://" + host + "." + label + ".example/").judgement())
        .isNotEqualTo(Judgement.OFFICIAL);
    assertThat(JUDGE.judge("https://" + host + "@" + label + ".example/").judgement())
        .isNotEqualTo(Judgement.OFFICIAL);
  }

  @Provide
  Arbitrary<String> officialHosts() {
    return Arbitraries.of(HOSTS);
  }

  @Provide
  Arbitrary<Integer> slips() {
    return Arbitraries.integers().between(0, 2);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 30);
  }

  @Provide
  Arbitrary<String> labels() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
  }
}

package dev.everline.channel.web.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.words.Language;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source is said by the name that people know, in their language. */
class CatalogTextTest {

  private static Words words(Language language) {
    return new Words(language, Messages.load(language), ZoneOffset.UTC);
  }

  private static String said(String noted, String asOf) {
    return CatalogText.source(words(Language.ENGLISH), noted, asOf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Android Authority, "Can you pause it?" (2025-03-16, read in copies) | Android Authority
          https://www.att.com/prepaid/plans/                        | att.com
          att.com/legal/terms.html (2017, 2019 versions); keepsim.app (checked) | att.com, keepsim.app
          public data set captured 2026-08-14, quoting https://www.visible.com/plans | visible.com
          T-Mobile support DOC-1680 (old copy); myroami.com         | T-Mobile support, myroami.com
          r/BoostMobile announcement (2026) of payment extensions   | r/BoostMobile
          somebody/some-list, review packets of 2026-09-26          | notes on carriers’ terms
          somebody/some-site docs/competitor-research.md (January 2026) | a public list of plans
          general knowledge of the carrier's public plan page; not looked up | general knowledge, not looked up
          """)
  void aSourceIsNamedWithoutItsKeepersRemarks(String noted, String name) {
    assertThat(said(noted, "2026")).isEqualTo(name + ", 2026");
  }

  @Test
  void itsDateIsAsPreciseAsTheSourceGivesIt() {
    assertThat(said("att.com", "2019")).isEqualTo("att.com, 2019");
    assertThat(said("att.com", "2025-03")).isEqualTo("att.com, Mar 2025");
    assertThat(said("att.com", "2025-03-16")).isEqualTo("att.com, Mar 16, 2025");
    assertThat(CatalogText.source(words(Language.CHINESE), "att.com; keepsim.app", "2025-03-16"))
        .isEqualTo("att.com、keepsim.app，2025年3月16日");
    assertThat(CatalogText.source(words(Language.SPANISH), "general knowledge", null))
        .isEqualTo("conocimiento general, sin verificar");
  }
}

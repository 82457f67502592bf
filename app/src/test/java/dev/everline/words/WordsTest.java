package dev.everline.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.channel.web.frame.CatalogText;
import dev.everline.channel.web.frame.ZoneChoices;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deadlines by the clock of those who set them, wherever the reader and the server are. */
class WordsTest {

  private static Words words(Language language, String zone, boolean told) {
    return new Words(language, Messages.load(language), ZoneId.of(zone), told);
  }

  /** What ends with a day of the carrier's ends in the last minute of that very day. */
  @ParameterizedTest
  @CsvSource({
    "2026-12-01, America/New_York, Asia/Shanghai, true",
    "2026-12-01, America/Los_Angeles, America/New_York, true",
    "2026-12-01, America/New_York, UTC, true",
    // The days on which clocks change, in 2026 and 2027.
    "2026-11-01, America/New_York, Asia/Shanghai, true",
    "2027-03-14, America/Los_Angeles, Asia/Shanghai, true",
    "2027-03-14, America/New_York, America/New_York, false",
    "2026-12-01, America/New_York, America/Detroit, false"
  })
  void aDeadlineIsTheLastMinuteOfTheCarriersDayAndNamesItsZoneWhereTheReadersIsAnother(
      LocalDate end, String carrier, String reader, boolean named) {
    ZoneId there = ZoneId.of(carrier);
    Instant over = end.plusDays(1).atStartOfDay(there).toInstant();

    String said = words(Language.ENGLISH, reader, true).deadline(over, there);

    assertThat(said).contains(words(Language.ENGLISH, reader, true).date(end)).contains("11:59");
    assertThat(said.contains(" time")).isEqualTo(named);
  }

  @Test
  void aZoneIsNamedAsPeopleCallItInEachLanguage() {
    ZoneId newYork = ZoneId.of("America/New_York");
    Instant over = Instant.parse("2026-12-02T05:00:00Z");

    assertThat(words(Language.ENGLISH, "Asia/Shanghai", true).deadline(over, newYork))
        .endsWith("New York time");
    assertThat(words(Language.SPANISH, "Asia/Shanghai", true).deadline(over, newYork))
        .endsWith("hora de Nueva York");
    assertThat(words(Language.CHINESE, "Asia/Shanghai", true).deadline(over, newYork))
        .endsWith("（纽约时间）");
  }

  @Test
  void aTimeInUtcSaysSo() {
    Instant noon = Instant.parse("2026-12-01T12:00:00Z");

    for (Language language : Language.values()) {
      for (String zone : new String[] {"UTC", "Z", "Etc/UTC"}) {
        assertThat(words(language, zone, true).time(noon)).contains("UTC");
      }
    }
    assertThat(words(Language.ENGLISH, "Europe/London", true).time(noon)).doesNotContain("UTC");
  }

  @Test
  void aReaderWhoseZoneIsAGuessIsAlwaysToldWhichZoneATimeIsIn() {
    Instant noon = Instant.parse("2026-12-01T17:00:00Z");

    assertThat(words(Language.ENGLISH, "America/New_York", false).time(noon))
        .endsWith("New York time");
    assertThat(words(Language.ENGLISH, "America/New_York", true).time(noon))
        .doesNotContain(" time");
    assertThat(words(Language.ENGLISH, "America/New_York", false).deadline(noon, ZoneOffset.UTC))
        .contains("5:00");
  }

  @Test
  void aNumberAndItsUnitStandApartInChineseWhateverTheUnit() {
    Words chinese = words(Language.CHINESE, "UTC", true);

    assertThat(chinese.duration(Duration.ofSeconds(30))).isEqualTo("30 秒");
    assertThat(chinese.duration(Duration.ofMinutes(5))).isEqualTo("5 分钟");
    assertThat(chinese.say("days", 30)).isEqualTo("30 天");
  }

  @Test
  void sentencesFollowEachOtherAsTheLanguageWritesThem() {
    assertThat(words(Language.CHINESE, "UTC", true).sentences("已付。", null, "最迟。"))
        .isEqualTo("已付。最迟。");
    assertThat(words(Language.ENGLISH, "UTC", true).sentences("Paid.", null, "By."))
        .isEqualTo("Paid. By.");
  }

  @Test
  void severalNetworksAreSaidInTheReadersLanguage() {
    assertThat(CatalogText.network(words(Language.CHINESE, "UTC", true), "multi"))
        .isEqualTo("多个网络");
    assertThat(CatalogText.network(words(Language.SPANISH, "UTC", true), "multi"))
        .isEqualTo("varias redes");
    assertThat(CatalogText.network(words(Language.SPANISH, "UTC", true), "Verizon"))
        .isEqualTo("Verizon");
  }

  @ParameterizedTest
  @CsvSource({
    "ENGLISH, America/New_York, Eastern (New York)",
    "ENGLISH, America/Phoenix, Arizona (Phoenix)",
    "SPANISH, America/Chicago, Centro (Chicago)",
    "CHINESE, America/Los_Angeles, 太平洋时间（洛杉矶）",
    "ENGLISH, America/Santiago, Santiago (Chile)",
    "CHINESE, America/Santiago, 圣地亚哥（智利）",
    "ENGLISH, America/Detroit, Detroit (United States)",
    "ENGLISH, Asia/Singapore, Singapore"
  })
  void aZoneToChooseIsNamedWithItsRegionOrItsCountry(Language language, String id, String name) {
    Words words = words(language, "America/New_York", true);

    assertThat(ZoneChoices.of(words, "America/New_York"))
        .contains(new ZoneChoices.Choice(id, name));
  }

  @Test
  void theZonesOfTheUnitedStatesComeFirst() {
    assertThat(ZoneChoices.of(words(Language.ENGLISH, "UTC", true), "America/New_York"))
        .extracting(ZoneChoices.Choice::name)
        .startsWith(
            "Eastern (New York)",
            "Central (Chicago)",
            "Mountain (Denver)",
            "Arizona (Phoenix)",
            "Pacific (Los Angeles)",
            "Alaska (Anchorage)",
            "Hawaii (Honolulu)")
        .doesNotHaveDuplicates();
  }
}

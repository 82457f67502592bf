package dev.everline.channel.web.frame;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.TimeZone.SystemTimeZoneType;
import com.ibm.icu.util.ULocale;
import dev.everline.words.Language;
import dev.everline.words.Words;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The time zones that people choose from: those of the US first, as people there call them, then
 * all by their cities and countries.
 */
public final class ZoneChoices {

  /** With the message of what its zone is called in the United States. */
  private static final Map<String, String> FIRST = new LinkedHashMap<>();

  static {
    FIRST.put("America/New_York", "zone.eastern");
    FIRST.put("America/Chicago", "zone.central");
    FIRST.put("America/Denver", "zone.mountain");
    FIRST.put("America/Phoenix", "zone.arizona");
    FIRST.put("America/Los_Angeles", "zone.pacific");
    FIRST.put("America/Anchorage", "zone.alaska");
    FIRST.put("Pacific/Honolulu", "zone.hawaii");
    FIRST.put("America/Puerto_Rico", "zone.atlantic");
  }

  private static final Map<Language, List<Choice>> ALL = new ConcurrentHashMap<>();

  private ZoneChoices() {}

  /**
   * @param id as IANA has it
   * @param name of its city, in the reader's language
   */
  public record Choice(String id, String name) {}

  /**
   * @param chosen is among them, whatever it is
   */
  public static List<Choice> of(Words words, String chosen) {
    List<Choice> all = ALL.computeIfAbsent(words.language(), language -> all(words));
    if (all.stream().anyMatch(choice -> choice.id().equals(chosen))) {
      return all;
    }
    List<Choice> more = new ArrayList<>(all);
    more.addFirst(new Choice(chosen, withCountry(words, chosen)));
    return more;
  }

  private static List<Choice> all(Words words) {
    Collator order = Collator.getInstance(words.language().locale());
    List<Choice> choices = new ArrayList<>();
    FIRST.forEach((id, region) -> choices.add(new Choice(id, words.say(region))));
    TimeZone.getAvailableIDs(SystemTimeZoneType.CANONICAL_LOCATION, null, null).stream()
        .filter(id -> !FIRST.containsKey(id) && ZoneId.getAvailableZoneIds().contains(id))
        .map(id -> new Choice(id, withCountry(words, id)))
        .sorted(Comparator.comparing(Choice::name, order::compare))
        .forEach(choices::add);
    return List.copyOf(choices);
  }

  /** Cities of one name lie in several countries; a city that is a country is said once. */
  private static String withCountry(Words words, String id) {
    String city = words.zoneName(ZoneId.of(id));
    String region = TimeZone.getRegion(id);
    String country =
        new ULocale("", region).getDisplayCountry(ULocale.forLocale(words.language().locale()));
    return region.equals("001") || country.equals(city)
        ? city
        : words.say("zone.of-country", city, country);
  }
}

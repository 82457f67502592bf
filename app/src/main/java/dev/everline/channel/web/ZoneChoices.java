package dev.everline.channel.web;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.TimeZone.SystemTimeZoneType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The time zones that people choose from, by the names of cities: those of the US first. */
final class ZoneChoices {

  private static final List<String> FIRST =
      List.of(
          "America/New_York",
          "America/Chicago",
          "America/Denver",
          "America/Phoenix",
          "America/Los_Angeles",
          "America/Anchorage",
          "Pacific/Honolulu",
          "America/Puerto_Rico");

  private static final Map<Language, List<Choice>> ALL = new ConcurrentHashMap<>();

  private ZoneChoices() {}

  /**
   * @param id as IANA has it
   * @param name of its city, in the reader's language
   */
  record Choice(String id, String name) {}

  /**
   * @param chosen is among them, whatever it is
   */
  static List<Choice> of(Words words, String chosen) {
    List<Choice> all = ALL.computeIfAbsent(words.language(), language -> all(words));
    if (all.stream().anyMatch(choice -> choice.id().equals(chosen))) {
      return all;
    }
    List<Choice> more = new ArrayList<>(all);
    more.addFirst(new Choice(chosen, words.zoneName(ZoneId.of(chosen))));
    return more;
  }

  private static List<Choice> all(Words words) {
    Collator order = Collator.getInstance(words.language().locale());
    List<Choice> choices = new ArrayList<>();
    FIRST.forEach(id -> choices.add(new Choice(id, words.zoneName(ZoneId.of(id)))));
    TimeZone.getAvailableIDs(SystemTimeZoneType.CANONICAL_LOCATION, null, null).stream()
        .filter(id -> !FIRST.contains(id) && ZoneId.getAvailableZoneIds().contains(id))
        .map(id -> new Choice(id, words.zoneName(ZoneId.of(id))))
        .sorted(Comparator.comparing(Choice::name, order::compare))
        .forEach(choices::add);
    return List.copyOf(choices);
  }
}

package dev.everline.catalog;

import dev.everline.kernel.InvalidValue;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which carrier people mean by a name: its id, its brand or one of its other names, whatever the
 * case, blanks, hyphens and other signs in it. Some names are of several carriers; then the person
 * chooses, since money sent to the wrong brand is lost.
 */
public final class BrandNames {

  private static final int LONGEST = 100;

  private final Map<String, Set<String>> carriers = new HashMap<>();
  private final Map<String, Set<String>> names = new HashMap<>();

  /**
   * @param aliases other names of carriers, by their ids; one that several have names all of them
   */
  BrandNames(Collection<Carrier> known, Map<String, List<String>> aliases) {
    for (Carrier carrier : known) {
      put(carrier.brand(), carrier.id());
      // What stands in parentheses is an earlier name or an explanation.
      put(carrier.brand().replaceAll("\\(.*?\\)", ""), carrier.id());
      aliases.getOrDefault(carrier.id(), List.of()).forEach(alias -> put(alias, carrier.id()));
    }
    // An id is its carrier's alone, whatever else is called so.
    known.forEach(carrier -> carriers.put(key(carrier.id()), Set.of(carrier.id())));
    known.forEach(carrier -> named(carrier.id()).add(key(carrier.id())));
  }

  private void put(String name, String carrier) {
    String key = key(name);
    if (!key.isEmpty()) {
      carriers.computeIfAbsent(key, none -> new TreeSet<>()).add(carrier);
      named(carrier).add(key);
    }
  }

  private Set<String> named(String carrier) {
    return names.computeIfAbsent(carrier, none -> new TreeSet<>());
  }

  /** The ids of the carriers that a text can mean; none when nobody is called so. */
  public Set<String> of(String text) {
    if (text.length() > LONGEST) {
      return Set.of();
    }
    Set<String> quick = carriers.get(text);
    return quick == null ? carriers.getOrDefault(key(text), Set.of()) : quick;
  }

  /**
   * The id of the one carrier that a text means; empty when nobody is called so.
   *
   * @param field that the text was given for
   * @throws InvalidValue when several are; it names their ids
   */
  public Optional<String> one(String field, String text) {
    Set<String> ids = of(text);
    if (ids.size() > 1) {
      String choices = String.join(", ", ids);
      throw InvalidValue.of(
              field, text, "is the name of several carriers", "give the one it is: " + choices)
          .as("CARRIER_OF_SEVERAL", choices);
    }
    return ids.stream().findFirst();
  }

  /**
   * The carrier by which a list is filtered: its id where one is meant, or the text as it is, which
   * then fits no line.
   *
   * @throws InvalidValue when several are called so
   */
  public @Nullable String filter(@Nullable String text) {
    return text == null ? null : one("carrier", text).orElse(text);
  }

  /** The ids of the carriers of which a part of one name is in the text. */
  public Set<String> withPart(String text) {
    String part = key(text);
    return part.isEmpty()
        ? Set.of()
        : names.entrySet().stream()
            .filter(carrier -> carrier.getValue().stream().anyMatch(name -> name.contains(part)))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Letters and digits only; without accents and in one case. */
  private static String key(String name) {
    StringBuilder key = new StringBuilder();
    Normalizer.normalize(name, Normalizer.Form.NFKD)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(key::appendCodePoint);
    return key.toString().toLowerCase(Locale.ROOT).replace("ı", "i");
  }
}

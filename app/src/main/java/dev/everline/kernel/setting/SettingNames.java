package dev.everline.kernel.setting;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings that a module reads, so that a misspelt one is noticed: what no module reads is
 * refused at the start.
 *
 * @param properties such as {@code everline.backup.kept-days}; {@code []} stands for a number in a
 *     list, as in {@code everline.carriers.routes[].name}
 * @param variables of the environment that are no properties, such as {@code EVERLINE_HOME}
 */
public record SettingNames(Set<String> properties, Set<String> variables) {

  public SettingNames {
    properties = Set.copyOf(properties);
    variables = Set.copyOf(variables);
  }

  /** Properties with the same beginning, such as {@code everline.backup}. */
  public static SettingNames below(String prefix, String... names) {
    return new SettingNames(
        Arrays.stream(names).map(name -> prefix + "." + name).collect(Collectors.toSet()),
        Set.of());
  }

  /** Properties that a record is bound to, by its components and those of records in it. */
  public static SettingNames bound(String prefix, Class<? extends Record> type) {
    Set<String> found = new HashSet<>();
    collect(prefix, type, found);
    return new SettingNames(found, Set.of());
  }

  /** Variables that are read from the environment alone. */
  public static SettingNames ofEnvironment(String... variables) {
    return new SettingNames(Set.of(), Set.of(variables));
  }

  public SettingNames and(SettingNames others) {
    Set<String> allProperties = new HashSet<>(properties);
    allProperties.addAll(others.properties);
    Set<String> allVariables = new HashSet<>(variables);
    allVariables.addAll(others.variables);
    return new SettingNames(allProperties, allVariables);
  }

  private static void collect(String name, Type type, Set<String> found) {
    if (type instanceof ParameterizedType of
        && of.getRawType() instanceof Class<?> raw
        && Collection.class.isAssignableFrom(raw)) {
      collect(name + "[]", of.getActualTypeArguments()[0], found);
      if (!(of.getActualTypeArguments()[0] instanceof Class<?> one && one.isRecord())) {
        found.add(name); // all in one text, with commas between
      }
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      for (RecordComponent component : plain.getRecordComponents()) {
        collect(name + "." + dashed(component.getName()), component.getGenericType(), found);
      }
    } else {
      found.add(name);
    }
  }

  private static String dashed(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}

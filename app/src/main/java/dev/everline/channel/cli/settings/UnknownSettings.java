package dev.everline.channel.cli.settings;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.Setting;
import dev.everline.kernel.setting.SettingNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Settings under {@code everline} that nothing reads: most are misspelt, and who set one believes
 * that it holds. They are told by name and place, never by value, which may be a secret.
 */
final class UnknownSettings {

  private static final String PREFIX = "everline.";
  private static final String VARIABLE_PREFIX = "EVERLINE_";
  private static final Pattern NUMBER = Pattern.compile("\\[(\\d+)]");
  private static final Pattern NUMBER_IN_VARIABLE = Pattern.compile("_(\\d+)(?=_|$)");

  /** What Kubernetes says of a service by the name of everline, or one that begins so. */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "EVERLINE_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_.+)?)");

  private final Set<String> properties = new TreeSet<>();
  private final Set<String> variables = new TreeSet<>();

  UnknownSettings(Collection<SettingNames> known) {
    for (SettingNames names : known) {
      properties.addAll(names.properties());
      variables.addAll(names.variables());
    }
  }

  /**
   * @throws ProblemException CONFIGURATION when there are some; each with its place and, where one
   *     is near, the name that was probably meant
   */
  void refuse(ConfigurableEnvironment environment) {
    List<String> complaints = new ArrayList<>();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> listed) {
        for (String name : new TreeSet<>(List.of(listed.getPropertyNames()))) {
          complaint(listed, name).ifPresent(complaints::add);
        }
      }
    }
    if (!complaints.isEmpty()) {
      throw new ProblemException(ProblemType.CONFIGURATION, String.join(" ", complaints));
    }
  }

  private Optional<String> complaint(EnumerablePropertySource<?> source, String name) {
    if (source instanceof SystemEnvironmentPropertySource) {
      String variable = name.toUpperCase(Locale.ROOT);
      return variable.startsWith(VARIABLE_PREFIX)
              && !isKnownVariable(variable)
              && !isOfService(variable, source.getProperty(name))
          ? Optional.of(said(name, "of the environment", nearestVariable(variable)))
          : Optional.empty();
    }
    if (!name.toLowerCase(Locale.ROOT).startsWith(PREFIX) || isKnownProperty(name)) {
      return Optional.empty();
    }
    Optional<String> within = within(name);
    if (within.isPresent()) {
      return Optional.of(
          name
              + place(source, name)
              + " is a group of settings and takes no value itself; set those in it, such as "
              + within.get()
              + ".");
    }
    String variable = Setting.variable(name);
    return Optional.of(
        variables.contains(variable)
            ? name
                + place(source, name)
                + " is read from the environment only; set "
                + variable
                + " there."
            : said(name, place(source, name), nearestProperty(name)));
  }

  private static String said(String name, String place, @Nullable String nearest) {
    return name
        + (place.startsWith(",") ? place : " " + place)
        + " isn't a setting of Everline; "
        + (nearest == null
            ? "docs/command-line.md lists the settings."
            : "did you mean " + nearest + "?");
  }

  /** Where it was set. */
  private static String place(EnumerablePropertySource<?> source, String name) {
    Origin origin = OriginLookup.getOrigin(source, name);
    if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
      TextResourceOrigin.Location at = text.getLocation();
      return ", in "
          + text.getResource().getDescription()
          + (at == null ? "" : " at line " + (at.getLine() + 1))
          + ",";
    }
    if (source.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
      return ", given to Java as -D" + name + ",";
    }
    if (source instanceof CommandLinePropertySource<?>) {
      return ", given as the argument --" + name + ",";
    }
    return ", in " + source.getName() + ",";
  }

  private boolean isKnownProperty(String name) {
    String plain = plain(NUMBER.matcher(name).replaceAll("[]"));
    return properties.stream().anyMatch(known -> plain(known).equals(plain));
  }

  /** The first setting of a group, when the name is that of a group. */
  private Optional<String> within(String name) {
    String group = plain(NUMBER.matcher(name).replaceAll("[]"));
    return properties.stream()
        .filter(
            known -> plain(known).startsWith(group + ".") || plain(known).startsWith(group + "[]."))
        .findFirst()
        .map(known -> known.replace("[]", "[0]"));
  }

  /** As it is compared: Spring takes a name with or without hyphens, and in any case. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  private boolean isKnownVariable(String variable) {
    return variables.contains(variable)
        || properties.stream()
            .flatMap(UnknownSettings::spellings)
            .anyMatch(known -> variable.matches(known));
  }

  /** Patterns of the two spellings of a property that Spring looks for in the environment. */
  private static Stream<String> spellings(String property) {
    String upper = property.toUpperCase(Locale.ROOT).replace("[]", "_\\d+").replace('.', '_');
    return Stream.of(upper.replace("-", ""), upper.replace('-', '_'));
  }

  private static boolean isOfService(String variable, @Nullable Object value) {
    return OF_A_SERVICE.matcher(variable).matches()
        || (variable.endsWith("_PORT") && String.valueOf(value).matches("(tcp|udp|sctp)://.*"));
  }

  private @Nullable String nearestProperty(String name) {
    return Nearest.to(name, withNumbers(name, NUMBER));
  }

  private @Nullable String nearestVariable(String variable) {
    Set<String> names =
        withNumbers(variable, NUMBER_IN_VARIABLE).stream()
            .map(Setting::variable)
            .collect(Collectors.toCollection(TreeSet::new));
    names.addAll(variables);
    return Nearest.to(variable, names);
  }

  /** The known properties, with the numbers that the given name has. */
  private Set<String> withNumbers(String name, Pattern number) {
    Matcher given = number.matcher(name);
    List<String> numbers = new ArrayList<>();
    while (given.find()) {
      numbers.add(given.group(1));
    }
    Set<String> filled = new TreeSet<>();
    for (String property : properties) {
      String known = property;
      for (String one : numbers) {
        known = known.replaceFirst("\\[]", "[" + one + "]");
      }
      filled.add(known.replace("[]", "[0]"));
    }
    return filled;
  }
}

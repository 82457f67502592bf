package dev.everline.channel.cli;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * A file of settings that isn't YAML: what is said of it. The parser doesn't know what it reads
 * from, so the files that may have been meant are read again. Never quotes them: they hold secrets.
 */
final class WrongYaml {

  private static final List<String> NAMES = List.of("application.yaml", "application.yml");

  private static final List<String> VARIABLES =
      List.of(
          "SPRING_CONFIG_LOCATION", "SPRING_CONFIG_ADDITIONAL_LOCATION", "SPRING_CONFIG_IMPORT");

  private WrongYaml() {}

  /**
   * @param folder in which Everline was started
   */
  static ProblemException of(YAMLException failure, Path folder, Map<String, String> environment) {
    for (Path file : files(folder, environment)) {
      YAMLException same = failureOf(file);
      if (same != null) {
        return problem("'" + file + "' isn't valid YAML", place(same, file), same);
      }
    }
    return problem("A file of settings isn't valid YAML", place(failure, null), failure);
  }

  private static ProblemException problem(String what, String place, YAMLException failure) {
    String why =
        failure instanceof MarkedYAMLException marked && marked.getProblem() != null
            ? ": " + marked.getProblem()
            : "";
    return new ProblemException(
        ProblemType.CONFIGURATION, what + place + why + "; correct the file.");
  }

  private static String place(YAMLException failure, @Nullable Path file) {
    if (failure instanceof MarkedYAMLException marked) {
      Mark at = marked.getProblemMark();
      return at == null ? "" : at(at.getLine() + 1, at.getColumn() + 1, "");
    }
    return file == null ? "" : unreadable(file);
  }

  /** Where the first character is that no YAML may hold, such as a control character. */
  private static String unreadable(Path file) {
    try {
      int line = 1;
      int column = 1;
      for (int c : Files.readString(file).codePoints().toArray()) {
        if (!StreamReader.isPrintable(c)) {
          return at(line, column, ", where there is a control character");
        }
        line += c == '\n' ? 1 : 0;
        column = c == '\n' ? 1 : column + 1;
      }
      return "";
    } catch (IOException notText) {
      return ", since it isn't UTF-8";
    }
  }

  private static String at(int line, int column, String what) {
    return " at line " + line + ", column " + column + what;
  }

  private static @Nullable YAMLException failureOf(Path file) {
    try {
      new YamlPropertySourceLoader().load(file.toString(), new FileSystemResource(file));
      return null;
    } catch (YAMLException failure) {
      return failure;
    } catch (IOException | IllegalStateException another) {
      return null;
    }
  }

  private static List<Path> files(Path folder, Map<String, String> environment) {
    List<Path> places = new ArrayList<>(List.of(folder, folder.resolve("config")));
    for (String variable : VARIABLES) {
      for (String one : environment.getOrDefault(variable, "").split("[,;]", -1)) {
        String path = one.strip().replaceFirst("^optional:", "").replaceFirst("^file:", "");
        if (!path.isEmpty()) {
          places.add(folder.resolve(path));
        }
      }
    }
    return places.stream()
        .flatMap(
            place ->
                Files.isDirectory(place)
                    ? NAMES.stream().map(place::resolve)
                    : java.util.stream.Stream.of(place))
        .filter(Files::isRegularFile)
        .map(Path::normalize)
        .toList();
  }
}

package dev.everline.portal;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the machine's own that are needed here and are not Everline's. */
public final class Programs {

  private Programs() {}

  /**
   * @throws ProblemException CONFIGURATION when there is none on the PATH
   */
  public static Path chromium() {
    return onThePath(
        "Chromium",
        List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"));
  }

  /**
   * A program by the first of its names that is found.
   *
   * @param title what people call it
   * @throws ProblemException CONFIGURATION when there is none on the PATH
   */
  public static Path onThePath(String title, List<String> names) {
    List<String> folders =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .toList();
    return names.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.CONFIGURATION,
                    "This needs "
                        + title
                        + ", and none of "
                        + String.join(", ", names)
                        + " is on the PATH; install it and run this again."));
  }
}

package dev.everline.catalog.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** When the catalog was put together that is built into the program. */
public final class ReleaseDate {

  private ReleaseDate() {}

  /** As the build wrote it; null in a program that isn't packaged. */
  public static @Nullable Instant ofTheProgram() {
    try (InputStream in = ReleaseDate.class.getResourceAsStream("/release.properties")) {
      if (in == null) {
        return null;
      }
      Properties release = new Properties();
      release.load(in);
      return Instant.parse(release.getProperty("released", ""));
    } catch (IOException | DateTimeParseException unknown) {
      return null;
    }
  }
}

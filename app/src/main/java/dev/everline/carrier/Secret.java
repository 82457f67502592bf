package dev.everline.carrier;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A password, token or key, kept from being printed by accident.
 *
 * @param value in the clear, for the request that needs it
 */
public record Secret(String value) {

  /**
   * A secret given either as it is or as the file that holds it, as container platforms hand them
   * over.
   *
   * @param name the property, for the message; the file's is {@code name-file}
   * @return null when neither is given
   * @throws ProblemException when both are given, the file can't be read, or the secret is empty
   */
  static @Nullable Secret of(String name, @Nullable String value, @Nullable Path file) {
    if (value != null && file != null) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          name + " and " + name + "-file are both given; keep one of them.");
    }
    String secret = file == null ? value : read(name, file);
    if (secret != null && secret.isBlank()) {
      throw new ProblemException(
          ProblemType.CONFIGURATION, name + " is empty; give it, or leave it out.");
    }
    return secret == null ? null : new Secret(secret);
  }

  private static String read(String name, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          name + "-file '" + file + "' can't be read; check that it exists and is readable.",
          unreadable);
    }
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "***";
  }
}

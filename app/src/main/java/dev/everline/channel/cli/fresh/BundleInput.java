package dev.everline.channel.cli.fresh;

import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the file of a bundle, never more of it than a bundle has. */
final class BundleInput {

  private BundleInput() {}

  static byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw InvalidValue.of("FILE", file.toString(), "is a folder", "give the file of a bundle");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(SignedBundle.MOST_BYTES + 1);
    } catch (NoSuchFileException missing) {
      throw InvalidValue.of("FILE", file.toString(), "doesn't exist", "check its name");
    }
  }
}

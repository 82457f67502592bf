package dev.everline.catalog.bundle;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The installed bundle in the home, for commands that open no database. The database decides; what
 * opens it brings the copy up to date. It is replaced at once, so that nobody reads half of it.
 *
 * @param file where it is
 */
public record BundleCopy(Path file) {

  private static final String NAME = "catalog.bundle";

  /** That of the data folder. */
  public static BundleCopy in(Map<String, String> environment) {
    return new BundleCopy(DataFolder.fromEnvironment(environment).resolve(NAME));
  }

  /**
   * @return null where there is none
   * @throws ProblemException CONFIGURATION when it can't be read
   */
  public @Nullable Bundle read() {
    try {
      byte[] bytes = bytes();
      return bytes == null ? null : SignedBundle.unchecked(bytes);
    } catch (IOException | BundleRefused damaged) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The copy of the installed catalog bundle, '"
              + file
              + "', can't be read. Remove it: the next start of the server makes it again.",
          damaged);
    }
  }

  private byte @Nullable [] bytes() throws IOException {
    try {
      return Files.size(file) > SignedBundle.MOST_BYTES
          ? new byte[SignedBundle.MOST_BYTES + 1]
          : Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return null;
    }
  }

  /**
   * Makes it the same as what is installed.
   *
   * @param installed null where nothing is
   */
  public void become(byte @Nullable [] installed) throws IOException {
    if (Arrays.equals(bytes(), installed)) {
      return;
    }
    if (installed == null) {
      Files.deleteIfExists(file);
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("the home is no folder");
    }
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, NAME, ".new");
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(installed);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}

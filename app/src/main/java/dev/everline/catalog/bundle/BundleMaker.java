package dev.everline.catalog.bundle;

import dev.everline.catalog.file.CatalogFolder;
import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the catalog files of a folder into a bundle. */
public final class BundleMaker {

  private BundleMaker() {}

  /**
   * @param folder whose files named like those of the catalog are taken, however many there are
   * @param needs the oldest version that understands them; null for that of this program
   * @throws InvalidValue when there are none
   */
  public static Bundle of(
      Path folder,
      Instant made,
      @Nullable ProgramVersion needs,
      @Nullable String note,
      @Nullable VerifyingKey nextKey) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : CatalogFolder.BUILT_IN) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        files.put(name, bytes(file));
      }
    }
    if (files.isEmpty()) {
      throw InvalidValue.of(
          "FOLDER",
          folder.toString(),
          "contains no file of the catalog",
          "give a folder with one of " + CatalogFolder.BUILT_IN.stream().sorted().toList());
    }
    return new Bundle(made, needs == null ? running() : needs, note, nextKey, files);
  }

  private static ProgramVersion running() {
    ProgramVersion running = ProgramVersion.running();
    return running == null ? new ProgramVersion(0, 0, 0) : running;
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > SignedBundle.MOST_BYTES) {
        throw InvalidValue.of(
            "FOLDER", file.toString(), "is larger than 8 MiB", "give files of the catalog");
      }
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("A file of the catalog can't be read", unreadable);
    }
  }
}

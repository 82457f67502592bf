package dev.everline.backup;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What may stand where a backup is to appear: nothing, or an earlier backup that may be replaced. A
 * device would be gone, and what uses it, were a file moved into its place.
 */
final class Place {

  private Place() {}

  /**
   * @param replace whether an earlier backup may be replaced
   * @throws ProblemException when anything else is there
   * @throws IOException when it can't be looked at
   */
  static void require(Path file, boolean replace) throws IOException {
    BasicFileAttributes there;
    try {
      there = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException nothing) {
      return;
    }
    if (there.isSymbolicLink()) {
      throw refused(file, "is a symbolic link", "name the file it points to");
    }
    if (there.isDirectory()) {
      throw refused(file, "is a folder", "name a file in it");
    }
    if (!there.isRegularFile()) {
      throw refused(file, "is a device or a pipe", "name a file");
    }
    if (!replace) {
      throw isThere(file);
    }
    if (BackupFile.glance(file) == null) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "'"
              + file
              + "' isn't an Everline backup and is left as it is: --replace replaces only backups."
              + " Choose another file, or remove this one first.");
    }
  }

  private static InvalidValue refused(Path file, String what, String remedy) {
    return InvalidValue.of("FILE", file.toString(), what + " and is left as it is", remedy);
  }

  static ProblemException isThere(Path file) {
    return new ProblemException(
        ProblemType.CONFLICT,
        "'" + file + "' already exists; choose another file, or replace a backup with --replace.");
  }
}

package dev.everline.storage.embedded;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.StorageSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL programs for this machine: those of a package, which lie beside it ready to run,
 * else unpacked from their artifact, once.
 */
final class PostgresBinaries {

  /** Changes with the artifact's version, so that a new one is unpacked beside the old. */
  static final String VERSION = "18.6.0";

  /** Set by the launcher to the folder of a package. */
  private static final String PACKAGED = "everline.postgresql";

  private PostgresBinaries() {}

  /**
   * The folder that holds {@code bin/postgres}, unpacked when it isn't there yet. Several processes
   * may ask at once; one unpacks, under a lock, into a folder that appears whole or not at all.
   *
   * @param cache where to keep it
   * @throws ProblemException when there are no programs for this machine
   */
  static Path unpackedIn(Path cache) throws IOException {
    String property = System.getProperty(PACKAGED);
    return folder(property == null ? null : Path.of(property), cache);
  }

  /**
   * The same.
   *
   * @param packaged where a package has them; null where there is none
   */
  static Path folder(@Nullable Path packaged, Path cache) throws IOException {
    if (packaged != null && (!StorageSettings.isRoot() || isReachable(packaged))) {
      return packaged;
    }
    Path home = cache.resolve("postgresql-" + VERSION);
    if (Files.isExecutable(home.resolve("bin/postgres"))) {
      return home;
    }
    Files.createDirectories(cache);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !Files.isExecutable(home.resolve("bin/postgres"))) {
        Path fresh = Files.createTempDirectory(cache, "unpacking-");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (packaged == null) {
          unpack(archiveName(), fresh);
        } else {
          copy(packaged, fresh);
        }
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return home;
  }

  /** Whether another user gets there, as the server is when we are root: not below /root. */
  private static boolean isReachable(Path folder) throws IOException {
    for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static void copy(Path from, Path into) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : (Iterable<Path>) all.filter(path -> !path.equals(from))::iterator) {
        Files.copy(
            source,
            into.resolve(from.relativize(source)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private static String archiveName() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    String system = os.startsWith("mac") ? "darwin" : os;
    return "postgres-" + system + "-" + machine + ".txz";
  }

  private static void unpack(String archive, Path into) throws IOException {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "There is no embedded PostgreSQL for this machine ("
                + archive
                + "); install PostgreSQL 15 to 18 and set EVERLINE_DATABASE_URL.");
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          write(entry, tar, into);
        }
      }
    }
  }

  private static void write(TarArchiveEntry entry, TarArchiveInputStream tar, Path into)
      throws IOException {
    Path target = into.resolve(entry.getName()).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("An entry of the archive points outside it: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}

package dev.everline.channel.cli.fresh;

import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.catalog.install.BundleSettings;
import dev.everline.catalog.install.BundleSource;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.KeptBundle;
import dev.everline.channel.cli.Services;
import dev.everline.kernel.InvalidValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A bundle as people give it: a file, an address, or nothing for the address of the settings. */
final class BundleInput {

  private BundleInput() {}

  static KeptBundle keep(Services services, @Nullable String given) throws IOException {
    if (given != null && !BundleSource.isAddress(given)) {
      Path file = Path.of(given);
      return services.get(Bundles.class).keep(read(file), String.valueOf(file.getFileName()));
    }
    URI address =
        given == null
            ? services
                .get(BundleSettings.class)
                .where()
                .orElseThrow(
                    () ->
                        InvalidValue.of(
                            "FILE",
                            null,
                            "is missing",
                            "give a file or an https:// address, or set"
                                + " EVERLINE_CATALOG_BUNDLE_ADDRESS"))
            : BundleSource.address("The address", given);
    BundleSource.Found found = services.get(BundleSource.class).get(address);
    return services.get(Bundles.class).keep(found.file(), String.valueOf(address.getHost()));
  }

  /** Never more of a file than a bundle has. */
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

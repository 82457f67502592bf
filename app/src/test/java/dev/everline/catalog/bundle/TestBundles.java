package dev.everline.catalog.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Bundles of a maker of tests: the built-in files, changed. */
public final class TestBundles {

  public static final SigningKey MAKER = SigningKey.generate();

  private TestBundles() {}

  /** With one file of the catalog changed, signed. */
  public static byte[] signed(String made, String file, UnaryOperator<String> change) {
    return SignedBundle.sign(bundle(made, file, change), MAKER);
  }

  public static Bundle bundle(String made, String file, UnaryOperator<String> change) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put(file, change.apply(builtIn(file)).getBytes(StandardCharsets.UTF_8));
    return new Bundle(Instant.parse(made), new ProgramVersion(0, 1, 0), "Test", null, files);
  }

  /** In which the plan {@code visible-base} costs so much. */
  public static byte[] priced(String made, String usd) {
    return signed(
        made, "plans.yaml", plans -> plans.replaceFirst("regularUsd: 25.00", "regularUsd: " + usd));
  }

  public static String builtIn(String file) {
    try {
      return Files.readString(Path.of("../catalog", file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}

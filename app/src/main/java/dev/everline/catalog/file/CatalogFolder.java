package dev.everline.catalog.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the data files are: those built in, over them those of an installed bundle, and over both a
 * folder of the owner's. A file replaces that of the same name below it.
 *
 * @param overlay the owner's folder, or null where there is none
 * @param bundle files of a bundle by their names; none where no bundle is installed
 */
public record CatalogFolder(@Nullable Path overlay, Map<String, byte[]> bundle) {

  /** Plans imported from broadband labels; never built in. */
  public static final String LABELS = "labels.yaml";

  /** The built-in files come to 0.3 MB; what is larger than this is no catalog. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  /** The files that the program has, which a bundle may replace. */
  public static final Set<String> BUILT_IN =
      Set.of(
          "carriers.yaml",
          "plans.yaml",
          "lapse-rules.yaml",
          "refill-amounts.yaml",
          "prepaid-911-fees.csv",
          "messages.yaml",
          "link-hosts.csv",
          "link-shorteners.csv",
          "link-words.csv",
          "identification/mcc-mnc.csv",
          "identification/iccid-issuers.csv",
          "identification/sim-fields.csv");

  private static final Set<String> KNOWN =
      Stream.concat(BUILT_IN.stream(), Stream.of(LABELS)).collect(Collectors.toUnmodifiableSet());

  public CatalogFolder(@Nullable Path overlay) {
    this(overlay, Map.of());
  }

  /**
   * A data file's text.
   *
   * @param name as the user knows the file, for messages
   */
  public record Text(String name, String content) {}

  /** The file's text, or null when it isn't there or can't be read; then a finding says so. */
  public @Nullable Text read(String name, Findings findings) {
    Path own = overlay == null ? null : overlay.resolve(name);
    if (own != null && Files.exists(own)) {
      return readOwn(own, findings);
    }
    if (name.equals(LABELS)) {
      return null;
    }
    byte[] ofTheBundle = bundle.get(name);
    if (ofTheBundle != null) {
      return decode("bundle/" + name, ofTheBundle, findings);
    }
    return readBuiltIn(name, findings);
  }

  private static @Nullable Text readBuiltIn(String name, Findings findings) {
    try (InputStream builtIn = CatalogFolder.class.getResourceAsStream("/catalog/" + name)) {
      if (builtIn == null) {
        findings.add(
            "catalog/" + name, 0, null, "is missing from the program", "reinstall Everline");
        return null;
      }
      return decode("catalog/" + name, builtIn.readAllBytes(), findings);
    } catch (IOException unreadable) {
      findings.add("catalog/" + name, 0, null, "can't be read", "reinstall Everline");
      return null;
    }
  }

  /** Whether the owner's folder has a file of that name, which stands over all others. */
  public boolean isOwn(String name) {
    return overlay != null && Files.exists(overlay.resolve(name));
  }

  /** Reports files of the owner's folder that nothing would read: a slip in a name hides edits. */
  public void checkNames(Findings findings) {
    Path folder = overlay;
    if (folder == null) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      findings.add(
          folder.toString(), 0, null, "is not a folder", "give the folder that holds the files");
      return;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
      boolean any = false;
      for (String name : names) {
        boolean known = KNOWN.contains(name);
        any |= known;
        boolean data = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".csv");
        if (!known && data && !name.endsWith(".rejects.csv")) {
          findings.add(
              folder.resolve(name).toString(),
              0,
              null,
              "isn't a catalog file",
              "name it like one of " + KNOWN.stream().sorted().toList() + " or move it away");
        }
      }
      if (!any) {
        findings.add(
            folder.toString(),
            0,
            null,
            "contains no catalog file",
            "put one of " + KNOWN.stream().sorted().toList() + " there, or give another folder");
      }
    } catch (IOException unreadable) {
      findings.add(folder.toString(), 0, null, "can't be listed", "check its permissions");
    }
  }

  private static @Nullable Text readOwn(Path file, Findings findings) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        findings.add(
            file.toString(), 0, null, "is larger than 64 MiB", "give a file of the catalog");
        return null;
      }
      return decode(file.toString(), Files.readAllBytes(file), findings);
    } catch (IOException unreadable) {
      findings.add(
          file.toString(),
          0,
          null,
          "can't be read",
          "check that it is a file, and its permissions");
      return null;
    }
  }

  /**
   * Decodes strictly: a byte that isn't UTF-8 or a control character is a finding with its line,
   * never a replacement character.
   */
  public static @Nullable Text decode(String name, byte[] bytes, Findings findings) {
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      findings.add(name, 1, null, "is UTF-16 or UTF-32", "save it as UTF-8");
      return null;
    }
    int start = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      findings.add(name, lines(out, out.length()), null, "is not UTF-8 here", "save it as UTF-8");
      return null;
    }
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        findings.add(
            name,
            lines(out, i),
            null,
            String.format("contains the control character U+%04X", (int) c),
            "remove it; if there are many, save the file as UTF-8");
        return null;
      }
    }
    return new Text(name, out.toString());
  }

  private static int lines(CharSequence text, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}

package dev.everline.catalog.bundle;

import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.file.CatalogFolder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files of the catalog to be used in place of the built-in ones, and a manifest that says when they
 * were put together. That time is the bundle's number as well: of two, the later one is newer.
 *
 * @param made to the second
 * @param needs the oldest version of the program that understands the files
 * @param note what is new, by its maker, or null
 * @param nextKey the key by which its maker will sign later ones; it is told, and trusted by nobody
 *     until they say so
 * @param files by their names in the catalog
 */
public record Bundle(
    Instant made,
    ProgramVersion needs,
    @Nullable String note,
    @Nullable VerifyingKey nextKey,
    SortedMap<String, byte[]> files) {

  private static final int FORMAT = 1;
  private static final String TITLE = "everline-catalog-bundle ";
  private static final String MANIFEST = "MANIFEST";

  /** Of the note. */
  public static final int LONGEST_NOTE = 200;

  private static final Pattern NOTE = Pattern.compile("[^\\p{C}]{1," + LONGEST_NOTE + "}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FIRST_LINE = Pattern.compile(TITLE + "([0-9]{1,6})\n");

  public Bundle {
    made = made.truncatedTo(ChronoUnit.SECONDS);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    if (note != null && !NOTE.matcher(note).matches()) {
      throw new IllegalArgumentException("a note is one line of at most " + LONGEST_NOTE);
    }
  }

  /** All of it in one archive; the same bytes for the same bundle. */
  public byte[] bytes() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put(MANIFEST, manifest().getBytes(StandardCharsets.UTF_8));
    all.putAll(files);
    return Tape.write(all);
  }

  private String manifest() {
    StringBuilder text = new StringBuilder(TITLE).append(FORMAT).append('\n');
    text.append("made ").append(made).append('\n');
    text.append("needs ").append(needs).append('\n');
    if (note != null) {
      text.append("note ").append(note).append('\n');
    }
    if (nextKey != null) {
      text.append("next-key ").append(nextKey).append('\n');
    }
    files.forEach(
        (name, content) ->
            text.append("file ").append(sha256(content)).append(' ').append(name).append('\n'));
    return text.toString();
  }

  /**
   * Reads an archive.
   *
   * @throws BundleRefused when it isn't one, or of a later format
   */
  public static Bundle read(byte[] bytes) {
    Map<String, byte[]> all = Tape.read(bytes);
    if (all == null || !MANIFEST.equals(all.keySet().stream().findFirst().orElse(null))) {
      throw malformed("isn't an archive as bundles are");
    }
    TreeMap<String, byte[]> files = new TreeMap<>(all);
    byte[] first = files.remove(MANIFEST);
    String manifest = new String(first, StandardCharsets.UTF_8);
    requireFormat(manifest);
    Bundle bundle = parse(manifest, files);
    if (!java.util.Arrays.equals(bundle.bytes(), bytes)) {
      throw malformed("isn't put together as its manifest says");
    }
    for (String name : files.keySet()) {
      if (!CatalogFolder.BUILT_IN.contains(name)) {
        throw malformed("contains '" + name + "', which is no file of the catalog");
      }
    }
    if (files.isEmpty()) {
      throw malformed("contains no file of the catalog");
    }
    return bundle;
  }

  private static void requireFormat(String manifest) {
    Matcher first = FIRST_LINE.matcher(manifest);
    if (!first.lookingAt()) {
      throw malformed("has no manifest as bundles have");
    }
    if (Integer.parseInt(first.group(1)) > FORMAT) {
      throw new BundleRefused(
          Why.FORMAT_TOO_NEW,
          "The bundle has a format that this version of Everline doesn't know; install a newer"
              + " version first. Nothing was changed.");
    }
  }

  private static Bundle parse(String manifest, SortedMap<String, byte[]> files) {
    Instant made = null;
    ProgramVersion needs = null;
    String note = null;
    VerifyingKey next = null;
    try {
      for (String line : manifest.lines().skip(1).toList()) {
        String[] parts = line.split(" ", 2);
        String value = parts.length < 2 ? "" : parts[1];
        switch (parts[0]) {
          case "made" -> made = Instant.parse(value);
          case "needs" -> needs = ProgramVersion.parse(value);
          case "note" -> note = value;
          case "next-key" -> next = VerifyingKey.parse(value);
          case "file" -> {
            if (!DIGEST.matcher(value.substring(0, Math.min(64, value.length()))).matches()) {
              throw malformed("has a manifest that can't be read");
            }
          }
          default -> throw malformed("has a manifest that can't be read");
        }
      }
      if (made != null && needs != null) {
        return new Bundle(made, needs, note, next, files);
      }
    } catch (java.time.DateTimeException
        | IllegalArgumentException
        | dev.everline.kernel.InvalidValue wrong) {
      throw malformed("has a manifest that can't be read");
    }
    throw malformed("has a manifest that can't be read");
  }

  private static BundleRefused malformed(String how) {
    return new BundleRefused(
        Why.MALFORMED,
        "The bundle " + how + "; ask its maker for another one. Nothing was changed.");
  }

  /** Tells it from others: the hash of all of it. */
  public String digest() {
    return sha256(bytes());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is always there", impossible);
    }
  }
}

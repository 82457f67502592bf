package dev.everline.storage.key;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of an installation's keys: those that seal personal data, one of which is the primary
 * and seals what is written now, and the one by which it is found. Only its owner may read it.
 * Losing it is losing the data, and anybody who has both a backup and the file reads everything: it
 * is to be kept, but not beside the backups.
 *
 * <p>It is replaced as a whole, so that a reader sees the file before or after a change.
 */
public final class KeyFile {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SEALING = "sealing";
  private static final String FINDING = "finding";

  static {
    try {
      AeadConfig.register();
      PrfConfig.register();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Tink knows its own kinds of key", impossible);
    }
  }

  private final Path path;

  public KeyFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  public Path path() {
    return path;
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /** Who reads it and a backup reads everything; on a system without such permissions, silent. */
  void warnIfOthersMayRead() {
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
      // A group may be meant: a secret that is mounted belongs to that of its container.
      if (granted.contains(PosixFilePermission.OTHERS_READ)) {
        LOG.warn(
            "Every user of this machine may read the key file {}; run: chmod 600 {}", path, path);
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      LOG.debug("The permissions of {} can't be read", path);
    }
  }

  /** A key that seals. */
  public record Key(int id, boolean primary) {

    /** As it is shown: eight hexadecimal digits. */
    public String name() {
      return "%08x".formatted(id);
    }
  }

  /** What the file holds. */
  public record Keysets(KeysetHandle sealing, KeysetHandle finding) {}

  /**
   * Makes a file with new keys.
   *
   * @throws ProblemException CONFLICT when there is a file already, CONFIGURATION when none can be
   *     written
   */
  public void create() {
    try {
      write(
          new Keysets(
              generated(PredefinedAeadParameters.AES256_GCM),
              generated(PredefinedPrfParameters.HMAC_SHA256_PRF)),
          false);
    } catch (FileAlreadyExistsException there) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "'" + path + "' already exists and may hold the keys of a database; choose another file.",
          there);
    } catch (IOException failure) {
      throw unwritable(failure);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("keys are drawn from every JDK", impossible);
    }
  }

  /**
   * All of it, for a sealed copy; see {@link #putBack}.
   *
   * @throws ProblemException CONFIGURATION when it can't be read or isn't such a file
   */
  public String copy() {
    Keysets keysets = read();
    try {
      return text(keysets);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("what was read can be written", impossible);
    }
  }

  /**
   * Writes the file from a copy of it, where there is none.
   *
   * @throws ProblemException CONFLICT when there is a file already, CONFIGURATION when it isn't
   *     such a copy or can't be written
   */
  public void putBack(String copy) {
    try {
      JsonNode root = JSON.readTree(copy);
      write(new Keysets(parsed(root, SEALING), parsed(root, FINDING)), false);
    } catch (FileAlreadyExistsException there) {
      throw new ProblemException(
          ProblemType.CONFLICT, "'" + path + "' already exists; it is left as it is.", there);
    } catch (IOException failure) {
      throw unwritable(failure);
    } catch (JacksonException | GeneralSecurityException malformed) {
      // The cause is left out: it could quote the keys.
      throw new ProblemException(ProblemType.CONFIGURATION, "This isn't a copy of a key file.");
    }
  }

  /** The keys that seal, the oldest first. */
  public List<Key> keys() {
    KeysetHandle sealing = read().sealing();
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < sealing.size(); i++) {
      keys.add(new Key(sealing.getAt(i).getId(), sealing.getAt(i).isPrimary()));
    }
    return keys;
  }

  /**
   * Adds a key that opens, but doesn't seal yet: processes that read a copy of the file can be
   * given it before anything is sealed with it.
   */
  public void add() {
    change(
        builder ->
            builder.addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()));
  }

  /** From now on the newest key seals. */
  public void promoteNewest() {
    change(builder -> builder.getAt(builder.size() - 1).makePrimary());
  }

  /** Forgets the keys that are not the primary. What they have sealed can't be opened any more. */
  public void keepPrimaryOnly() {
    change(
        builder -> {
          for (int i = builder.size() - 1; i >= 0; i--) {
            if (!builder.getAt(i).isPrimary()) {
              builder.deleteAt(i);
            }
          }
        });
  }

  /** When the file was last replaced. */
  public FileTime changedAt() throws IOException {
    return Files.getLastModifiedTime(path);
  }

  /**
   * @throws ProblemException CONFIGURATION when it can't be read or isn't such a file
   */
  public Keysets read() {
    try {
      JsonNode root = JSON.readTree(Files.readString(path));
      return new Keysets(parsed(root, SEALING), parsed(root, FINDING));
    } catch (IOException failure) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The key file '"
              + path
              + "' can't be read; check that it exists and that this user may read it.",
          failure);
    } catch (JacksonException | GeneralSecurityException malformed) {
      // The cause is left out: it could quote the file.
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "'" + path + "' isn't a key file; restore the one that 'everline keys new' wrote.");
    }
  }

  private static KeysetHandle parsed(JsonNode root, String name) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(
        root.path(name).toString(), configuration(), InsecureSecretKeyAccess.get());
  }

  /** A change of the keys that seal. */
  @FunctionalInterface
  private interface Change {
    void on(KeysetHandle.Builder builder) throws GeneralSecurityException;
  }

  private void change(Change change) {
    Keysets before = read();
    try {
      KeysetHandle.Builder builder =
          KeysetHandle.newBuilder(before.sealing()).setConfiguration(configuration());
      change.on(builder);
      write(new Keysets(builder.build(), before.finding()), true);
    } catch (IOException failure) {
      throw unwritable(failure);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a keyset of known keys takes one more", impossible);
    }
  }

  private void write(Keysets keysets, boolean replacing)
      throws IOException, GeneralSecurityException {
    String text = text(keysets);
    // A link to the file stays one.
    Path place = replacing ? path.toRealPath() : path;
    Path written =
        Files.createTempFile(
            place.getParent(),
            ".keys",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel out = FileChannel.open(written, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        out.force(true);
      }
      if (replacing) {
        Files.move(
            written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(written, place);
      }
      // Nothing may be sealed with a key that a power cut would take away.
      try (FileChannel folder = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static String text(Keysets keysets) throws GeneralSecurityException {
    ObjectNode root = JSON.createObjectNode();
    root.set(SEALING, JSON.readTree(serialized(keysets.sealing())));
    root.set(FINDING, JSON.readTree(serialized(keysets.finding())));
    return root.toPrettyString();
  }

  private static String serialized(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        keyset, configuration(), InsecureSecretKeyAccess.get());
  }

  private static KeysetHandle generated(Parameters parameters) throws GeneralSecurityException {
    return KeysetHandle.generateNew(parameters, configuration());
  }

  public static Configuration configuration() throws GeneralSecurityException {
    return RegistryConfiguration.get();
  }

  private ProblemException unwritable(IOException failure) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "The key file '"
            + path
            + "' can't be written; check that its folder exists and is writable.",
        failure);
  }
}

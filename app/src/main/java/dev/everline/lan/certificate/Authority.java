package dev.everline.lan.certificate;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authority of one home, for one name: what phones are taught to trust, and what
 * issues the server's certificates. Made once and kept in a file that only the server's user may
 * read.
 *
 * <p>The key of what phones trust is forgotten as soon as it has signed the issuer, so that nobody
 * can ever make it vouch for more. The issuer is bound to the name by constraints that every client
 * checks; those of a root, which some don't check, say the same.
 */
public final class Authority {

  private static final Logger LOG = LoggerFactory.getLogger(Authority.class);

  /** A phone is taught once; ten years are longer than phones last. */
  private static final Duration LIFE = Duration.ofDays(3_650);

  /** Well below what phones accept (397 and 825 days). */
  private static final Duration SERVER_LIFE = Duration.ofDays(90);

  private static final int LONGEST_FILE = 64 * 1_024;
  private static final int TITLE_BYTES = 2;

  private final String name;
  private final X509Certificate root;
  private final X509Certificate issuer;
  private final PrivateKey issuerKey;

  private Authority(
      String name, X509Certificate root, X509Certificate issuer, PrivateKey issuerKey) {
    this.name = name;
    this.root = root;
    this.issuer = issuer;
    this.issuerKey = issuerKey;
  }

  /** What was made the first time, or is made now; of two processes one makes it. */
  static Authority in(Path folder, String name, Instant now) {
    Path file = folder.resolve(name + ".pem");
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Authority authority;
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  Set.of(
                      StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          FileLock held = channel.lock()) {
        if (held.isValid() && channel.size() > 0) {
          authority = read(channel, name, file);
        } else {
          authority = made(name, now);
          authority.write(channel);
        }
      }
      warnIfOthersMayRead(file);
      authority.offer(folder);
      return authority;
    } catch (IOException failure) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The certificate authority in '"
              + file
              + "' can't be read or written; let this user read and write it and its folder.",
          failure);
    }
  }

  private static Authority made(String name, Instant now) {
    Maker maker = new Maker(name, now);
    KeyPair rootKeys = Maker.newKeys();
    KeyPair issuerKeys = Maker.newKeys();
    String title = name + " " + mark(rootKeys.getPublic().getEncoded());
    X509Certificate root = maker.root(rootKeys, title, LIFE);
    X509Certificate issuer =
        maker.issuer(root, rootKeys.getPrivate(), issuerKeys, title + " issuer", LIFE);
    return new Authority(name, root, issuer, issuerKeys.getPrivate());
  }

  /** Phones list authorities by title: two of one name are told apart. */
  private static String mark(byte[] of) {
    return HexFormat.of().withUpperCase().formatHex(sha256(of), 0, TITLE_BYTES);
  }

  private static Authority read(FileChannel channel, String name, Path file) throws IOException {
    if (channel.size() > LONGEST_FILE) {
      throw unusable(file);
    }
    byte[] text = Channels.newInputStream(channel).readAllBytes();
    Pem pem;
    try {
      pem = Pem.parse(new String(text, StandardCharsets.US_ASCII));
    } catch (IOException damaged) {
      // The cause is left out: it could quote the key.
      throw unusable(file);
    }
    if (pem.certificates().size() != 2 || pem.keys().size() != 1) {
      throw unusable(file);
    }
    return new Authority(
        name, pem.certificates().getFirst(), pem.certificates().getLast(), pem.keys().getFirst());
  }

  private static ProblemException unusable(Path file) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        "'"
            + file
            + "' isn't the certificate authority that Everline wrote; restore it, or delete it to"
            + " have another made, which every phone must be taught again.");
  }

  private void write(FileChannel channel) throws IOException {
    ByteBuffer text = StandardCharsets.US_ASCII.encode(Pem.write(List.of(root, issuer, issuerKey)));
    while (text.hasRemaining()) {
      channel.write(text);
    }
    channel.force(true);
  }

  /** The part that isn't secret also lies there as a file, to be carried to a phone by hand. */
  private void offer(Path folder) throws IOException {
    Path file = folder.resolve(name + ".crt");
    if (!Files.exists(file) || !MessageDigest.isEqual(Files.readAllBytes(file), certificate())) {
      Files.write(file, certificate());
    }
  }

  private static void warnIfOthersMayRead(Path file) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (granted.contains(PosixFilePermission.OTHERS_READ)
        || granted.contains(PosixFilePermission.GROUP_READ)) {
      LOG.warn("Other users of this machine may read the key in {}; run: chmod 600 {}", file, file);
    }
  }

  /** A new certificate for the server, with a key of its own. */
  Issued issue(Instant now) {
    KeyPair own = Maker.newKeys();
    Instant end = now.plus(SERVER_LIFE);
    Instant last = issuer.getNotAfter().toInstant();
    Duration life = Duration.between(now, end.isBefore(last) ? end : last);
    X509Certificate server =
        new Maker(name, now)
            .server(issuer, issuerKey, own, new GeneralName(GeneralName.dNSName, name), life);
    return new Issued(own.getPrivate(), List.of(server, issuer));
  }

  /** What phones are taught to trust, as a file. */
  public byte[] certificate() {
    try {
      return root.getEncoded();
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate has bytes", impossible);
    }
  }

  /** How phones list it. */
  public String title() {
    return root.getSubjectX500Principal().getName().replaceAll(".*CN=([^,]+).*", "$1");
  }

  /** What people compare: SHA-256 of the certificate, in pairs of digits. */
  public String fingerprint() {
    return HexFormat.ofDelimiter(":")
        .withUpperCase()
        .formatHex(sha256(certificate()))
        .toUpperCase(Locale.ROOT);
  }

  /** When phones stop trusting it. */
  public Instant end() {
    return root.getNotAfter().toInstant();
  }

  /** What others check connections by. */
  X509Certificate root() {
    return root;
  }

  X509Certificate issuer() {
    return issuer;
  }

  PrivateKey issuerKey() {
    return issuerKey;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}

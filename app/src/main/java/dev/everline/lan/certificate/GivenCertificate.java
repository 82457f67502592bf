package dev.everline.lan.certificate;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A certificate and its key that somebody else has issued, in files that may be replaced. */
final class GivenCertificate {

  private static final int LONGEST_FILE = 1_024 * 1_024;
  private static final int DNS_NAME = 2;

  private final Path certificate;
  private final Path key;

  GivenCertificate(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Both as they are now.
   *
   * @throws ProblemException CONFIGURATION when they can't be served
   */
  Issued read(Instant now) {
    List<X509Certificate> chain = parse(certificate).certificates();
    if (chain.isEmpty()) {
      throw wrong(certificate, "holds no certificate", "give a PEM file with it and its chain");
    }
    PrivateKey secret = secret();
    X509Certificate own = chain.getFirst();
    if (!belongTogether(secret, own.getPublicKey())) {
      throw wrong(
          key,
          "isn't the key of the first certificate in '" + certificate + "'",
          "give the key that it was issued for; the server's own certificate comes first");
    }
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw wrong(certificate, "ended on " + own.getNotAfter().toInstant(), "have it renewed");
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw wrong(
          certificate,
          "is valid only from " + own.getNotBefore().toInstant(),
          "wait until then, or correct this machine's clock");
    }
    return new Issued(secret, chain);
  }

  private PrivateKey secret() {
    Pem pem = parse(key);
    if (pem.keys().size() == 1) {
      return pem.keys().getFirst();
    }
    if (pem.locked()) {
      throw wrong(
          key,
          "is protected by a passphrase",
          "give a file without one, which only this user may read (openssl pkey -in … -out …)");
    }
    throw wrong(
        key,
        pem.keys().isEmpty() ? "holds no private key" : "holds several private keys",
        "give the PEM file of the certificate's key");
  }

  private static Pem parse(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw wrong(file, "is too large for one", "give a PEM file");
      }
      return Pem.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (java.nio.file.FileSystemException unreadable) {
      throw wrong(file, "can't be read", "check its path, and that this user may read it");
    } catch (IOException malformed) {
      // The cause is left out: it could quote the key.
      throw wrong(file, "can't be read as PEM", "give a text file with BEGIN and END lines");
    }
  }

  private static boolean belongTogether(PrivateKey secret, PublicKey known) {
    String algorithm =
        switch (secret.getAlgorithm()) {
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> secret.getAlgorithm();
        };
    byte[] probe = new byte[32];
    new SecureRandom().nextBytes(probe);
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(secret);
      signing.update(probe);
      byte[] signature = signing.sign();
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(known);
      checking.update(probe);
      return checking.verify(signature);
    } catch (GeneralSecurityException ofAnotherKind) {
      return false;
    }
  }

  /**
   * The name to be found by: the one that was given, which it must hold, or else the first it
   * holds.
   *
   * @throws ProblemException CONFIGURATION when it holds no such name
   */
  String name(Issued issued, @Nullable String wanted) {
    List<String> names = names(issued.own());
    if (wanted == null) {
      return names.stream()
          .filter(name -> !name.startsWith("*"))
          .findFirst()
          .orElseThrow(
              () ->
                  wrong(
                      certificate,
                      "holds no whole name",
                      "say which one is the portal's with --name"));
    }
    if (names.stream().noneMatch(name -> covers(name, wanted))) {
      throw wrong(
          certificate,
          "isn't for '"
              + wanted
              + "'"
              + (names.isEmpty() ? "" : " but for " + String.join(", ", names)),
          "give --name one of its names, or another certificate");
    }
    return wanted;
  }

  /** A wildcard stands for one part. */
  private static boolean covers(String name, String wanted) {
    return name.equals(wanted)
        || (name.startsWith("*.")
            && wanted.substring(wanted.indexOf('.')).equals(name.substring(1)));
  }

  private List<String> names(X509Certificate own) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = own.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> one : all) {
          if (one.get(0) instanceof Integer kind
              && kind == DNS_NAME
              && one.get(1) instanceof String name) {
            names.add(name.toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException malformed) {
      throw wrong(certificate, "can't be read", "give another certificate");
    }
    return names;
  }

  /** Changes when one of the files does. */
  String version() throws IOException {
    FileTime one = Files.getLastModifiedTime(certificate);
    FileTime other = Files.getLastModifiedTime(key);
    return one + " " + other;
  }

  Path file() {
    return certificate;
  }

  private static ProblemException wrong(Path file, String what, String remedy) {
    return new ProblemException(
        ProblemType.CONFIGURATION, "The file '" + file + "' " + what + "; " + remedy + ".");
  }
}

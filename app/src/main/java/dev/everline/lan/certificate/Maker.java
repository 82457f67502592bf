package dev.everline.lan.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes certificates that count for one name. An authority may vouch for that name and what is
 * below it, for no address, and only for servers.
 */
final class Maker {

  /** Clocks of phones are off; a certificate from now on would not be valid there yet. */
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private static final int SERIAL_BITS = 127;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** All addresses of both kinds: each an address of noughts and a mask of noughts. */
  private static final GeneralSubtree[] NO_ADDRESS = {addresses(2 * 4), addresses(2 * 16)};

  private final String name;
  private final Instant now;

  Maker(String name, Instant now) {
    this.name = name;
    this.now = now;
  }

  private static GeneralSubtree addresses(int bytes) {
    return new GeneralSubtree(
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[bytes])));
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has P-256", impossible);
    }
  }

  /** What phones are taught to trust; its key is needed once, to sign the one that issues. */
  X509Certificate root(KeyPair own, String title, Duration life) {
    return authority(null, own.getPrivate(), named(title), own, 1, life);
  }

  X509Certificate issuer(
      X509Certificate root, PrivateKey rootKey, KeyPair own, String title, Duration life) {
    return authority(root, rootKey, named(title), own, 0, life);
  }

  private X509Certificate authority(
      @Nullable X509Certificate by,
      PrivateKey byKey,
      X500Name subject,
      KeyPair own,
      int below,
      Duration life) {
    return make(
        by,
        byKey,
        subject,
        own,
        life,
        builder -> {
          builder
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(below))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .addExtension(Extension.nameConstraints, true, onlyTheName());
          if (below == 0) {
            builder.addExtension(Extension.extendedKeyUsage, false, forServers());
          }
        });
  }

  private NameConstraints onlyTheName() {
    GeneralSubtree[] permitted = {new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))};
    return new NameConstraints(permitted, NO_ADDRESS);
  }

  private static ExtendedKeyUsage forServers() {
    return new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
  }

  /** For a server under any name, so that tests can try what an authority may not do. */
  X509Certificate server(
      X509Certificate issuer, PrivateKey issuerKey, KeyPair own, GeneralName of, Duration life) {
    return make(
        issuer,
        issuerKey,
        named(name),
        own,
        life,
        builder ->
            builder
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, forServers())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(of)));
  }

  private static X500Name named(String title) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, "Everline")
        .addRDN(BCStyle.CN, title)
        .build();
  }

  /** What a certificate says besides whose it is. */
  @FunctionalInterface
  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException;
  }

  /**
   * @param by who signs, or null for its own key
   */
  private X509Certificate make(
      @Nullable X509Certificate by,
      PrivateKey byKey,
      X500Name subject,
      KeyPair own,
      Duration life,
      Extensions extensions) {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            by == null ? subject : X500Name.getInstance(by.getSubjectX500Principal().getEncoded()),
            new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
            Date.from(now.minus(CLOCKS_DIFFER)),
            Date.from(now.plus(life)),
            subject,
            own.getPublic());
    try {
      extensions.addTo(builder);
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(own.getPublic()));
      if (by != null) {
        builder.addExtension(
            Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(by));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(byKey)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
      throw new IllegalStateException("every JDK signs with P-256", impossible);
    }
  }
}

package dev.everline.lan.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Certificates and keys as text, in any of the forms that tools write.
 *
 * @param certificates in their order
 * @param keys in any of the forms, not encrypted
 * @param locked whether there is a key that a passphrase protects
 */
record Pem(List<X509Certificate> certificates, List<PrivateKey> keys, boolean locked) {

  Pem {
    certificates = List.copyOf(certificates);
    keys = List.copyOf(keys);
  }

  /**
   * @throws IOException when something in it isn't what it says it is; the message quotes nothing
   */
  static Pem parse(String text) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PrivateKey> keys = new ArrayList<>();
    boolean locked = false;
    // The JDK knows these keys by another name than the library.
    JcaPEMKeyConverter converter =
        new JcaPEMKeyConverter().setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        switch (part) {
          case X509CertificateHolder certificate ->
              certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
          case PrivateKeyInfo key -> keys.add(converter.getPrivateKey(key));
          case PEMKeyPair pair -> keys.add(converter.getPrivateKey(pair.getPrivateKeyInfo()));
          case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ -> locked = true;
          default -> {
            // such as the parameters of a curve, which the key names itself
          }
        }
      }
    } catch (CertificateException | RuntimeException malformed) {
      throw new IOException("it is damaged", malformed);
    }
    return new Pem(certificates, keys, locked);
  }

  static String write(List<?> parts) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object part : parts) {
        // In the form that says by itself what curve a key is on.
        writer.writeObject(
            part instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : part);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("keys and certificates can be written", impossible);
    }
    return text.toString();
  }
}

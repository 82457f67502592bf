package dev.everline.sandbox.push;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser that has subscribed: its address at the push service, and the keys only it has. */
public final class Subscriber {

  private static final int SALT = 16;
  private static final int POINT = 65;
  private static final byte LAST_RECORD = 2;

  private final URI endpoint;
  private final String applicationServerKey;
  private final KeyPair keys;
  private final byte[] secret = new byte[16];

  Subscriber(URI endpoint, String applicationServerKey) {
    this.endpoint = endpoint;
    this.applicationServerKey = applicationServerKey;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK has P-256", missing);
    }
    new SecureRandom().nextBytes(secret);
  }

  public URI endpoint() {
    return endpoint;
  }

  /** The only one that may send, in base64url. */
  String applicationServerKey() {
    return applicationServerKey;
  }

  /** The browser's public key as subscriptions give it: an uncompressed point in base64url. */
  public String p256dh() {
    return encoded(point((ECPublicKey) keys.getPublic()));
  }

  /** The browser's secret as subscriptions give it. */
  public String auth() {
    return encoded(secret);
  }

  /**
   * What a body says to this browser.
   *
   * @throws GeneralSecurityException when it was sealed for another, or not by RFC 8291
   */
  String read(byte[] body) throws GeneralSecurityException {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    byte[] salt = taken(buffer, SALT);
    int recordSize = buffer.getInt();
    byte[] senders = taken(buffer, buffer.get() & 0xff);
    byte[] sealed = taken(buffer, buffer.remaining());
    if (senders.length != POINT || sealed.length > recordSize) {
      throw new GeneralSecurityException("not one record with a P-256 key");
    }
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(keys.getPrivate());
    agreement.doPhase(publicKey(senders), true);
    byte[] info = joined(bytes("WebPush: info\0"), point((ECPublicKey) keys.getPublic()), senders);
    byte[] ikm = derived(agreement.generateSecret(), secret, info, 32);
    byte[] key = derived(ikm, salt, bytes("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = derived(ikm, salt, bytes("Content-Encoding: nonce\0"), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    byte[] padded = cipher.doFinal(sealed);
    int end = padded.length - 1;
    while (end >= 0 && padded[end] == 0) {
      end--;
    }
    if (end < 0 || padded[end] != LAST_RECORD) {
      throw new GeneralSecurityException("the last record is not marked as such");
    }
    return new String(padded, 0, end, StandardCharsets.UTF_8);
  }

  private static byte[] derived(byte[] input, byte[] salt, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(input).addSalt(salt).thenExpand(info, length));
  }

  /** Reads an uncompressed point. */
  static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint at =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
            new BigInteger(1, Arrays.copyOfRange(point, 33, POINT)));
    return (ECPublicKey)
        KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(at, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static byte[] point(ECPublicKey key) {
    ByteBuffer point = ByteBuffer.allocate(POINT).put((byte) 4);
    for (BigInteger part : new BigInteger[] {key.getW().getAffineX(), key.getW().getAffineY()}) {
      byte[] digits = part.toByteArray();
      byte[] whole = new byte[32];
      int used = Math.min(32, digits.length);
      System.arraycopy(digits, digits.length - used, whole, 32 - used, used);
      point.put(whole);
    }
    return point.array();
  }

  private static byte[] taken(ByteBuffer from, int count) throws GeneralSecurityException {
    if (from.remaining() < count) {
      throw new GeneralSecurityException("the body ends too early");
    }
    byte[] taken = new byte[count];
    from.get(taken);
    return taken;
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

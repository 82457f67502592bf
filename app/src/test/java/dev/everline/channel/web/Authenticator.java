package dev.everline.channel.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A device with one passkey, and a browser that says to whom it speaks. Unlike a real browser it
 * answers as any origin, and can be told to leave out or repeat what it should not.
 */
public final class Authenticator {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int WITH_KEY = 0x40;

  private final KeyPair key;
  private final byte[] id = new byte[32];
  private String userHandle = "";
  public long count = 1;
  public boolean verifiesTheUser = true;

  public Authenticator() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      key = keys.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
    new SecureRandom().nextBytes(id);
  }

  /**
   * Makes the passkey.
   *
   * @param options as the server gave them
   * @param origin of the page that asks
   */
  public String make(String options, String origin) {
    JsonNode asked = JSON.readTree(options).get("create");
    userHandle = asked.get("user").get("id").asString();
    byte[] data = bytes(authenticatorData(asked.get("rp").get("id").asString(), WITH_KEY), key());
    byte[] object =
        bytes(
            new byte[] {(byte) 0xa3},
            word("fmt"),
            word("none"),
            word("attStmt"),
            new byte[] {(byte) 0xa0},
            word("authData"),
            new byte[] {0x58, (byte) data.length},
            data);
    return answer(
        Map.of(
            "clientDataJSON",
            text(clientData("webauthn.create", asked.get("challenge").asString(), origin)),
            "attestationObject",
            text(object)));
  }

  /** Uses it: signs what the server asked. */
  public String use(String options, String origin) {
    JsonNode asked = JSON.readTree(options).get("get");
    count++;
    byte[] data = authenticatorData(asked.get("rpId").asString(), 0);
    byte[] client = clientData("webauthn.get", asked.get("challenge").asString(), origin);
    return answer(
        Map.of(
            "clientDataJSON", text(client),
            "authenticatorData", text(data),
            "signature", text(signed(bytes(data, sha256(client)))),
            "userHandle", userHandle));
  }

  private String answer(Map<String, String> response) {
    return JSON.writeValueAsString(
        Map.of(
            "id", text(id),
            "rawId", text(id),
            "type", "public-key",
            "clientExtensionResults", Map.of(),
            "response", response));
  }

  private static byte[] clientData(String type, String challenge, String origin) {
    return JSON.writeValueAsBytes(
        Map.of("type", type, "challenge", challenge, "origin", origin, "crossOrigin", false));
  }

  private byte[] authenticatorData(String host, int more) {
    int flags = PRESENT | (verifiesTheUser ? VERIFIED : 0) | more;
    return ByteBuffer.allocate(37)
        .put(sha256(host.getBytes(StandardCharsets.UTF_8)))
        .put((byte) flags)
        .putInt((int) count)
        .array();
  }

  /** The key's maker (nobody), its id, and its public half as COSE writes it. */
  private byte[] key() {
    ECPublicKey half = (ECPublicKey) key.getPublic();
    return bytes(
        new byte[16],
        new byte[] {0, (byte) id.length},
        id,
        new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20},
        coordinate(half.getW().getAffineX().toByteArray()),
        new byte[] {0x22, 0x58, 0x20},
        coordinate(half.getW().getAffineY().toByteArray()));
  }

  private static byte[] coordinate(byte[] number) {
    byte[] whole = new byte[32];
    int length = Math.min(number.length, whole.length);
    System.arraycopy(number, number.length - length, whole, whole.length - length, length);
    return whole;
  }

  private byte[] signed(byte[] told) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(told);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] word(String text) {
    byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
    return bytes(new byte[] {(byte) (0x60 + letters.length)}, letters);
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(whole::writeBytes);
    return whole.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

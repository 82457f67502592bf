package dev.everline.account.secret;

import java.util.Base64;

/** Bytes as browsers exchange them: base64url without padding. */
public final class Base64Url {

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  public static String text(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /**
   * @throws IllegalArgumentException when the text is nothing of the kind
   */
  public static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}

package dev.everline.catalog.identify;

/** The check digits of identifiers. Each method takes ASCII digits only. */
public final class CheckDigits {

  private CheckDigits() {}

  /** MOD 97-10 (ISO/IEC 7064): the whole number leaves 1 when divided by 97. */
  static boolean mod97(String digits) {
    int rest = 0;
    for (int i = 0; i < digits.length(); i++) {
      rest = (rest * 10 + digits.charAt(i) - '0') % 97;
    }
    return rest == 1;
  }
}

package dev.everline.catalog.identify;

/** The check digits of identifiers. Each method takes ASCII digits only. */
public final class CheckDigits {

  private CheckDigits() {}

  /**
   * Luhn (ISO/IEC 7812-1, annex B): every second digit from the right, beginning left of the check
   * digit, is doubled, less 9 above 9; the sum is a multiple of 10.
   */
  public static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      if (i % 2 == 1) {
        digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      }
      sum += digit;
    }
    return sum % 10 == 0;
  }

  /** MOD 97-10 (ISO/IEC 7064): the whole number leaves 1 when divided by 97. */
  static boolean mod97(String digits) {
    int rest = 0;
    for (int i = 0; i < digits.length(); i++) {
      rest = (rest * 10 + digits.charAt(i) - '0') % 97;
    }
    return rest == 1;
  }
}

package dev.everline.kernel.text;

/** The check digit of ICCIDs and IMEIs: ISO/IEC 7812-1, annex B. */
public final class Luhn {

  private Luhn() {}

  /**
   * Whether the last digit is the check digit of those before it.
   *
   * @param digits 0 to 9 only
   */
  public static boolean holds(String digits) {
    return !digits.isEmpty() && sum(digits, 0) % 10 == 0;
  }

  /** The digit that makes the number pass when it is put behind it. */
  public static char checkDigit(String digits) {
    return (char) ('0' + (10 - sum(digits, 1) % 10) % 10);
  }

  private static int sum(String digits, int places) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      boolean doubled = (i + places) % 2 == 1;
      sum += doubled ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
    }
    return sum;
  }
}

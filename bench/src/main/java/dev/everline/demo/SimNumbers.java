package dev.everline.demo;

import org.jspecify.annotations.Nullable;

/** Numbers of SIMs (ICCIDs) that are well formed and that no SIM has. */
final class SimNumbers {

  private int given;

  /** Counts on from zero behind the issuer's digits, where no real SIM is to be found. */
  @Nullable String next(SoldPlan.Host host) {
    if (host == SoldPlan.Host.UNKNOWN) {
      return null;
    }
    String body = host.prefix + ("%0" + host.digits + "d").formatted(++given);
    return body + checkDigit(body);
  }

  /** Luhn, ISO/IEC 7812-1: doubled from the right, beginning with the last digit. */
  private static int checkDigit(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = body.charAt(body.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return (10 - sum % 10) % 10;
  }
}

package dev.everline.channel.web.phone;

import dev.everline.lan.Lan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a phone is to trust, as it is shown.
 *
 * @param title as phones list it
 * @param name the only one that it counts for
 * @param fingerprint in lines of eight pairs of digits
 * @param download where the certificate is
 */
record ToTrust(String title, String name, List<String> fingerprint, String download) {

  static final String FILE = "everline-ca.crt";
  static final String TYPE = "application/x-x509-ca-cert";
  private static final int PAIRS_IN_A_LINE = 8;

  static ToTrust of(Lan lan, Lan.Teaching teaching, String download) {
    List<String> pairs = Arrays.asList(teaching.fingerprint().split(":"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += PAIRS_IN_A_LINE) {
      lines.add(String.join(":", pairs.subList(i, i + PAIRS_IN_A_LINE)));
    }
    return new ToTrust(teaching.title(), lan.name(), List.copyOf(lines), download);
  }
}

package dev.everline.channel.web.settings;

import dev.everline.channel.web.frame.QrCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is shown only once: recovery codes, a token, an invitation's code.
 *
 * @param address where it is to be entered, or empty where the explanation names none
 * @param picture of the address with the code, for a phone's camera, or null
 */
record GivenOutPage(
    String title,
    String explanation,
    String address,
    List<String> secrets,
    @Nullable QrCode picture) {

  /** Who reads the picture joins with the code; a browser sends the part behind # to nobody. */
  static GivenOutPage invitation(String origin, String code) {
    String join = origin + "/join";
    return new GivenOutPage(
        "given-out.invitation",
        "given-out.invitation-why",
        join,
        List.of(code),
        QrCode.of(join + "#" + code));
  }

  GivenOutPage(String title, String explanation, List<String> secrets) {
    this(title, explanation, "", secrets, null);
  }
}

package dev.everline.channel.web.plan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A code that is dialled or sent on the line's own phone, to ask for a balance or to refill.
 *
 * @param code to dial or the word to send, to be copied
 * @param to where the word is sent, or null for a code that is dialled
 * @param link that opens the phone with it, or null where something has to be filled in first
 */
record ServiceCode(String code, @Nullable String to, @Nullable String link) {

  private static final Pattern TEXT = Pattern.compile("text (.+) to (\\d{3,6})");
  private static final Pattern DIALLED = Pattern.compile("[*#0-9]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

  /** As the catalog has it: {@code #225} or {@code text BAL to 6700}. */
  static ServiceCode of(String noted) {
    Matcher text = TEXT.matcher(noted);
    if (text.matches()) {
      String word = text.group(1);
      String to = text.group(2);
      return new ServiceCode(
          word, to, WORD.matcher(word).matches() ? "sms:" + to + "?body=" + word : null);
    }
    return new ServiceCode(
        noted,
        null,
        DIALLED.matcher(noted).matches()
            ? "tel:" + URLEncoder.encode(noted, StandardCharsets.UTF_8)
            : null);
  }
}

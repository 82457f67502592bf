package dev.everline.channel.web;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/** What an authenticator app keeps of a member. */
public record Seed(String base32) {

  /** Sets codes up for a member. */
  public static Seed startedBy(Browser member, Clock clock) throws GeneralSecurityException {
    member.post("/settings/codes/offer", Map.of());
    String offered = member.get("/settings/codes").text();
    Matcher secret = Pattern.compile("<code>([A-Z2-7]{32})</code>").matcher(offered);
    if (!secret.find()) {
      throw new IllegalStateException(offered);
    }
    Seed seed = new Seed(secret.group(1));
    member.post("/settings/codes", Map.of("code", seed.code(clock.instant())));
    return seed;
  }

  public String code(Instant now) throws GeneralSecurityException {
    SecretKeySpec key = new SecretKeySpec(new Base32().decode(base32), "HmacSHA1");
    return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(key, now);
  }
}

package dev.everline.channel.web.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check of links, by somebody without an account. */
class CheckPagesTest {

  private static final Messages ENGLISH = Messages.load(Language.ENGLISH);

  private final Browser anybody = PortalServer.shared().browser();

  private Page check(String text) {
    return anybody.post("/check", Map.of("text", text));
  }

  @Test
  void anybodyMayCheckALinkAndSignInLeadsThere() {
    assertThat(anybody.get("/sign-in").text()).contains("href=\"/check\"");
    assertThat(anybody.get("/check").status()).isEqualTo(200);
    assertThat(check("https://mintmobi1e.com/pay").text())
        .contains(ENGLISH.say("link-judgement.LOOK_ALIKE"))
        .contains(ENGLISH.say("link-why.DIGITS_FOR_LETTERS", "mintmobile.com"));
    assertThat(check("Pay at my.mintmobile.com or bit.ly/3abc").text())
        .contains("Mint Mobile")
        .contains(ENGLISH.say("link-judgement.OFFICIAL"))
        .contains(ENGLISH.say("link-judgement.SHORTENER"));
  }

  @Test
  void whatIsCheckedIsShownAsTextAndNeverAsALinkOrInAnAddress() {
    Page checked = check("https://mint-reward.icu/<script>alert(1)</script>\"onclick=x");
    assertThat(checked.text())
        .doesNotContain("<script>alert")
        .doesNotContain("href=\"https://mint-reward");
    assertThat(anybody.get("/check?text=https://mint-reward.icu").text())
        .doesNotContain(ENGLISH.say("link-judgement.LOOK_ALIKE"));
  }

  @Test
  void aTextThatIsTooLongOrHasNoLinkIsToldSo() {
    assertThat(check("a ".repeat(1_001)).text()).contains(ENGLISH.say("check.too-long"));
    assertThat(check("a ".repeat(1_001)).status()).isEqualTo(413);
    assertThat(check("hello").text()).contains(ENGLISH.say("check.none"));
    assertThat(check("").text()).contains(ENGLISH.say("check.none"));
  }

  @Test
  void aFormOfAnotherSiteIsRefused() {
    assertThat(anybody.postWithoutToken("/check", Map.of("text", "https://tello.com")).status())
        .isEqualTo(403);
  }
}

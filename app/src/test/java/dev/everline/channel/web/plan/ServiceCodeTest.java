package dev.everline.channel.web.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A code opens the phone where it is whole, and is text to copy where something is missing. */
class ServiceCodeTest {

  @Test
  void aCodeThatIsDialledIsALinkWithItsSignsSpelledOut() {
    assertThat(ServiceCode.of("*777#")).isEqualTo(new ServiceCode("*777#", null, "tel:*777%23"));
    assertThat(ServiceCode.of("*611").link()).isEqualTo("tel:*611");
  }

  @Test
  void aWordThatIsSentOpensTheMessage() {
    assertThat(ServiceCode.of("text BAL to 6700"))
        .isEqualTo(new ServiceCode("BAL", "6700", "sms:6700?body=BAL"));
  }

  @Test
  void whatHasToBeFilledInFirstIsNoLink() {
    assertThat(ServiceCode.of("*888*PIN#").link()).isNull();
    assertThat(ServiceCode.of("text RECHARGE <PIN> to 6700"))
        .isEqualTo(new ServiceCode("RECHARGE <PIN>", "6700", null));
  }
}

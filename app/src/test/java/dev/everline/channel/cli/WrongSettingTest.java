package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

/**
 * What is said of a setting that isn't of its kind: its variable, its value and what is allowed.
 */
class WrongSettingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "everline.backup.kept-days  | java.lang.Integer    | siete     | a whole number",
        "everline.upload.at-once    | java.lang.Integer    | many      | a whole number",
        "everline.backup.daily      | java.lang.Boolean    | si        | true or false",
        "everline.renewal.claim     | java.time.Duration   | long      | a time, such as 30s",
        "server.address             | java.net.InetAddress | 300.1.1.1 | an address of this machine",
        "server.shutdown | org.springframework.boot.web.server.Shutdown | soon | one of: graceful"
      })
  void itIsNamedAsItWasSet(String property, Class<?> kind, String value, String allowed) {
    String variable = property.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_");
    StandardEnvironment environment = new StandardEnvironment();
    environment.setConversionService(new ApplicationConversionService());
    environment
        .getPropertySources()
        .addFirst(
            new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(variable, value)));

    ProblemException said = said(() -> Binder.get(environment).bind(property, kind));

    assertThat(said.type()).isEqualTo(ProblemType.CONFIGURATION);
    assertThat(said)
        .hasMessageStartingWith(variable + " is '" + value + "'")
        .hasMessageContaining("give " + allowed);
  }

  private static ProblemException said(ThrowingCallable binding) {
    BindException[] failure = new BindException[1];
    assertThatThrownBy(binding)
        .isInstanceOfSatisfying(BindException.class, thrown -> failure[0] = thrown);
    return WrongSetting.of(failure[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8080", "hola", "70000", "-2"})
  void thePortOfTheMeasuresIsOneOfItsOwn(String port) {
    MockEnvironment settings = new MockEnvironment().withProperty("management.server.port", port);

    assertThatThrownBy(() -> WrongSetting.requireManagementPort(settings, 8_080))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.CONFIGURATION))
        .hasMessageStartingWith("MANAGEMENT_SERVER_PORT is '" + port + "'");
  }

  @Test
  void anotherPortAFreeOneAndNoneAreAllowed() {
    for (String port : new String[] {"9464", "0", "-1", ""}) {
      MockEnvironment settings = new MockEnvironment().withProperty("management.server.port", port);
      assertThatNoException().isThrownBy(() -> WrongSetting.requireManagementPort(settings, 8_080));
    }
    assertThatNoException()
        .isThrownBy(() -> WrongSetting.requireManagementPort(new MockEnvironment(), 0));
  }
}

package dev.everline.storage;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the data lives, as the environment says. */
class StorageSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u:secret@host/db", "postgresql:", "secret", "http://host/db"})
  void anAddressOfNoPostgresIsAWrongSettingAndIsNotRepeated(String url) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> StorageSettings.fromEnvironment(Map.of("EVERLINE_DATABASE_URL", url)))
        .withMessageStartingWith("EVERLINE_DATABASE_URL")
        .withMessageNotContaining("secret")
        .extracting(ProblemException::type)
        .isEqualTo(ProblemType.CONFIGURATION);
  }
}

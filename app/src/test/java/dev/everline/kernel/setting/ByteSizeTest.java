package dev.everline.kernel.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 kB",
    "400, 0.4 kB",
    "13400, 13.4 kB",
    "999499, 999 kB",
    "999999, 1 MB",
    "1340000, 1.34 MB",
    "134000000, 134 MB",
    "2500000000, 2.5 GB",
    "7000000000000, 7 TB"
  })
  void aSizeIsSaidInTheLargestUnitOfWhichThereIsOne(long bytes, String said) {
    assertThat(ByteSize.english(bytes)).isEqualTo(said);
  }

  @Test
  void itIsWrittenAsTheReaderWritesNumbers() {
    assertThat(ByteSize.format(1_340_000, Locale.of("es", "ES"))).isEqualTo("1,34 MB");
    assertThat(ByteSize.format(13_400, Locale.CHINESE)).startsWith("13.4");
  }
}

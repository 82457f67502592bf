package dev.everline.line.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.kernel.InvalidValue;
import dev.everline.line.sheet.FileEncoding.Sureness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encodings, judged for whole files. */
class FileEncodingTest {

  private static FileEncoding judged(byte[] file) throws IOException {
    return FileEncoding.judge(() -> new ByteArrayInputStream(file));
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, 妈妈,UTF-8, SURE",
    "UTF-8, Ñandú,UTF-8, SURE",
    "UTF-8, plain,UTF-8, SURE",
    "GB18030, 默默和妈妈,GB18030, LIKELY",
    "GB18030, 默默,UTF-8, DOUBTFUL",
    "UTF-8, Łódź żółć,UTF-8, SURE",
    "UTF-8, Привет,UTF-8, SURE",
    "windows-1252, l’été à Orléans,windows-1252, LIKELY",
    "GB18030, 王伟的手机（备用）,GB18030, LIKELY",
    "GB18030, 王喆喆,GB18030, DOUBTFUL",
    "windows-1252, Teléfono de mamá,windows-1252, LIKELY",
    "windows-1252, Ñandú,windows-1252, LIKELY",
    "windows-1252, Müller und Söhne,windows-1252, LIKELY",
    "windows-1252, it’s – 5 €,windows-1252, LIKELY",
    "GB18030, 妈,GB18030, DOUBTFUL",
  })
  void aFileIsReadByWhatItsBytesAllow(String in, String label, String as, Sureness sureness)
      throws IOException {
    byte[] file =
        ("number,carrier,label\n2125550101,mint," + label + "\n").getBytes(Charset.forName(in));
    assertThat(judged(file)).isEqualTo(new FileEncoding(Charset.forName(as), sureness));
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE", "UTF-16BE"})
  void theMarkTellsUtf16(String encoding) throws IOException {
    assertThat(judged("\uFEFFnumber,carrier".getBytes(Charset.forName(encoding))).sureness())
        .isEqualTo(Sureness.SURE);
  }

  @Test
  void oneByteThatIsNotUtf8ChangesTheReadingOfAllOthers() throws IOException {
    StringBuilder rows = new StringBuilder();
    rows.append("2125550101,mint,plain\n".repeat(10_000))
        .append("2125550102,mint,默默\n2125550103,mint,爸爸\n");
    assertThat(judged(rows.toString().getBytes(Charset.forName("GBK"))).charset().name())
        .isEqualTo("GB18030");
  }

  @Test
  void whatNoneOfThemHasIsRefused() {
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> judged(new byte[] {'a', (byte) 0x81, ',', (byte) 0xff, (byte) 0xff}))
        .satisfies(wrong -> assertThat(wrong.code()).isEqualTo("ENCODING_UNKNOWN"));
  }
}

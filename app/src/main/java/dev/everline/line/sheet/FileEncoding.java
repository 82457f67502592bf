package dev.everline.line.sheet;

import dev.everline.kernel.InvalidValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * In which encoding a text file is, judged by all of its bytes: half a file read otherwise than the
 * other half would store wrong names.
 */
public record FileEncoding(Charset charset, Sureness sureness) {

  /** How it is known. */
  public enum Sureness {
    /** By its mark, or because all of it is UTF-8, which other encodings never are by chance. */
    SURE,
    /** No other of those that spreadsheets write is likely. A person may say otherwise. */
    LIKELY,
    /** Two of those are possible: a person decides. */
    DOUBTFUL,
    /** A person has said so. */
    GIVEN
  }

  public static final FileEncoding UTF_8 = new FileEncoding(StandardCharsets.UTF_8, Sureness.SURE);

  private static final Charset CHINESE = Charset.forName("GB18030");
  private static final Charset WESTERN = Charset.forName("windows-1252");

  /** One kind of character must be so many times as frequent as the other. */
  private static final int CLEARLY = 8;

  /**
   * @throws InvalidValue when Java knows no such encoding
   */
  public static FileEncoding given(String name) {
    try {
      return new FileEncoding(Charset.forName(name.strip()), Sureness.GIVEN);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw InvalidValue.of(
          "encoding", name, "is unknown", "give one such as UTF-8, GB18030 or windows-1252");
    }
  }

  /**
   * Judges a file.
   *
   * @param open opens it from its beginning each time
   * @throws InvalidValue when it is in no encoding that is told apart
   * @throws IOException when it can't be read
   */
  static FileEncoding judge(Supplier<InputStream> open) throws IOException {
    try (InputStream file = open.get()) {
      Charset marked = marked(file.readNBytes(3));
      if (marked != null) {
        return new FileEncoding(marked, Sureness.SURE);
      }
    }
    try (Reader strict =
        new InputStreamReader(
            new BufferedInputStream(open.get()), StandardCharsets.UTF_8.newDecoder())) {
      DoublyValid seen = new DoublyValid();
      strict.transferTo(seen);
      return seen.isDoubtful()
          ? new FileEncoding(StandardCharsets.UTF_8, Sureness.DOUBTFUL)
          : UTF_8;
    } catch (CharacterCodingException notUtf8) {
      try (InputStream file = open.get()) {
        return HighBytes.of(file).judged();
      }
    }
  }

  private static @Nullable Charset marked(byte[] begins) {
    int first = begins.length > 0 ? begins[0] & 0xff : 0;
    int second = begins.length > 1 ? begins[1] & 0xff : 0;
    if ((first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe)) {
      return StandardCharsets.UTF_16;
    }
    return null;
  }

  /**
   * Sees whether UTF-8 could be GB18030 as well: all that isn't plain are letters of Latin
   * Extended-A whose bytes are Chinese characters, and some follow each other, as no language
   * writes them. Such are the two characters of a common nickname.
   */
  private static final class DoublyValid extends Writer {

    private static final int FIRST_SECOND_BYTE = 0x21;

    private boolean others;
    private boolean rows;
    private boolean behind;

    @Override
    public void write(char[] text, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        char c = text[i];
        boolean extended = c >= 0x100 && c < 0x180 && (c & 0x3f) >= FIRST_SECOND_BYTE;
        others |= c > 0x7f && !extended;
        rows |= extended && behind;
        behind = extended;
      }
    }

    boolean isDoubtful() {
      return rows && !others;
    }

    @Override
    public void flush() {
      // Nothing is kept.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  /**
   * What the bytes above 127 are: pairs that are Chinese characters, single ones between letters,
   * or what neither encoding has.
   */
  private static final class HighBytes {

    private boolean chinese = true;
    private boolean western = true;

    /** Pairs in the region of GB 2312, in which nearly all of a Chinese text stands. */
    private long pairs;

    /** Such pairs that follow each other, which no Western text has. */
    private long rows;

    /** Other pairs: rarer characters, or two accented letters or signs. */
    private long others;

    /** High bytes behind which a plain letter stands, as behind an accented one. */
    private long single;

    static HighBytes of(InputStream file) throws IOException {
      HighBytes found = new HighBytes();
      BufferedInputStream bytes = new BufferedInputStream(file, 1 << 16);
      boolean behindPair = false;
      for (int lead = bytes.read(); lead >= 0; ) {
        if (lead < 0x80) {
          behindPair = false;
          lead = bytes.read();
          continue;
        }
        int next = bytes.read();
        found.see(lead, next);
        boolean pair = isPair(lead, next);
        found.rows += pair && behindPair ? 1 : 0;
        behindPair = pair;
        // A plain character behind a high byte may begin a cell, so it isn't passed over.
        lead = next < 0x80 ? next : bytes.read();
      }
      return found;
    }

    private void see(int lead, int next) {
      western &= isWestern(lead) && (next < 0x80 || isWestern(next));
      boolean second = next >= 0x40 && next <= 0xfe && next != 0x7f;
      boolean fourBytes = next >= '0' && next <= '9';
      chinese &= lead != 0x80 && lead != 0xff && (second || fourBytes);
      if (isPair(lead, next)) {
        pairs++;
      } else if (next < 0x80) {
        single++;
      } else {
        others++;
      }
    }

    private static boolean isPair(int lead, int next) {
      boolean character = lead >= 0xb0 && lead <= 0xf7;
      boolean sign = lead >= 0xa1 && lead <= 0xa3;
      return (character || sign) && next >= 0xa1 && next <= 0xfe;
    }

    private static boolean isWestern(int high) {
      return switch (high) {
        case 0x81, 0x8d, 0x8f, 0x90, 0x9d -> false;
        default -> true;
      };
    }

    FileEncoding judged() {
      if (!chinese && !western) {
        throw NoTable.ENCODING_UNKNOWN.because(
            "is in an unknown encoding",
            "save it as 'CSV UTF-8' in Excel, or say which encoding it is in");
      }
      if (!western) {
        return new FileEncoding(CHINESE, Sureness.LIKELY);
      }
      if (!chinese || (rows == 0 && single > 2 * (pairs + others))) {
        return new FileEncoding(WESTERN, Sureness.LIKELY);
      }
      boolean clearly = rows > 0 && single * CLEARLY <= pairs;
      return new FileEncoding(CHINESE, clearly ? Sureness.LIKELY : Sureness.DOUBTFUL);
    }
  }
}

package dev.everline.channel.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A QR code for a phone's camera, drawn with half blocks, two rows in a line. Black and white are
 * set for each line, so that it reads the same on dark and light terminals.
 */
final class TerminalPicture {

  private static final String BLACK_ON_WHITE = "\u001b[38;5;16;48;5;231m";
  private static final String AS_BEFORE = "\u001b[0m";

  /** Readers need it; on a terminal the half of what the standard asks for is enough. */
  private static final int QUIET = 2;

  private TerminalPicture() {}

  /** Its lines. */
  static List<String> of(String text) {
    ByteMatrix squares;
    try {
      squares = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("a QR code doesn't hold so much", tooLong);
    }
    List<String> lines = new ArrayList<>();
    for (int y = -QUIET; y < squares.getHeight() + QUIET; y += 2) {
      StringBuilder line = new StringBuilder(BLACK_ON_WHITE);
      for (int x = -QUIET; x < squares.getWidth() + QUIET; x++) {
        boolean upper = isDark(squares, x, y);
        boolean lower = isDark(squares, x, y + 1);
        line.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
      }
      lines.add(line.append(AS_BEFORE).toString());
    }
    return lines;
  }

  private static boolean isDark(ByteMatrix squares, int x, int y) {
    return x >= 0
        && y >= 0
        && x < squares.getWidth()
        && y < squares.getHeight()
        && squares.get(x, y) == 1;
  }
}

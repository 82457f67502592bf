package dev.everline.channel.web.frame;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code as an SVG path: drawn in the page, it needs no picture, and nobody else makes it.
 *
 * @param path its dark squares, each one unit wide
 * @param size of the whole, with the quiet zone that readers need around it
 */
public record QrCode(String path, int size) {

  private static final int QUIET = 4;

  public static QrCode of(String text) {
    ByteMatrix squares;
    try {
      squares = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("a QR code doesn't hold so much", tooLong);
    }
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < squares.getHeight(); y++) {
      for (int x = 0; x < squares.getWidth(); x++) {
        if (squares.get(x, y) == 1) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrCode(path.toString(), squares.getWidth() + 2 * QUIET);
  }
}

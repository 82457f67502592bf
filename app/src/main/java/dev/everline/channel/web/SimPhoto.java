package dev.everline.channel.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.GenericMultipleBarcodeReader;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads the number of a SIM from the bar code on its card. A picture is looked at no finer than
 * bars need, few at a time, and kept nowhere.
 */
final class SimPhoto {

  /** Larger ones are no photo of a phone; the header says so before anything is read. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final int FINE_ENOUGH = 1_600;

  private static final Map<DecodeHintType, ?> HINTS =
      Map.of(
          DecodeHintType.TRY_HARDER,
          true,
          DecodeHintType.POSSIBLE_FORMATS,
          List.of(
              BarcodeFormat.CODE_128,
              BarcodeFormat.CODE_39,
              BarcodeFormat.ITF,
              BarcodeFormat.QR_CODE,
              BarcodeFormat.DATA_MATRIX));

  private final Identifier identifier;
  private final Semaphore atOnce = new Semaphore(2);

  SimPhoto(Identifier identifier) {
    this.identifier = identifier;
  }

  /** The ICCID in a picture, or empty when none can be read. */
  Optional<String> iccid(byte[] picture) {
    atOnce.acquireUninterruptibly();
    try {
      return pixels(picture).flatMap(this::iccid);
    } finally {
      atOnce.release();
    }
  }

  /** Whoever sends what only looks like a picture is told that nothing was found in it. */
  private static Optional<BufferedImage> pixels(byte[] picture) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long wide = reader.getWidth(0);
        long high = reader.getHeight(0);
        if (wide * high > MOST_PIXELS) {
          return Optional.empty();
        }
        int each = Math.toIntExact(Math.max(1, Math.max(wide, high) / FINE_ENOUGH));
        ImageReadParam coarser = reader.getDefaultReadParam();
        coarser.setSourceSubsampling(each, each, 0, 0);
        return Optional.of(reader.read(0, coarser));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException broken) {
      return Optional.empty();
    }
  }

  /** A card may have several codes; the one that is a SIM's number counts. */
  private Optional<String> iccid(BufferedImage picture) {
    int wide = picture.getWidth();
    int high = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, wide, high, null, 0, wide);
    BinaryBitmap bits =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(wide, high, pixels)));
    try {
      Result[] codes =
          new GenericMultipleBarcodeReader(new MultiFormatReader()).decodeMultiple(bits, HINTS);
      return Arrays.stream(codes).map(Result::getText).filter(this::isIccid).findFirst();
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }

  private boolean isIccid(String code) {
    Identification found = identifier.identify(code, null);
    return found.kind() == Identification.Kind.ICCID && found.valid();
  }
}

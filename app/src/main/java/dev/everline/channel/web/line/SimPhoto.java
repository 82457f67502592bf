package dev.everline.channel.web.line;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Reader;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.GenericMultipleBarcodeReader;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.kernel.AccountId;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the number of a SIM from the bar code on its card. A picture is looked at no finer than
 * bars need, few at a time and not for long, and kept nowhere. Anybody may send a file that only
 * looks like a picture, and one that is small but claims to be huge: what it would cost is known
 * from its header before it is decoded.
 */
final class SimPhoto {

  /** A photo of 48 megapixels, which phones take, and some more. */
  static final int MOST_MEGAPIXELS = 64;

  private static final long MOST_PIXELS = MOST_MEGAPIXELS * 1_000_000L;

  /** A row or a column costs something whatever it holds. */
  private static final int LONGEST_SIDE = 20_000;

  /**
   * A progressive JPEG goes over all its pixels with each scan, and a scan takes a few bytes;
   * cameras write about ten.
   */
  private static final int MOST_SCANS = 32;

  /** Scans times pixels: ten scans of 20 megapixels, or all the bound's pixels in three. */
  private static final long MOST_WORK = 200_000_000L;

  private static final int FINE_ENOUGH = 1_600;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** What phones and browsers send; the runtime could decode others, with other tricks. */
  private static final Set<String> FORMATS = Set.of("jpeg", "png");

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
  private final LongSupplier nanos;
  private final PicturePlaces places = new PicturePlaces(2);

  /**
   * @param nanos as {@link System#nanoTime} counts
   */
  SimPhoto(Identifier identifier, LongSupplier nanos) {
    this.identifier = identifier;
    this.nanos = nanos;
  }

  /** Where a picture's bytes are read from, from the beginning each time. */
  @FunctionalInterface
  interface Picture {
    InputStream open() throws IOException;
  }

  /** What a picture shows. */
  sealed interface Seen {}

  record Iccid(String digits) implements Seen {}

  /** No SIM's number. */
  record Nothing() implements Seen {}

  /** Neither a JPEG nor a PNG. */
  record NoPicture() implements Seen {}

  /** It isn't looked at. */
  record TooManyPixels() implements Seen {}

  /**
   * @param account whose member brings it; one of its pictures is looked at at a time
   * @throws IOException when it can't be read where it lies
   */
  Seen look(AccountId account, Picture picture) throws IOException {
    places.take(account);
    try {
      long until = nanos.getAsLong() + LONGEST.toNanos();
      int scans;
      try (InputStream whole = picture.open()) {
        scans = scans(whole);
      }
      if (scans > MOST_SCANS) {
        return new TooManyPixels();
      }
      try (InputStream whole = picture.open()) {
        return decode(whole, Math.max(1, scans), until);
      }
    } finally {
      places.giveBack(account);
    }
  }

  /** Of a JPEG, by the marks before them, which stand nowhere else in compressed data; else 0. */
  private static int scans(InputStream picture) throws IOException {
    InputStream in = new BufferedInputStream(picture);
    if (in.read() != 0xff || in.read() != 0xd8) {
      return 0;
    }
    int scans = 0;
    int before = 0;
    for (int each = in.read(); each >= 0; each = in.read()) {
      if (before == 0xff && each == 0xda) {
        scans++;
      }
      before = each;
    }
    return scans;
  }

  /** Who sends what only begins like a picture is told that nothing was found in it. */
  private Seen decode(InputStream picture, int scans, long until) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(picture)) {
      ImageReader reader = reader(in);
      if (reader == null) {
        return new NoPicture();
      }
      try {
        reader.setInput(in, true, true);
        long wide = reader.getWidth(0);
        long high = reader.getHeight(0);
        if (wide > LONGEST_SIDE
            || high > LONGEST_SIDE
            || wide * high > MOST_PIXELS
            || wide * high * scans > MOST_WORK) {
          return new TooManyPixels();
        }
        int each = Math.toIntExact(Math.max(1, Math.max(wide, high) / FINE_ENOUGH));
        ImageReadParam coarser = reader.getDefaultReadParam();
        coarser.setSourceSubsampling(each, each, 0, 0);
        reader.addIIOReadProgressListener(new Deadline(until));
        return iccid(reader.read(0, coarser), until);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException broken) {
      return new Nothing();
    }
  }

  private static @Nullable ImageReader reader(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    return null;
  }

  /** A card may have several codes; the one that is a SIM's number counts. */
  private Seen iccid(BufferedImage picture, long until) {
    int wide = picture.getWidth();
    int high = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, wide, high, null, 0, wide);
    BinaryBitmap bits =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(wide, high, pixels)));
    try {
      Result[] codes =
          new GenericMultipleBarcodeReader(new InTime(until)).decodeMultiple(bits, HINTS);
      Optional<String> found =
          Arrays.stream(codes).map(Result::getText).filter(this::isIccid).findFirst();
      return found.<Seen>map(Iccid::new).orElseGet(Nothing::new);
    } catch (NotFoundException none) {
      return new Nothing();
    }
  }

  private boolean isIccid(String code) {
    Identification found = identifier.identify(code, null);
    return found.kind() == Identification.Kind.ICCID && found.valid();
  }

  private boolean isPast(long until) {
    return nanos.getAsLong() - until > 0;
  }

  /** Looks for codes in a picture and around each that it found, as long as there is time. */
  private final class InTime implements Reader {

    private final MultiFormatReader reader = new MultiFormatReader();
    private final long until;

    InTime(long until) {
      this.until = until;
    }

    @Override
    public Result decode(BinaryBitmap picture) throws NotFoundException {
      return decode(picture, HINTS);
    }

    @Override
    public Result decode(BinaryBitmap picture, Map<DecodeHintType, ?> hints)
        throws NotFoundException {
      if (isPast(until)) {
        throw NotFoundException.getNotFoundInstance();
      }
      return reader.decode(picture, hints);
    }

    @Override
    public void reset() {
      reader.reset();
    }
  }

  /** Gives a picture up that takes too long to decode: what is whole of it is looked at. */
  private final class Deadline implements IIOReadProgressListener {

    private final long until;

    Deadline(long until) {
      this.until = until;
    }

    @Override
    public void imageProgress(ImageReader reader, float percentageDone) {
      if (isPast(until)) {
        reader.abort();
      }
    }

    @Override
    public void sequenceStarted(ImageReader reader, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader reader) {}

    @Override
    public void imageStarted(ImageReader reader, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader reader) {}

    @Override
    public void thumbnailStarted(ImageReader reader, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader reader, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader reader) {}

    @Override
    public void readAborted(ImageReader reader) {}
  }
}

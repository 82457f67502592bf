package dev.everline.kernel.setting;

import com.ibm.icu.number.NumberFormatter;
import com.ibm.icu.number.Precision;
import com.ibm.icu.util.MeasureUnit;
import java.util.Locale;

/** How much space something takes, as people read it. */
public final class ByteSize {

  private static final long THOUSAND = 1_000;
  private static final int DIGITS = 3;

  private ByteSize() {}

  /**
   * Three digits in the largest unit of which there is one, such as {@code 13.4 kB}. Units are
   * decimal, as disks are sold.
   */
  public static String format(long bytes, Locale locale) {
    long size = Math.max(0, bytes);
    MeasureUnit unit = MeasureUnit.KILOBYTE;
    long one = THOUSAND;
    for (MeasureUnit larger :
        new MeasureUnit[] {MeasureUnit.MEGABYTE, MeasureUnit.GIGABYTE, MeasureUnit.TERABYTE}) {
      // What rounds up to a thousand is one of the next.
      if (size < one * THOUSAND - one / 2) {
        break;
      }
      one *= THOUSAND;
      unit = larger;
    }
    return NumberFormatter.withLocale(locale)
        .unit(unit)
        .unitWidth(NumberFormatter.UnitWidth.SHORT)
        .precision(Precision.maxSignificantDigits(DIGITS))
        .format((double) size / one)
        .toString();
  }

  /** For logs and the command line. */
  public static String english(long bytes) {
    return format(bytes, Locale.ENGLISH);
  }
}

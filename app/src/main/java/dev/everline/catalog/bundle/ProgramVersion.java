package dev.everline.catalog.bundle;

import dev.everline.kernel.InvalidValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version of the program, of three numbers; what follows them doesn't count. */
public record ProgramVersion(int major, int minor, int patch)
    implements Comparable<ProgramVersion> {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})(?:[-+][0-9A-Za-z.+-]{1,40})?");

  private static final Comparator<ProgramVersion> ORDER =
      Comparator.comparingInt(ProgramVersion::major)
          .thenComparingInt(ProgramVersion::minor)
          .thenComparingInt(ProgramVersion::patch);

  /**
   * @throws InvalidValue when it is none
   */
  public static ProgramVersion parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw InvalidValue.of("version", text, "is no version", "give one such as 0.1.0");
    }
    return new ProgramVersion(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)));
  }

  /** That of this program; null where it isn't packaged. */
  public static @Nullable ProgramVersion running() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? null : parse(version);
  }

  @Override
  public int compareTo(ProgramVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}

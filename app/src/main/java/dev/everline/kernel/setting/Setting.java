package dev.everline.kernel.setting;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.util.Locale;

/** Says what is wrong with a setting, by the name that people set it under. */
public final class Setting {

  private Setting() {}

  /**
   * The environment variable of a setting.
   *
   * @param property such as {@code everline.backup.kept-days}
   * @return such as {@code EVERLINE_BACKUP_KEPT_DAYS}
   */
  public static String variable(String property) {
    return property
        .toUpperCase(Locale.ROOT)
        .replaceAll("[.-]", "_")
        .replaceAll("\\[([0-9]+)]", "_$1");
  }

  /**
   * @param property such as {@code everline.backup.kept-days}
   * @param value as it was given
   * @param wrong what is wrong, as the end of a sentence, such as {@code which is too small}
   * @param remedy what to do, such as {@code give 1 to 10}
   */
  public static ProblemException wrong(String property, String value, String wrong, String remedy) {
    return ofVariable(variable(property), value, wrong, remedy);
  }

  /** The same by the variable's own name. */
  public static ProblemException ofVariable(
      String variable, String value, String wrong, String remedy) {
    return new ProblemException(
        ProblemType.CONFIGURATION,
        variable + " is '" + value + "', " + wrong + "; " + remedy + ".");
  }

  /**
   * A number within bounds.
   *
   * @throws ProblemException CONFIGURATION when it isn't
   */
  public static void requireWithin(String property, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong(
          property,
          Long.toString(value),
          value < least ? "which is too small" : "which is too large",
          "give " + least + " to " + most);
    }
  }
}

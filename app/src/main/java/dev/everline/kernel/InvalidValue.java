package dev.everline.kernel;

import dev.everline.kernel.text.Echo;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that somebody gave and that cannot be taken. Its message names the thing, the value, what
 * is wrong and what to do, so that it can be shown as it is.
 */
public final class InvalidValue extends ProblemException {

  private static final long serialVersionUID = 1L;

  /** The word for what is no id of the kind that is asked for. */
  public static final String NOT_AN_ID = "NOT_AN_ID";

  private static final int MOST_LOOKED_AT = 200;

  private final String name;
  private final String reason;
  private final String remedy;
  private final @Nullable String code;
  private final String[] details;

  private InvalidValue(
      String name,
      String message,
      String reason,
      String remedy,
      @Nullable String code,
      String... details) {
    super(ProblemType.INVALID_VALUE, message);
    this.name = name;
    this.reason = reason;
    this.remedy = remedy;
    this.code = code;
    this.details = details.clone();
  }

  /**
   * @param name the field or thing, such as {@code amount}
   * @param value what was given; shortened, cleaned of control characters and of what can be a
   *     telephone number or a SIM's ({@link Echo}) for the message
   * @param reason what is wrong, as the end of a sentence that begins with the name
   * @param remedy what to do
   */
  public static InvalidValue of(String name, @Nullable String value, String reason, String remedy) {
    return new InvalidValue(
        name,
        name + " " + quoted(value) + " " + reason + "; " + remedy + ".",
        reason,
        remedy,
        null);
  }

  /** For values that must not be repeated in a message, such as numbers of SIMs and phones. */
  public static InvalidValue withoutValue(String name, String reason, String remedy) {
    return new InvalidValue(name, name + " " + reason + "; " + remedy + ".", reason, remedy, null);
  }

  /**
   * The same with a word for what is wrong, by which it can be said in other languages.
   *
   * @param details what the sentence names, such as a bound; never the value
   */
  public InvalidValue as(String word, Object... details) {
    return new InvalidValue(
        name,
        Objects.requireNonNull(getMessage()),
        reason,
        remedy,
        word,
        Arrays.stream(details).map(String::valueOf).toArray(String[]::new));
  }

  /** The same of another field, with a value to be shown. */
  public InvalidValue of(String field, String value) {
    return new InvalidValue(
        field,
        field + " " + quoted(value) + " " + reason + "; " + remedy + ".",
        reason,
        remedy,
        code,
        details);
  }

  /** The same by another name of its field. */
  public InvalidValue named(String field) {
    String message = Objects.requireNonNull(getMessage());
    return new InvalidValue(
        field, field + message.substring(name.length()), reason, remedy, code, details);
  }

  /** The field or thing that was wrong. */
  public String name() {
    return name;
  }

  /** What is wrong, without the value. */
  public String reason() {
    return reason;
  }

  /** The word for what is wrong; null where it has none. */
  public @Nullable String code() {
    return code;
  }

  /** What the sentence names, in the order in which it does. */
  public List<String> details() {
    return List.of(details);
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }

  private static String quoted(@Nullable String given) {
    if (given == null) {
      return "(none)";
    }
    // A number that is cut in two would no longer look like one, so it is left out before the cut.
    String value = Echo.of(given.substring(0, Math.min(given.length(), MOST_LOOKED_AT)));
    StringBuilder shown = new StringBuilder("'");
    int limit = Math.min(value.length(), 60);
    if (limit < value.length() && Character.isHighSurrogate(value.charAt(limit - 1))) {
      limit--;
    }
    for (int i = 0; i < limit; i++) {
      char c = value.charAt(i);
      boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      if (hidden) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    if (limit < value.length()) {
      shown.append("…' (").append(given.length()).append(" characters)");
    } else {
      shown.append('\'');
    }
    return shown.toString();
  }
}

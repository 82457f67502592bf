package dev.everline.channel.api.http;

import dev.everline.kernel.text.Echo;

/** The name of a field or parameter that a caller made up, as it can be told back to them. */
final class StrangeName {

  private static final int LONGEST = 60;

  /** So much that no number is cut in two before it is left out. */
  private static final int MOST_LOOKED_AT = 200;

  private StrangeName() {}

  /** Short, without what can't be seen and what can be somebody's number. */
  static String shown(String name) {
    String visible =
        name.codePoints()
            .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
            .limit(MOST_LOOKED_AT)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String shown = Echo.of(visible);
    boolean isLong = shown.codePointCount(0, shown.length()) > LONGEST;
    String cut = isLong ? shown.substring(0, shown.offsetByCodePoints(0, LONGEST)) : shown;
    return isLong || visible.length() < name.length() ? cut + "…" : cut;
  }
}

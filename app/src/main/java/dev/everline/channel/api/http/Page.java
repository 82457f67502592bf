package dev.everline.channel.api.http;

import dev.everline.kernel.BucketedId;
import dev.everline.kernel.InvalidValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next what to send as {@code cursor} for what follows, or null at the end
 */
public record Page<T>(
    List<T> items,
    @Schema(description = "Send it as cursor to get the next page; null on the last one.")
        @Nullable String next) {

  static final String LIMIT = "limit";
  public static final String USUAL = "50";
  private static final int MOST = 500;
  // An id of the catalog, of 64 characters, with its list and the version.
  private static final int LONGEST_CURSOR = 120;

  /**
   * @param found one more than the limit where there is more
   * @param id by which the list goes on after an item
   */
  public static <S, T> Page<T> of(
      List<S> found, int limit, Function<S, String> id, Function<S, T> written) {
    boolean more = found.size() > limit;
    List<S> shown = more ? found.subList(0, limit) : found;
    return new Page<>(
        shown.stream().map(written).toList(), more ? cursor(id.apply(shown.getLast())) : null);
  }

  /**
   * A part of a list that is at hand whole.
   *
   * @param list its name, by which the cursors of another list are told from its own
   * @param cursor the {@code next} of the page before, or null for the first
   * @param limit as {@link #limit} lets pass
   * @param id unique in the list, which is shown in the order of ids
   * @throws InvalidValue when this list never gave the cursor
   */
  public static <S, T> Page<T> of(
      Collection<S> whole,
      String list,
      @Nullable String cursor,
      int limit,
      Function<S, String> id,
      Function<S, T> written) {
    String prefix = list + ":";
    String after = cursor == null ? null : inside(cursor);
    if (after != null && !after.startsWith(prefix)) {
      throw unknown();
    }
    List<S> found =
        whole.stream()
            .sorted(Comparator.comparing(id))
            .filter(one -> after == null || (prefix + id.apply(one)).compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return of(found, limit, one -> prefix + id.apply(one), written);
  }

  /** An id as an opaque text, so that nobody builds cursors of their own. */
  public static String cursor(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("1:" + id).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The id inside of a cursor.
   *
   * @param prefix of the ids of this list
   * @throws InvalidValue when no list of this kind gave the cursor
   */
  public static @Nullable Long after(@Nullable String cursor, String prefix) {
    if (cursor == null) {
      return null;
    }
    try {
      return BucketedId.read("cursor", prefix, inside(cursor));
    } catch (InvalidValue wrong) {
      throw unknown();
    }
  }

  private static String inside(String cursor) {
    if (cursor.length() > LONGEST_CURSOR) {
      throw unknown();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      if (text.startsWith("1:")) {
        return text.substring(2);
      }
    } catch (IllegalArgumentException wrong) {
      throw unknown();
    }
    throw unknown();
  }

  /**
   * @throws InvalidValue when it isn't between 1 and 500
   */
  public static int limit(int limit) {
    if (limit < 1 || limit > MOST) {
      throw outOfRange();
    }
    return limit;
  }

  /** Of whatever can't be a limit. */
  static InvalidValue outOfRange() {
    return InvalidValue.withoutValue(
        LIMIT, "is out of range or not a whole number", "give 1 to " + MOST);
  }

  private static InvalidValue unknown() {
    return InvalidValue.withoutValue(
        "cursor",
        "wasn't given by this list",
        "send the 'next' of the previous page, or leave it out");
  }
}

package dev.everline.line.seal;

import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags of a line, which are sealed together as one value. */
public final class SealedTags {

  // A tag holds no control character, so this one separates them.
  public static final char SEPARATOR = '\u001f';

  private SealedTags() {}

  /** Null for none. */
  public static byte @Nullable [] seal(Seal seal, long line, List<String> tags) {
    return tags.isEmpty()
        ? null
        : seal.seal(Sealed.LINE_TAGS, line, String.join(String.valueOf(SEPARATOR), tags));
  }

  /** The tags of a sealed value. */
  public static List<String> open(Seal seal, long line, byte @Nullable [] sealed) {
    return sealed == null
        ? List.of()
        : List.of(seal.open(Sealed.LINE_TAGS, line, sealed).split(String.valueOf(SEPARATOR), -1));
  }
}

package dev.everline.channel.web.frame;

import org.jspecify.annotations.Nullable;

/**
 * Why a form was refused. The page is shown again with what was typed; the focus is on the field to
 * correct, which says what is wrong with it, or else on the message above the form. Screen readers
 * say what has the focus, while most pass over an alert that is there when a page opens.
 *
 * @param said in the reader's words
 * @param field the id of the field to correct, or null where it is none of them
 */
public record Refusal(String said, @Nullable String field) {

  /** It is no field's fault. */
  public static Refusal of(String said) {
    return new Refusal(said, null);
  }

  public static Refusal of(Visit visit, String key, Object... values) {
    return of(visit.say(key, values));
  }

  public Refusal at(@Nullable String wrong) {
    return new Refusal(said, wrong);
  }

  /** What a field is told, or null where it isn't its fault. */
  public static @Nullable String told(@Nullable Refusal refusal, String id) {
    return refusal != null && id.equals(refusal.field) ? refusal.said : null;
  }

  /** What describes a field to those who hear it: first what is wrong, then how it is filled in. */
  public static @Nullable String describedBy(
      @Nullable Refusal refusal, String id, @Nullable String hint) {
    if (told(refusal, id) == null) {
      return hint;
    }
    return hint == null ? id + "-error" : id + "-error " + hint;
  }
}

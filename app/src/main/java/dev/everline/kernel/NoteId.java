package dev.everline.kernel;

/**
 * The id of a note on a line.
 *
 * @param value its bucket and number, see {@link BucketedId}
 */
public record NoteId(long value) implements BucketedId {

  /**
   * @throws InvalidValue when the text is no such id
   */
  public static NoteId parse(String text) {
    return new NoteId(BucketedId.read("note", "nt", text));
  }

  @Override
  public String toString() {
    return BucketedId.write("nt", value);
  }
}

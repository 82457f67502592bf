package dev.everline.line.sheet;

/** From some place on, a file isn't what it seemed to be; the rows before it were read. */
public final class UnreadableRows extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableRows(String what, Throwable cause) {
    super(what, cause);
  }
}

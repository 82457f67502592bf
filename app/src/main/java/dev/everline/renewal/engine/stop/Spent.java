package dev.everline.renewal.engine.stop;

/** What was charged on a day so far: how many charges, and their sum in minor units. */
public record Spent(long count, long minor) {

  public static final Spent NOTHING = new Spent(0, 0);

  /** With one charge more. */
  public Spent and(long moreMinor) {
    return new Spent(count + 1, minor + moreMinor);
  }

  public Spent plus(Spent more) {
    return new Spent(count + more.count, minor + more.minor);
  }
}

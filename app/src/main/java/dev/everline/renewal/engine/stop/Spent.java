package dev.everline.renewal.engine.stop;

/** What has been charged on a day so far: the number of charges, and their sum in minor units. */
public record Spent(long count, long minor) {

  public static final Spent NOTHING = new Spent(0, 0);

  /** With one more charge. */
  public Spent and(long moreMinor) {
    return new Spent(count + 1, minor + moreMinor);
  }

  public Spent plus(Spent more) {
    return new Spent(count + more.count, minor + more.minor);
  }
}

package dev.everline.kernel;

import java.util.random.RandomGenerator;

/**
 * One of the 1,024 parts that the accounts are spread over. A bucket is the first part of every key
 * an account owns, the unit of work of a heartbeat, and the distribution column where storage is
 * scaled out.
 *
 * @param number 0 to 1,023
 */
public record Bucket(int number) {

  public static final int COUNT = 1024;

  public Bucket {
    if (number < 0 || number >= COUNT) {
      throw InvalidValue.of(
          "bucket", Integer.toString(number), "is out of range", "give 0 to " + (COUNT - 1));
    }
  }

  /** The bucket for a new account. */
  public static Bucket random(RandomGenerator random) {
    return new Bucket(random.nextInt(COUNT));
  }
}

package dev.everline.sandbox.carrier.books;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The lines of one carrier, and which top-ups came under which reference. */
final class CarrierBook {

  private static final long[] NONE = {};

  final ConcurrentHashMap<Long, Line> lines = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, long[]> topUpsByReference = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> failedAttempts = new ConcurrentHashMap<>();

  /** Ids of the top-ups under a reference, oldest first. */
  long[] topUps(String reference) {
    return topUpsByReference.getOrDefault(reference, NONE);
  }

  /** Calls this only while holding nothing of another reference. */
  void underReference(String reference, Claim claim) {
    topUpsByReference.compute(
        reference,
        (same, ids) -> {
          long[] before = ids == null ? NONE : ids;
          long[] added = claim.add(before);
          if (added.length == 0) {
            return ids;
          }
          long[] all = Arrays.copyOf(before, before.length + added.length);
          System.arraycopy(added, 0, all, before.length, added.length);
          return all;
        });
    failedAttempts.remove(reference);
  }

  /** Decides, alone with a reference, what comes under it. */
  interface Claim {
    /** The ids to add; none when the reference is not to be used. */
    long[] add(long[] before);
  }

  /** Puts a top-up read from the journal under its reference, once. */
  void remember(@Nullable String reference, long id) {
    if (reference != null) {
      underReference(
          reference,
          before -> Arrays.stream(before).anyMatch(known -> known == id) ? NONE : new long[] {id});
    }
  }

  /** How often a request under this reference has failed before anything was committed. */
  int failedAttempts(String reference) {
    return failedAttempts.getOrDefault(reference, 0);
  }

  void attemptFailed(String reference) {
    failedAttempts.merge(reference, 1, Integer::sum);
  }
}

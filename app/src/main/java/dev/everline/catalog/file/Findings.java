package dev.everline.catalog.file;

import dev.everline.catalog.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in the files, so that one run tells everything. */
public final class Findings {

  /** A file of rubbish must not fill the memory with complaints. */
  private static final int LIMIT = 1_000;

  private final List<Finding> found = new ArrayList<>();
  private int count;

  /** Adds a mistake; see {@link Finding} for the parts. */
  public void add(String file, int line, @Nullable String field, String reason, String remedy) {
    add(Finding.Severity.MISTAKE, file, line, field, reason, remedy);
  }

  void add(
      Finding.Severity severity,
      String file,
      int line,
      @Nullable String field,
      String reason,
      String remedy) {
    if (severity == Finding.Severity.MISTAKE) {
      count++;
    }
    if (found.size() < LIMIT) {
      found.add(
          new Finding(
              severity,
              file,
              line,
              field == null ? null : printable(field),
              printable(reason),
              remedy));
    }
  }

  /** Parts of the file get into fields and reasons: none may move the cursor of a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{C}", " ");
  }

  /** How many mistakes were found up to now; a reader compares it before and after a record. */
  public int count() {
    return count;
  }

  /** By file and line. */
  public List<Finding> all() {
    List<Finding> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(Finding::file).thenComparingInt(Finding::line));
    return Collections.unmodifiableList(sorted);
  }
}

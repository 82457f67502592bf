package dev.everline.demo;

import dev.everline.kernel.Money;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the demo is: a live bar at a terminal, a line every few days elsewhere. */
final class DemoProgress implements AutoCloseable {

  private static final int DAYS_A_LINE = 5;
  private static final long NANOS_BETWEEN_LOOKS = 200_000_000L;

  private final PrintWriter err;
  private final boolean live;
  private @Nullable ProgressBar bar;
  private long lookedAt;
  private long nextLineOn;

  /**
   * @param live whether a person's terminal shows it
   */
  DemoProgress(PrintWriter err, boolean live) {
    this.err = err;
    this.live = live;
  }

  void say(String line) {
    err.println(line);
    err.flush();
  }

  void at(Instant now, long day, int days, DemoBooks books) {
    LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
    if (!live) {
      if (day >= nextLineOn) {
        nextLineOn = day + DAYS_A_LINE;
        say("%s  day %2d of %d  %s".formatted(date, day, days, figures(books)));
      }
      return;
    }
    long nanos = System.nanoTime();
    if (bar != null && day < days && nanos - lookedAt < NANOS_BETWEEN_LOOKS) {
      return;
    }
    lookedAt = nanos;
    ProgressBar shown = bar(days);
    shown.stepTo(day);
    shown.setExtraMessage(" " + date + "  " + figures(books));
  }

  private ProgressBar bar(int days) {
    ProgressBar shown = bar;
    if (shown == null) {
      shown =
          new ProgressBarBuilder()
              .setTaskName("Days")
              .setInitialMax(days)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .hideEta()
              .build();
      bar = shown;
    }
    return shown;
  }

  private static String figures(DemoBooks books) {
    DemoBooks.Orders orders = books.orders();
    return "renewed %,d · refused %,d · in doubt %,d · healed %,d · notices %,d · paid %s"
        .formatted(
            orders.renewed(),
            orders.refused(),
            orders.underWay(),
            orders.healed(),
            books.notices(),
            Money.usd(orders.paidMinor()).format(Locale.US));
  }

  /** Leaves the bar as it stands, and the cursor below it. */
  void done() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    done();
  }
}

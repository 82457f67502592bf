package dev.everline.channel.cli.operate;

import dev.everline.backup.Progress;
import dev.everline.channel.cli.Terminal;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a person how far a backup or a restore has come; programs are shown nothing. */
final class PartsBar implements Progress, AutoCloseable {

  private final @Nullable ProgressBar bar;

  PartsBar(String task) {
    bar =
        Terminal.isPresent()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(Terminal.columns())
                .build()
            : null;
  }

  @Override
  public void at(String what, int done, int all) {
    if (bar != null) {
      bar.maxHint(all);
      bar.stepTo(done);
      bar.setExtraMessage(what);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

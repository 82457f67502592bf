package dev.everline.channel.web.frame;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An upload that ended too early, came too slowly, or wasn't a form. */
public final class BrokenOff extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean tooSlow;

  private BrokenOff(boolean tooSlow, @Nullable IOException cause) {
    super(cause);
    this.tooSlow = tooSlow;
  }

  public static BrokenOff by(IOException cause) {
    return cause instanceof BrokenOff known ? known : new BrokenOff(false, cause);
  }

  public static BrokenOff tooSlow() {
    return new BrokenOff(true, null);
  }

  public ProblemPage problem() {
    return tooSlow ? ProblemPage.uploadTooSlow() : ProblemPage.brokenOff();
  }
}

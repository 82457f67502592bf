package dev.everline.lan;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether and how the home network reaches the portal. */
public final class HomeNetwork {

  private final @Nullable Lan lan;

  HomeNetwork(@Nullable Lan lan) {
    this.lan = lan;
  }

  /** Empty where the portal is for this machine, or behind a proxy. */
  public Optional<Lan> lan() {
    return Optional.ofNullable(lan);
  }
}

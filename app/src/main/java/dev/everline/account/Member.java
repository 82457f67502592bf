package dev.everline.account;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in to an account.
 *
 * @param name by which they sign in; of their own choice, not necessarily their name
 * @param asksCode whether a one-time code is asked beside the password
 * @param language as a tag such as {@code es}, or null for the browser's
 * @param theme {@code light} or {@code dark}, or null for the device's
 */
public record Member(
    MemberId id,
    AccountId account,
    String name,
    Role role,
    boolean asksCode,
    @Nullable String language,
    @Nullable String theme,
    Instant createdAt) {

  /** Without the name, so that it may be logged. */
  @Override
  public String toString() {
    return "Member[" + id + ", " + role + "]";
  }
}

package dev.everline.account;

import dev.everline.kernel.InvalidValue;
import java.util.List;

/** What somebody may do. Those of an account: each may do what those before it may. */
public enum Role {
  /** Sees everything but secrets, changes only their own settings. */
  VIEWER,
  /** Adds, changes and renews lines. */
  MANAGER,
  /** Decides who belongs to the account, makes tokens, removes lines. */
  OWNER,
  /** Runs the installation and has its console; nothing of any account. Made at the server only. */
  OPERATOR;

  /** Those that a member of an account can have, the least first. */
  public static List<Role> ofAccounts() {
    return List.of(VIEWER, MANAGER, OWNER);
  }

  /** An operator may nothing that members may, and no member what an operator may. */
  public boolean mayWhatNeeds(Role needed) {
    boolean ofAnAccount = this != OPERATOR && needed != OPERATOR;
    return ofAnAccount ? compareTo(needed) >= 0 : this == needed;
  }

  /**
   * @throws InvalidValue when no member of an account can have it
   */
  void requireOfAccount() {
    if (this == OPERATOR) {
      throw InvalidValue.of(
          "role",
          name(),
          "isn't a role of an account",
          "give VIEWER, MANAGER or OWNER; 'invite --operator' makes an operator");
    }
  }
}

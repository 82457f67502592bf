package dev.everline.account;

/** What a member may do in his account; each may do what those before it may. */
public enum Role {
  /** Sees everything but secrets, changes only himself. */
  VIEWER,
  /** Adds, changes and renews lines. */
  MANAGER,
  /** Decides who belongs to the account, makes tokens, removes lines. */
  OWNER;

  public boolean mayWhatNeeds(Role needed) {
    return compareTo(needed) >= 0;
  }
}

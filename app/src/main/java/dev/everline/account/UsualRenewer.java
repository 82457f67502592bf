package dev.everline.account;

/** Who renews an account's new lines unless something else is said of one. */
public enum UsualRenewer {
  OWNER,
  CARRIER,
  EVERLINE
}

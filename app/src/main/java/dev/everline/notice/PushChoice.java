package dev.everline.notice;

/** What a member can choose to be told of. */
public enum PushChoice {
  REMINDERS,
  AT_RISK,
  NEEDS_YOU,
  RENEWED
}

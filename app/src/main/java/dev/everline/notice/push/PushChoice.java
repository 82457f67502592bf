package dev.everline.notice.push;

/** What a member can choose to be told of. */
public enum PushChoice {
  REMINDERS,
  AT_RISK,
  NEEDS_YOU,
  RENEWED
}

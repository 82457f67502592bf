package dev.everline.notice.push;

/** What a member can choose to be told about. */
public enum PushChoice {
  REMINDERS,
  AT_RISK,
  NEEDS_YOU,
  RENEWED
}

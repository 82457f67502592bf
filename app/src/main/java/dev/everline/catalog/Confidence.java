package dev.everline.catalog;

/** How far a record of the catalog may be trusted. */
public enum Confidence {
  HIGH,
  MEDIUM,
  /** A hint; never shown as a fact. */
  LOW
}

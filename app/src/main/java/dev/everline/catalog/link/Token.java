package dev.everline.catalog.link;

import dev.everline.catalog.link.LinkJudgement.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A part of an address's label.
 *
 * @param name the carrier's name that it is, or null
 * @param slip by what it differs from that name, or null when it is the name itself
 * @param text as read, without hyphens
 * @param apart whether a hyphen, or the label's beginning, stands before it
 */
record Token(
    Kind kind, @Nullable BrandName name, @Nullable Reason slip, String text, boolean apart) {

  /** What it is. */
  enum Kind {
    NAME,
    /** For the service itself. */
    SERVICE,
    /** For what customers do. */
    ACT,
    /** For the same, and for much else. */
    WEAK,
    FILLER,
    UNKNOWN
  }

  boolean isFirm() {
    return kind == Kind.SERVICE || kind == Kind.ACT;
  }

  boolean isAct() {
    return isFirm() || kind == Kind.WEAK;
  }
}

package dev.everline.catalog.bundle;

/** Why an installed bundle isn't used. */
public enum SetAside {
  /** The program's own catalog is newer: the program was replaced after the bundle was made. */
  PROGRAM_NEWER,
  /** It was made for a newer program: the program was replaced by an older one. */
  PROGRAM_TOO_OLD,
  /** With it the catalog has mistakes for this program, perhaps together with the owner's files. */
  INVALID
}

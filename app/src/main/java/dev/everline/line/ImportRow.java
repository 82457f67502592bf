package dev.everline.line;

/** A row of a file that can be taken, and where it stands. */
record ImportRow(long row, LineDraft draft) {}

package dev.everline.line.imports;

import dev.everline.line.LineDraft;

/** A row of a file that can be taken, and where it stands. */
record ImportRow(long row, LineDraft draft) {}

package dev.everline.line.imports;

import dev.everline.line.LineDraft;

/** A valid row of a file, and its position. */
record ImportRow(long row, LineDraft draft) {}

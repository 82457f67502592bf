package dev.everline.line.imports;

import org.jspecify.annotations.Nullable;

/**
 * What an import did.
 *
 * @param rows rows read, without the header and empty ones
 * @param stopped why the rest of the file was not read, or null when it was read to its end
 * @param stoppedAfter the last row that could be read, where the rest was not; else 0
 */
public record ImportResult(
    long rows,
    long added,
    long changed,
    long unchanged,
    long rejected,
    @Nullable String stopped,
    long stoppedAfter) {}

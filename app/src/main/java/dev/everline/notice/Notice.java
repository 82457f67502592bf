package dev.everline.notice;

import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.NoticeId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that an account's members are told about a line.
 *
 * @param forDate the day it is about, in the carrier's zone
 * @param needed money that would help, or null
 * @param actBy when it will be too late to act, or null
 * @param settledAt since when it is no longer true, or null while it is open
 */
public record Notice(
    NoticeId id,
    LineId line,
    NoticeKind kind,
    LocalDate forDate,
    @Nullable Money needed,
    @Nullable Instant actBy,
    Instant at,
    @Nullable Instant settledAt) {}

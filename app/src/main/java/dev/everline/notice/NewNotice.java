package dev.everline.notice;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell an account's members.
 *
 * @param forDate the day it is about: there is one notice for each kind, line, day and step
 * @param step which reminder about that day it is, counted from 1; 0 when it isn't a reminder
 * @param needed money that would help, or null
 * @param actBy when it will be too late to act, or null
 */
public record NewNotice(
    LineId line,
    AccountId account,
    NoticeKind kind,
    LocalDate forDate,
    int step,
    @Nullable Money needed,
    @Nullable Instant actBy) {}

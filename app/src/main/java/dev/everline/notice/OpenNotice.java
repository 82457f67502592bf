package dev.everline.notice;

import dev.everline.kernel.LineId;
import dev.everline.kernel.NoticeId;
import java.time.LocalDate;

/** A notice that is not settled, with what is needed to check whether it is still true. */
public record OpenNotice(NoticeId id, LineId line, NoticeKind kind, LocalDate forDate) {}

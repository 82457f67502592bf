package dev.everline.notice.push;

import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The line that a push message is about, as its reader knows it.
 *
 * @param title its label, or its masked number
 * @param brand of its carrier
 * @param zone its carrier's, or null where that isn't known
 * @param readersZone where the account's members live
 * @param readersZoneKnown whether they said so; else it is a guess
 * @param renewedUntil the last day that a renewal has paid; null when the message isn't about a
 *     renewal, or its end isn't known
 */
public record PushSubject(
    String title,
    String brand,
    @Nullable ZoneId zone,
    ZoneId readersZone,
    boolean readersZoneKnown,
    @Nullable LocalDate renewedUntil) {}

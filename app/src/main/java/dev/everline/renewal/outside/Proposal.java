package dev.everline.renewal.outside;

import dev.everline.catalog.PrintedDate;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a form proposes.
 *
 * @param today in the zone in which the line's days are counted
 * @param end the last day served that a payment leads to; null when that can't be computed
 * @param shown the same as the carrier shows it
 */
public record Proposal(
    LocalDate today,
    ZoneId zone,
    PrintedDate printed,
    @Nullable LocalDate end,
    @Nullable LocalDate shown) {}

package dev.everline.catalog.label;

import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broadband label says of a plan.
 *
 * @param id the unique plan identifier
 * @param published the day of the row, or null where the column set has none
 * @param periodDays length of a period, or null when the label doesn't say
 * @param price of one period, without taxes unless they are included
 * @param taxesIncluded null when the label doesn't say
 * @param postpaid whether the label says that it is paid after use
 * @param introduction what new customers pay, in words, or null
 * @param row all values as found, by column; empty ones left out
 */
record Label(
    String id,
    String provider,
    String name,
    @Nullable LocalDate published,
    @Nullable Integer periodDays,
    Money price,
    @Nullable Boolean taxesIncluded,
    boolean postpaid,
    boolean unlimitedData,
    @Nullable BigDecimal dataGb,
    @Nullable String introduction,
    @Nullable String afterAllowance,
    @Nullable String conditions,
    Map<String, String> row) {}

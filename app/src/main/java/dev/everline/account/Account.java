package dev.everline.account;

import dev.everline.kernel.AccountId;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A household or an organisation that owns lines.
 *
 * @param zone where its people live: reminders keep to its daytime
 * @param zoneTold whether they said so; else it is a guess
 * @param state the US state whose fees apply where a line names none, or null when not known
 * @param welcomed whether its owner has been asked how they want it, or said that they'd rather not
 * @param usualRenewer who renews its new lines unless something else is said of one, or null when
 *     that differs from line to line
 */
public record Account(
    AccountId id,
    String name,
    ZoneId zone,
    boolean zoneTold,
    @Nullable String state,
    boolean welcomed,
    @Nullable UsualRenewer usualRenewer,
    Instant createdAt) {}

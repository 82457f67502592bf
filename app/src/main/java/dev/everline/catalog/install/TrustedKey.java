package dev.everline.catalog.install;

import dev.everline.catalog.bundle.VerifyingKey;
import java.time.Instant;

/**
 * The key of a maker whose bundles are taken.
 *
 * @param name by which the operator knows its owner
 */
public record TrustedKey(VerifyingKey key, String name, Instant since) {}

package dev.everline.catalog.install;

import java.time.Instant;

/**
 * A bundle that is kept here.
 *
 * @param digest tells it from others
 * @param made when its maker made it
 * @param signedBy the id of the maker's key
 * @param origin the file or address that it came from
 * @param keptAt when it came
 */
public record KeptBundle(
    String digest, Instant made, String signedBy, String origin, Instant keptAt) {}

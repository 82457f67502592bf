/**
 * Keeping the catalog fresh: making bundles, looking at what one changes, installing and undoing.
 */
@NullMarked
package dev.everline.channel.cli.fresh;

import org.jspecify.annotations.NullMarked;

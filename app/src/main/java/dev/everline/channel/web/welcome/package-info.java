/** The first run: what an owner is asked once, and where they can begin. */
@NullMarked
package dev.everline.channel.web.welcome;

import org.jspecify.annotations.NullMarked;

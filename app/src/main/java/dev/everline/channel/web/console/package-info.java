/** The operator's console. */
@NullMarked
package dev.everline.channel.web.console;

import org.jspecify.annotations.NullMarked;

/** Commands that add, change, show and import lines and their notices. */
@NullMarked
package dev.everline.channel.cli.line;

import org.jspecify.annotations.NullMarked;

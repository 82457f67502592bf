/** Looks at the settings that somebody gave, before anything is made of them. */
@NullMarked
package dev.everline.channel.cli.settings;

import org.jspecify.annotations.NullMarked;

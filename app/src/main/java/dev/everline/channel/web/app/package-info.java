/** The installed app: manifest, offline page, push and help. */
@NullMarked
package dev.everline.channel.web.app;

import org.jspecify.annotations.NullMarked;

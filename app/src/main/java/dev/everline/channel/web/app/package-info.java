/** The installed app: manifest, offline page, push, help, and the check of links for anybody. */
@NullMarked
package dev.everline.channel.web.app;

import org.jspecify.annotations.NullMarked;

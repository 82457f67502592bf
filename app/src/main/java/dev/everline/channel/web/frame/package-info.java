/** The frame of every page: layout, visit, errors. The only part that all rooms use. */
@NullMarked
package dev.everline.channel.web.frame;

import org.jspecify.annotations.NullMarked;

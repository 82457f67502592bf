/** The first page: what needs its owner, what is coming and how the lines stand. */
@NullMarked
package dev.everline.channel.web.home;

import org.jspecify.annotations.NullMarked;

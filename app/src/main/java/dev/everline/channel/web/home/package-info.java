/** The first page: what needs its owner, how the lines stand; and the months as a calendar. */
@NullMarked
package dev.everline.channel.web.home;

import org.jspecify.annotations.NullMarked;

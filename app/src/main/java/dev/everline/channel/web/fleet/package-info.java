/** Many lines at once: the table, imports and jobs. */
@NullMarked
package dev.everline.channel.web.fleet;

import org.jspecify.annotations.NullMarked;

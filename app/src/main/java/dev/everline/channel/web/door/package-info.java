/** Who may reach a page: access rules, the session filter, step-up, uploads as they arrive. */
@NullMarked
package dev.everline.channel.web.door;

import org.jspecify.annotations.NullMarked;

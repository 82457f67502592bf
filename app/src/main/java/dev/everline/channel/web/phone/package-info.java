/** How to open the portal on a phone, and what is said to phones that don't trust it yet. */
@NullMarked
package dev.everline.channel.web.phone;

import org.jspecify.annotations.NullMarked;

/** Tells the home network, by multicast DNS, where a name that ends with {@code .local} leads. */
@NullMarked
package dev.everline.lan.announce;

import org.jspecify.annotations.NullMarked;

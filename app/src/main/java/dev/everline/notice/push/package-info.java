/**
 * Push messages: the devices on which members want to be told, what is still to be sent there, the
 * sentences, and the way to the push services of browsers.
 */
@NullMarked
@NamedInterface("push")
package dev.everline.notice.push;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

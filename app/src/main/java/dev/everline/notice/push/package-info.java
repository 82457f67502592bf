/**
 * Push messages: the devices on which members want to be told, the queue, the texts, and the client
 * of the browsers' push services.
 */
@NullMarked
@NamedInterface("push")
package dev.everline.notice.push;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

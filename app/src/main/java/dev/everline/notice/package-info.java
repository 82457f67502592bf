/**
 * Owns how people are told outside of any page: the browsers in which members want to be told, what
 * is still to be told there, and the way to the push services. Offers {@link
 * dev.everline.notice.PushDevices}, {@link dev.everline.notice.PushQueue}, {@link
 * dev.everline.notice.PushService} and {@link dev.everline.notice.PushKeys}. May call the kernel
 * and storage; what is said, and in which words, whoever tells it knows.
 */
@NullMarked
@ApplicationModule(
    displayName = "Notices",
    allowedDependencies = {"kernel", "storage"})
package dev.everline.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Owns the portal: its pages, in the reader's language, and which role each is for. Offers nothing
 * to other modules. May call every module below.
 */
@NullMarked
@ApplicationModule(displayName = "Portal")
package dev.everline.channel.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

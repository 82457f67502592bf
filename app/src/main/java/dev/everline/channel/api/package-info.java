/**
 * Owns the REST API under {@code /api/v1}: its resources, its problems, who may call it, and its
 * OpenAPI description. Offers nothing to other modules. May call every module below.
 */
@NullMarked
@ApplicationModule(displayName = "REST API")
package dev.everline.channel.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

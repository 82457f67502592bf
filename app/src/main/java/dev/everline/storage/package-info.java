/**
 * Owns the way to PostgreSQL: the embedded server, the connection pool, the schema's migrations and
 * the numbers that ids are made of, the keys of requests that must be done once, and the sealing of
 * personal data. Offers {@link dev.everline.storage.Database}, {@link
 * dev.everline.storage.IdAllocator}, {@link dev.everline.storage.RequestKeys}, {@link
 * dev.everline.storage.Seal} and {@link dev.everline.storage.BackgroundLoop} for work that goes on
 * beside it. May call the kernel.
 */
@NullMarked
@ApplicationModule(
    displayName = "Storage",
    allowedDependencies = {"kernel"})
package dev.everline.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

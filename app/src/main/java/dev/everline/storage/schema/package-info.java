/**
 * Migrations that SQL alone can't do, and the schema in which a restored database is put together.
 */
@NullMarked
@NamedInterface("schema")
package dev.everline.storage.schema;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

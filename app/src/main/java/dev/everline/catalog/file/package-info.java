/**
 * Reads and checks the data files of the catalog. Every scalar keeps its line, so that an error can
 * say where to fix it.
 */
@NullMarked
package dev.everline.catalog.file;

import org.jspecify.annotations.NullMarked;

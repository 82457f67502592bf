/**
 * The demo: sample lines kept alive through sixty days in a minute, against the carrier sandbox, on
 * a clock of its own. Everything that it shows is read from the database and from the sandbox's
 * books, not from what the demo believes.
 */
@NullMarked
package dev.everline.demo;

import org.jspecify.annotations.NullMarked;

/**
 * The crash test: a process that renews thousands of due lines over HTTP is killed at random
 * moments, and so is its database; afterwards the carrier's own books tell whether each line was
 * renewed exactly once. It may call every module of the application and the sandbox; nothing calls
 * it but the command line.
 */
@NullMarked
package dev.everline.crash;

import org.jspecify.annotations.NullMarked;

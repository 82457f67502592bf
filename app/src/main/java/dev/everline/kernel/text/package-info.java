/**
 * What is written for people and read from their files: sheets that compute nothing, telephone
 * digits, and how much of a text may be repeated.
 */
@NullMarked
package dev.everline.kernel.text;

import org.jspecify.annotations.NullMarked;

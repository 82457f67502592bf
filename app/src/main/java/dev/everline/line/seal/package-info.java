/** How the personal data of lines is sealed together and found again; for this module only. */
@NullMarked
package dev.everline.line.seal;

import org.jspecify.annotations.NullMarked;

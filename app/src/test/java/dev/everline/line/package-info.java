@NullMarked
package dev.everline.line;

import org.jspecify.annotations.NullMarked;

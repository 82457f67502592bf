@NullMarked
package dev.everline.renewal;

import org.jspecify.annotations.NullMarked;

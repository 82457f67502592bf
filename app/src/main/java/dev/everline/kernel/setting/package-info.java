/** Values of settings, and how they are refused by the name they are set under. */
@NullMarked
package dev.everline.kernel.setting;

import org.jspecify.annotations.NullMarked;

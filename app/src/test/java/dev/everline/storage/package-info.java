@NullMarked
package dev.everline.storage;

import org.jspecify.annotations.NullMarked;

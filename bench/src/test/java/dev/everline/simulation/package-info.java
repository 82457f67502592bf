@org.jspecify.annotations.NullMarked
package dev.everline.simulation;

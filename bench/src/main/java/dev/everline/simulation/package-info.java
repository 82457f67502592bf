/**
 * The simulation: the real engine and the real SQL on a simulated clock, with seeded random lines,
 * owners' acts, carriers' faults and crashes between any two steps. It owns the checker that holds
 * the promises after every step. It may call every module of the application; nothing calls it but
 * the command line.
 */
@NullMarked
package dev.everline.simulation;

import org.jspecify.annotations.NullMarked;

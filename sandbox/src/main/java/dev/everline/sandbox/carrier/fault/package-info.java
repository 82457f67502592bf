/**
 * Which faults are played on which request: the plans that the control API sets, the outcomes of
 * sample numbers, and the draw for a single request.
 */
@NullMarked
package dev.everline.sandbox.carrier.fault;

import org.jspecify.annotations.NullMarked;

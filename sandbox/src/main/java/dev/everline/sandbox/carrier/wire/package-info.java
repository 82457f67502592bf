/**
 * What goes over the wire in any of the sandbox's interfaces: a request, an answer, a problem, and
 * how JSON and a query are read.
 */
@NullMarked
package dev.everline.sandbox.carrier.wire;

import org.jspecify.annotations.NullMarked;

/** Local stand-ins for the outside world, each speaking the real protocol over a real socket. */
@NullMarked
package dev.everline.sandbox;

import org.jspecify.annotations.NullMarked;

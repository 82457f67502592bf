/**
 * A push service as browsers have one (RFC 8030), over a real socket: it checks who sends (RFC
 * 8292), hands out subscriptions, reads what it is sent as the browser would (RFC 8291), and can
 * put off, refuse and forget.
 */
@NullMarked
package dev.everline.sandbox.push;

import org.jspecify.annotations.NullMarked;

/**
 * Looks at the portal from outside, as a process of its own over what the demo has left: for its
 * pictures, and for what its pages weigh and take.
 */
@NullMarked
package dev.everline.portal;

import org.jspecify.annotations.NullMarked;

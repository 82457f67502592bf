/** What proves to a phone that it talks to this installation: made here, or given by its owner. */
@NullMarked
package dev.everline.lan.certificate;

import org.jspecify.annotations.NullMarked;

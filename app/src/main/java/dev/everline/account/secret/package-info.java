/**
 * Secrets that prove who somebody is, and how trying them is slowed down: passwords, codes,
 * challenges. Only for the module itself.
 */
@NullMarked
package dev.everline.account.secret;

import org.jspecify.annotations.NullMarked;

/** Passkeys as they are answered by browsers and stored. Only for the module itself. */
@NullMarked
package dev.everline.account.passkey;

import org.jspecify.annotations.NullMarked;

/** Signing in and joining: by password, passkey or provider, and by invitation. */
@NullMarked
package dev.everline.channel.web.signin;

import org.jspecify.annotations.NullMarked;

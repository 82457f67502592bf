/** Settings of a member and of their account: sign-in, devices, members, privacy. */
@NullMarked
package dev.everline.channel.web.settings;

import org.jspecify.annotations.NullMarked;

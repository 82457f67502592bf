/**
 * Owns the command line: its commands, how they print for people and for programs, and their exit
 * codes. Offers {@link dev.everline.channel.cli.EverlineCommand} to start it. May call every module
 * below.
 */
@NullMarked
@ApplicationModule(displayName = "Command line")
package dev.everline.channel.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

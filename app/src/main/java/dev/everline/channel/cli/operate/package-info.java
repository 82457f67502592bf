/** Commands for operators: accounts, tokens, keys, backups, proofs. */
@NullMarked
package dev.everline.channel.cli.operate;

import org.jspecify.annotations.NullMarked;

/** For operators: what is due over all accounts, and what a change would do. */
@NullMarked
@NamedInterface("operate")
package dev.everline.renewal.operate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

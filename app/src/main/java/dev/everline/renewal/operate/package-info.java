/** For operators: what is due over all accounts, and what would happen in the days ahead. */
@NullMarked
@NamedInterface("operate")
package dev.everline.renewal.operate;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

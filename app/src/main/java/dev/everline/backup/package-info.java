/**
 * Owns backups: one file with all that an installation needs to go on elsewhere, written while it
 * runs, checked, and put back into an empty place. Offers {@link dev.everline.backup.Backups},
 * {@link dev.everline.backup.Restores} and {@link dev.everline.backup.BackupRuns}, which tells when
 * there was one. May call storage, the catalog and the modules that prove or keep data beside it.
 */
@NullMarked
@ApplicationModule(
    displayName = "Backups",
    allowedDependencies = {
      "kernel",
      "storage",
      "storage :: embedded",
      "storage :: key",
      "storage :: schema",
      "catalog",
      "account",
      "ledger",
      "notice :: push"
    })
package dev.everline.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

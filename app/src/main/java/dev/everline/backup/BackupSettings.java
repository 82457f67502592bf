package dev.everline.backup;

import dev.everline.kernel.setting.Setting;
import java.nio.file.Path;

/**
 * How backups are made by themselves.
 *
 * @param daily whether a server makes one each day
 * @param folder where these lie
 * @param keptDays how long; the newest stays in any case
 */
public record BackupSettings(boolean daily, Path folder, int keptDays) {

  static final int USUAL_DAYS = 7;
  private static final int MOST_DAYS = 3_650;

  public BackupSettings {
    Setting.requireWithin("everline.backup.kept-days", keptDays, 1, MOST_DAYS);
  }
}

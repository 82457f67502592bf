package dev.everline.backup;

import dev.everline.catalog.CatalogLoader;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.notice.push.PushKeys;
import dev.everline.storage.Database;
import dev.everline.storage.Seal;
import dev.everline.storage.StorageSettings;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Settings {@code everline.backup.*}: {@code daily}, whether a server makes one each day, which is
 * so with the embedded database unless said; {@code folder}, {@code backups} in the data folder
 * unless said; {@code kept-days}.
 */
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

  @Bean
  BackupSettings backupSettings(
      Environment environment, StorageSettings storage, Database database) {
    Binder binder = Binder.get(environment);
    return new BackupSettings(
        binder.bind("everline.backup.daily", Boolean.class).orElse(database.embedded() != null),
        binder
            .bind("everline.backup.folder", String.class)
            .map(Path::of)
            .orElseGet(() -> storage.home().resolve("backups")),
        binder.bind("everline.backup.kept-days", Integer.class).orElse(BackupSettings.USUAL_DAYS));
  }

  @Bean
  Backups backups(DataSource dataSource, Seal seal, PushKeys pushKeys, Clock clock) {
    return new Backups(dataSource, seal, pushKeys, CatalogLoader.ownFolder(System.getenv()), clock);
  }

  /** In the server only. */
  @Bean
  @ConditionalOnWebApplication
  DailyBackup dailyBackup(
      Backups backups, BackupSettings settings, DataSource dataSource, Seal seal, Clock clock) {
    return new DailyBackup(
        backups, settings, dataSource, seal, clock, folder -> folder.toFile().getUsableSpace());
  }

  @Bean
  static SettingNames backupSettingNames() {
    return SettingNames.below("everline.backup", "daily", "folder", "kept-days");
  }
}

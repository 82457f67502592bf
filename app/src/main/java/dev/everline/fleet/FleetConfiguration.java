package dev.everline.fleet;

import dev.everline.catalog.Catalog;
import dev.everline.kernel.setting.DataFolder;
import dev.everline.kernel.setting.Setting;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.line.LineCompletions;
import dev.everline.line.LineSearch;
import dev.everline.line.LineStore;
import dev.everline.line.LineWatch;
import dev.everline.line.imports.LineImport;
import dev.everline.notice.Notices;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.decide.Outlook;
import dev.everline.storage.AccountData;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class FleetConfiguration {

  @Bean
  FleetLines fleetLines(
      LineSearch search,
      LineStore store,
      Outlook outlook,
      Catalog catalog,
      Notices notices,
      Clock clock) {
    return new FleetLines(search, store, outlook, catalog, notices, clock);
  }

  @Bean
  Jobs jobs(
      DataSource dataSource,
      Seal seal,
      LineStore lines,
      Renewals renewals,
      Quotes quotes,
      LineCompletions completions,
      Catalog catalog,
      LineWatch watch,
      IdAllocator ids,
      Clock clock) {
    JobChanges changes = new JobChanges(completions, catalog, seal, watch);
    return new Jobs(dataSource, seal, lines, renewals, quotes, changes, ids, clock);
  }

  /**
   * Files lie in the data folder, or where {@code everline.uploads} says; {@code
   * everline.upload.most-space} is how much they may take in all, {@code
   * everline.upload.space-left-free} what is left free of the disk.
   */
  @Bean
  UploadFolder uploadFolder(Environment environment) {
    String folder = environment.getProperty("everline.uploads");
    return new UploadFolder(
        folder == null
            ? DataFolder.fromEnvironment(System.getenv()).resolve("uploads")
            : Path.of(folder),
        size(environment, "everline.upload.most-space", "2GB"),
        size(environment, "everline.upload.space-left-free", "512MB"));
  }

  private static long size(Environment environment, String setting, String usual) {
    String given = environment.getProperty(setting, usual);
    try {
      DataSize size = DataSize.parse(given);
      if (!size.isNegative()) {
        return size.toBytes();
      }
    } catch (IllegalArgumentException noSize) {
      // told below
    }
    throw Setting.wrong(setting, given, "which isn't a size", "give one such as " + usual);
  }

  @Bean
  Uploads uploads(
      UploadFolder folder,
      DataSource dataSource,
      Seal seal,
      LineImport lines,
      IdAllocator ids,
      Clock clock) {
    return new Uploads(folder, dataSource, seal, lines, ids, clock);
  }

  /** Runs in the server only; commands at the command line do just what they are asked. */
  @Bean
  @ConditionalOnWebApplication
  FleetRunner fleetRunner(Jobs jobs, Uploads uploads) {
    return new FleetRunner(jobs, uploads);
  }

  @Bean
  @Order(30)
  AccountData fleetData(Jobs jobs, Uploads uploads) {
    return new FleetData(jobs, uploads);
  }

  @Bean
  static SettingNames fleetSettingNames() {
    return SettingNames.below("everline", "uploads", "upload.most-space", "upload.space-left-free");
  }
}

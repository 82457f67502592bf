package dev.everline.storage;

import dev.everline.kernel.setting.SettingNames;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the database that the environment names when the first bean asks for it. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  @Bean
  StorageSettings storageSettings() {
    return StorageSettings.fromEnvironment(System.getenv());
  }

  @Bean(destroyMethod = "close")
  Database database(StorageSettings settings) {
    return Database.open(settings);
  }

  /** The database closes its own connections. */
  @Bean(destroyMethod = "")
  DataSource dataSource(Database database) {
    return database.dataSource();
  }

  @Bean
  Seal seal(Database database) {
    return database.seal();
  }

  @Bean
  IdAllocator idAllocator(DataSource dataSource) {
    return new IdAllocator(dataSource);
  }

  @Bean
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }

  @Bean
  ClockGuard clockGuard(Transactions transactions, Clock clock) {
    return new ClockGuard(transactions, clock);
  }

  /** A server's; a command asks what it needs. */
  @Bean
  @ConditionalOnWebApplication
  DatabaseWatch databaseWatch(Database database) {
    return new DatabaseWatch(database);
  }

  @Bean
  AccountData requestKeysData() {
    return new RequestKeysData();
  }

  @Bean
  static SettingNames storageSettingNames() {
    return SettingNames.ofEnvironment(
        "EVERLINE_DATABASE_URL",
        "EVERLINE_DATABASE_USER",
        "EVERLINE_DATABASE_PASSWORD",
        "EVERLINE_DATABASE_PASSWORD_FILE",
        "EVERLINE_KEYS");
  }
}

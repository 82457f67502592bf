package dev.everline.storage;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the database that the environment names when the first bean asks for it. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  @Bean(destroyMethod = "close")
  Database database() {
    return Database.open(StorageSettings.fromEnvironment(System.getenv()));
  }

  /** The database closes its own connections. */
  @Bean(destroyMethod = "")
  DataSource dataSource(Database database) {
    return database.dataSource();
  }

  @Bean
  IdAllocator idAllocator(DataSource dataSource) {
    return new IdAllocator(dataSource);
  }

  @Bean
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }
}

package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.storage.IdAllocator;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class LineConfiguration {

  @Bean
  LineStore lineStore(DataSource dataSource) {
    return new LineStore(dataSource);
  }

  @Bean
  LineService lineService(DataSource dataSource, IdAllocator ids, Catalog catalog, Clock clock) {
    return new LineService(dataSource, ids, catalog, clock);
  }

  @Bean
  LineSearch lineSearch(DataSource dataSource, Catalog catalog) {
    return new LineSearch(dataSource, catalog);
  }

  @Bean
  LineImport lineImport(DataSource dataSource, IdAllocator ids, Catalog catalog, Clock clock) {
    return new LineImport(dataSource, ids, catalog, clock);
  }
}

package dev.everline.channel.cli;

import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;

/**
 * What every command stands on, on a database of the test's own and at a time that stands. Bears no
 * stereotype, so that the whole application doesn't find it.
 */
public class CommandWorld {

  @Bean
  TestDatabase testDatabase() {
    return TestDatabase.create();
  }

  @Bean(destroyMethod = "")
  DataSource dataSource(TestDatabase testDatabase) {
    return testDatabase.dataSource();
  }

  @Bean
  Seal seal(TestDatabase testDatabase) {
    return testDatabase.seal();
  }

  @Bean
  Clock clock() {
    return Clock.fixed(Instant.parse("2026-11-24T18:00:00Z"), ZoneOffset.UTC);
  }

  @Bean
  IdAllocator ids(DataSource dataSource) {
    return new IdAllocator(dataSource);
  }
}

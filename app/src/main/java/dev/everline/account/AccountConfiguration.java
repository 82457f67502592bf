package dev.everline.account;

import dev.everline.storage.IdAllocator;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

  @Bean
  Accounts accounts(DataSource dataSource, IdAllocator ids, Clock clock) {
    return new Accounts(dataSource, ids, clock);
  }

  @Bean
  ApiTokens apiTokens(DataSource dataSource, IdAllocator ids, Clock clock) {
    return new ApiTokens(dataSource, ids, clock);
  }
}

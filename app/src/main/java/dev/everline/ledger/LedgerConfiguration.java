package dev.everline.ledger;

import dev.everline.storage.IdAllocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  @Bean
  Ledger ledger(IdAllocator ids) {
    return new Ledger(ids);
  }
}

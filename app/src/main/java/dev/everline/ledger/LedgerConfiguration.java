package dev.everline.ledger;

import dev.everline.storage.AccountData;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

  @Bean
  Ledger ledger(IdAllocator ids) {
    return new Ledger(ids);
  }

  @Bean
  @Order(50)
  AccountData ledgerData(Transactions transactions, Ledger ledger) {
    return new LedgerData(transactions, ledger);
  }
}

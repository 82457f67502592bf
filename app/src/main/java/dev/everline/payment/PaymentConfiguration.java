package dev.everline.payment;

import dev.everline.ledger.Ledger;
import dev.everline.storage.Transactions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PaymentConfiguration {

  @Bean
  Wallet wallet(Transactions transactions, Ledger ledger, WalletWatch watch, Clock clock) {
    return new Wallet(transactions, ledger, watch, clock);
  }
}

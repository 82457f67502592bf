package dev.everline.privacy;

import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.line.LineService;
import dev.everline.storage.AccountData;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {

  @Bean
  AccountExport accountExport(Accounts accounts, List<AccountData> all) {
    return new AccountExport(accounts, all);
  }

  @Bean
  AccountErasure accountErasure(
      Transactions transactions,
      LineService lines,
      AuditTrail audit,
      List<AccountData> all,
      Clock clock) {
    return new AccountErasure(transactions, lines, audit, all, clock);
  }
}

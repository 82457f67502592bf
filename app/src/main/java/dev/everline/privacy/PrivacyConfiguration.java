package dev.everline.privacy;

import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Members;
import dev.everline.account.Passkeys;
import dev.everline.account.Places;
import dev.everline.account.Sessions;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Uploads;
import dev.everline.line.LineNotes;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.notice.Notices;
import dev.everline.notice.push.PushDevices;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.storage.Transactions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {

  @Bean
  AccountExport accountExport(
      Accounts accounts,
      Members members,
      Sessions sessions,
      Passkeys passkeys,
      Places places,
      PushDevices devices,
      Invitations invitations,
      ApiTokens tokens,
      AuditTrail audit,
      LineStore lines,
      LineNotes notes,
      Jobs jobs,
      Uploads uploads,
      Renewals renewals,
      Notices notices,
      Wallet wallet) {
    return new AccountExport(
        accounts,
        members,
        sessions,
        passkeys,
        places,
        devices,
        invitations,
        tokens,
        audit,
        lines,
        notes,
        jobs,
        uploads,
        renewals,
        notices,
        wallet);
  }

  @Bean
  AccountErasure accountErasure(
      Transactions transactions,
      Accounts accounts,
      LineService lines,
      LineNotes notes,
      Notices notices,
      Jobs jobs,
      Uploads uploads,
      AuditTrail audit,
      Clock clock) {
    return new AccountErasure(
        transactions, accounts, lines, notes, notices, jobs, uploads, audit, clock);
  }
}

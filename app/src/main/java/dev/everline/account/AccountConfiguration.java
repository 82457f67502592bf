package dev.everline.account;

import dev.everline.account.secret.Challenges;
import dev.everline.account.secret.CurrentPassword;
import dev.everline.account.secret.Passwords;
import dev.everline.account.secret.Throttle;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.storage.AccountData;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

  @Bean
  Accounts accounts(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    return new Accounts(dataSource, seal, ids, clock);
  }

  @Bean
  ApiTokens apiTokens(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    return new ApiTokens(dataSource, seal, ids, clock);
  }

  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  Throttle throttle(DataSource dataSource, Seal seal, Clock clock) {
    return new Throttle(dataSource, seal, clock);
  }

  @Bean
  Invitations invitations(DataSource dataSource, IdAllocator ids, Accounts accounts, Clock clock) {
    return new Invitations(dataSource, ids, accounts, clock);
  }

  @Bean
  Challenges challenges(DataSource dataSource, Seal seal, Clock clock) {
    return new Challenges(dataSource, seal, clock);
  }

  @Bean
  Passkeys passkeys(
      DataSource dataSource, Seal seal, IdAllocator ids, Challenges challenges, Clock clock) {
    return new Passkeys(dataSource, seal, ids, challenges, clock);
  }

  @Bean
  Providers providers(
      Environment environment, DataSource dataSource, Challenges challenges, Clock clock) {
    return new Providers(
        ProviderSettings.from(environment), new ProviderLinks(dataSource, clock), challenges);
  }

  @Bean
  Places places(DataSource dataSource, Seal seal, Clock clock) {
    return new Places(dataSource, seal, clock);
  }

  @Bean
  CurrentPassword currentPassword(DataSource dataSource, Passwords passwords, Throttle throttle) {
    return new CurrentPassword(dataSource, passwords, throttle);
  }

  @Bean
  Members members(
      DataSource dataSource, Seal seal, Passwords passwords, CurrentPassword currentPassword) {
    return new Members(dataSource, seal, passwords, currentPassword);
  }

  @Bean
  Joining joining(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Passwords passwords,
      Passkeys passkeys,
      Clock clock) {
    return new Joining(dataSource, seal, ids, passwords, passkeys, clock);
  }

  @Bean
  OneTimeCodes oneTimeCodes(
      DataSource dataSource, Seal seal, CurrentPassword currentPassword, Clock clock) {
    return new OneTimeCodes(dataSource, seal, currentPassword, clock);
  }

  @Bean
  Sessions sessions(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    return new Sessions(dataSource, seal, ids, clock);
  }

  @Bean
  SignIn signIn(
      DataSource dataSource,
      Seal seal,
      Passwords passwords,
      Throttle throttle,
      Passkeys passkeys,
      Providers providers,
      OneTimeCodes codes,
      Places places,
      Sessions sessions) {
    return new SignIn(
        dataSource, seal, passwords, throttle, passkeys, providers, codes, places, sessions);
  }

  @Bean
  AuditTrail auditTrail(DataSource dataSource, IdAllocator ids, Clock clock) {
    return new AuditTrail(dataSource, ids, clock);
  }

  @Bean
  @Order(10)
  AccountData peopleData(
      Accounts accounts,
      Members members,
      Sessions sessions,
      Passkeys passkeys,
      Places places,
      Invitations invitations,
      ApiTokens tokens) {
    return new PeopleData(accounts, members, sessions, passkeys, places, invitations, tokens);
  }

  @Bean
  @Order(70)
  AccountData trailData(AuditTrail trail) {
    return new TrailData(trail);
  }

  @Bean
  static SettingNames signInSettingNames() {
    return ProviderSettings.names();
  }
}

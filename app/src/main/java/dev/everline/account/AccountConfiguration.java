package dev.everline.account;

import dev.everline.kernel.SettingNames;
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
    return new Providers(ProviderSettings.from(environment), dataSource, challenges, clock);
  }

  @Bean
  Places places(DataSource dataSource, Seal seal, Clock clock) {
    return new Places(dataSource, seal, clock);
  }

  @Bean
  Members members(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Passwords passwords,
      Throttle throttle,
      Passkeys passkeys,
      Clock clock) {
    return new Members(dataSource, seal, ids, passwords, throttle, passkeys, clock);
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
      Places places,
      Sessions sessions,
      Clock clock) {
    return new SignIn(
        dataSource, seal, passwords, throttle, passkeys, providers, places, sessions, clock);
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

package dev.everline.account;

import dev.everline.storage.IdAllocator;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

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

  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  Throttle throttle(DataSource dataSource, Clock clock) {
    return new Throttle(dataSource, clock);
  }

  @Bean
  Invitations invitations(DataSource dataSource, IdAllocator ids, Accounts accounts, Clock clock) {
    return new Invitations(dataSource, ids, accounts, clock);
  }

  @Bean
  Challenges challenges(DataSource dataSource, Clock clock) {
    return new Challenges(dataSource, clock);
  }

  @Bean
  Passkeys passkeys(DataSource dataSource, IdAllocator ids, Challenges challenges, Clock clock) {
    return new Passkeys(dataSource, ids, challenges, clock);
  }

  @Bean
  Providers providers(
      Environment environment, DataSource dataSource, Challenges challenges, Clock clock) {
    return new Providers(ProviderSettings.from(environment), dataSource, challenges, clock);
  }

  @Bean
  Places places(DataSource dataSource, Clock clock) {
    return new Places(dataSource, clock);
  }

  @Bean
  Members members(
      DataSource dataSource,
      IdAllocator ids,
      Passwords passwords,
      Throttle throttle,
      Passkeys passkeys,
      Clock clock) {
    return new Members(dataSource, ids, passwords, throttle, passkeys, clock);
  }

  @Bean
  Sessions sessions(DataSource dataSource, IdAllocator ids, Clock clock) {
    return new Sessions(dataSource, ids, clock);
  }

  @Bean
  SignIn signIn(
      DataSource dataSource,
      Passwords passwords,
      Throttle throttle,
      Passkeys passkeys,
      Providers providers,
      Places places,
      Sessions sessions,
      Clock clock) {
    return new SignIn(
        dataSource, passwords, throttle, passkeys, providers, places, sessions, clock);
  }

  @Bean
  AuditTrail auditTrail(DataSource dataSource, IdAllocator ids, Clock clock) {
    return new AuditTrail(dataSource, ids, clock);
  }
}

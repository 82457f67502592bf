package dev.everline.carrier.tmf654;

import dev.everline.carrier.Carriers;
import dev.everline.carrier.ConnectorKind;
import dev.everline.catalog.Catalog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Offers the kind of connector, and receives events where there is a server to receive them. */
@Configuration(proxyBeanMethods = false)
class Tmf654Configuration {

  @Bean
  ConnectorKind tmf654Kind(Clock clock, MeterRegistry registry) {
    return new Tmf654Kind(clock, registry);
  }

  /** Only a process that can be called registers to be called. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class Events {

    @Bean
    Tmf654Hub tmf654Hub(Carriers carriers, Catalog catalog) {
      return new Tmf654Hub(carriers, catalog.carriers().keySet());
    }

    /** Carriers' servers can't sign in; the listener believes nothing that they say. */
    @Bean
    @Order(10)
    SecurityFilterChain tmf654ListenerSecurity(HttpSecurity http) {
      return http.securityMatcher(Tmf654Listener.PATH + "/**")
          .csrf(csrf -> csrf.disable())
          .sessionManagement(
              sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
          .authorizeHttpRequests(
              requests ->
                  requests
                      .requestMatchers(HttpMethod.POST, Tmf654Listener.PATHS.toArray(String[]::new))
                      .permitAll()
                      .anyRequest()
                      .denyAll())
          .build();
    }
  }
}

package dev.everline.channel.metrics;

import dev.everline.renewal.engine.Heartbeat;
import dev.everline.renewal.operate.Survey;
import dev.everline.storage.BackgroundLoop;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Transactions;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Opens the door where it has a port of its own ({@code management.server.port}); on the port that
 * everybody may reach it stays shut, whatever is configured.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class MetricsConfiguration {

  /** Monitors can't sign in: who reaches the port may read, and nothing else can be done there. */
  @Bean
  @Order(5)
  SecurityFilterChain metricsSecurity(HttpSecurity http) {
    return http.securityMatcher(EndpointRequest.toAnyEndpoint())
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  @Bean
  MeterBinder readings(Heartbeat heartbeat, Survey survey, DataSource dataSource, Clock clock) {
    return new Readings(heartbeat, survey, new Transactions(dataSource), clock);
  }

  @Bean
  MeterBinder loops(ObjectProvider<BackgroundLoop> loops, ClockGuard clockGuard) {
    return new Loops(loops.orderedStream().toList(), clockGuard);
  }
}

package dev.everline.channel.api;

import dev.everline.account.ApiTokens;
import dev.everline.renewal.HeartbeatRunner;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Database;
import dev.everline.storage.DatabaseWatch;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the door together; only where there is a web server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ApiConfiguration implements WebMvcConfigurer {

  static final String OPENAPI = "/api/v1/openapi.json";
  static final String HEALTH = "/healthz";
  static final String READY = "/readyz";

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
    converters.addCustomConverter(new ApiJson(ApiJson.mapper()));
  }

  @Bean
  ProblemWriter problemWriter() {
    return new ProblemWriter(ApiJson.mapper());
  }

  @Bean
  Readiness readiness(
      DatabaseWatch database, HeartbeatRunner heartbeat, ClockGuard clockGuard, Clock clock) {
    return new Readiness(database, heartbeat, clockGuard, clock);
  }

  @Bean
  Failures failures() {
    return new Failures();
  }

  /**
   * Everything needs a token unless it is named here, so that a new path is closed until somebody
   * opens it. Doors with a guard of their own bring a chain that comes before.
   */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain apiSecurity(
      HttpSecurity http,
      ApiTokens tokens,
      Database database,
      ProblemWriter problems,
      Failures failures) {
    // No cookie ever signs a request in, so there is nothing for a forged one to ride on.
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(HEALTH, READY, OPENAPI)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .exceptionHandling(
            refusals ->
                refusals
                    .authenticationEntryPoint(
                        (request, response, why) ->
                            BearerTokens.refuse(request, response, problems))
                    .accessDeniedHandler(
                        (request, response, why) ->
                            problems.write(response, ProblemAnswers.ofStatus(403).orElseThrow())))
        .addFilterAfter(
            new BearerTokens(tokens, database, problems, failures),
            SecurityContextHolderFilter.class)
        .addFilterAfter(new BoundedBody(problems), AuthorizationFilter.class)
        .build();
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems() {
    return server ->
        server.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ContainerProblems.class.getName());
              }
            });
  }
}

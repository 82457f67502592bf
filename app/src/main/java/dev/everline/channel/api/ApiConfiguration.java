package dev.everline.channel.api;

import dev.everline.account.ApiTokens;
import dev.everline.channel.api.http.ApiJson;
import dev.everline.channel.api.http.BearerTokens;
import dev.everline.channel.api.http.BoundedBody;
import dev.everline.channel.api.http.ContainerProblems;
import dev.everline.channel.api.http.Failures;
import dev.everline.channel.api.http.NothingElse;
import dev.everline.channel.api.http.PlainAccept;
import dev.everline.channel.api.http.ProblemAnswers;
import dev.everline.channel.api.http.ProblemWriter;
import dev.everline.channel.api.http.SafeAdapter;
import dev.everline.channel.api.http.SafeHeaders;
import dev.everline.renewal.engine.HeartbeatRunner;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.Database;
import dev.everline.storage.DatabaseWatch;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
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
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the door together; only where there is a web server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class ApiConfiguration implements WebMvcConfigurer {

  static final String OPENAPI = "/api/v1/openapi.json";
  static final String HEALTH = "/healthz";
  static final String READY = "/readyz";

  /** What is answered without a token, to everybody alike. */
  static final List<String> OPEN = List.of(HEALTH, READY, OPENAPI);

  /** What needs a token. */
  private static final String OWN = "/api/v1/**";

  /** All that this door claims: what is neither open nor its own isn't there. */
  private static final String CLAIMED = "/api/**";

  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
    converters.addCustomConverter(new ApiJson(ApiJson.mapper()));
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors.addInterceptor(new NothingElse()).addPathPatterns(OWN);
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
   * The answer to a request that has failed already. By then its own door has looked at it; the
   * container comes here by itself and nobody can ask for it.
   */
  @Bean
  @Order(0)
  SecurityFilterChain failedSecurity(HttpSecurity http) {
    return http.securityMatcher(request -> request.getDispatcherType() == DispatcherType.ERROR)
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }

  /**
   * A request's path alone decides its door, never a header: a caller who could choose would choose
   * the one with the fewest rules.
   */
  @Bean
  @Order(50)
  SecurityFilterChain apiSecurity(
      HttpSecurity http,
      ApiTokens tokens,
      Database database,
      ProblemWriter problems,
      Failures failures) {
    String[] open = OPEN.toArray(String[]::new);
    // No cookie ever signs a request in, so there is nothing for a forged one to ride on.
    return closed(http, problems)
        .securityMatchers(paths -> paths.requestMatchers(CLAIMED).requestMatchers(open))
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(open)
                    .permitAll()
                    .requestMatchers(OWN)
                    .authenticated()
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            refusals ->
                refusals.authenticationEntryPoint(
                    (request, response, why) -> BearerTokens.refuse(request, response, problems)))
        .addFilterAfter(
            new BearerTokens(tokens, database, problems, failures),
            SecurityContextHolderFilter.class)
        .addFilterAfter(new BoundedBody(problems), AuthorizationFilter.class)
        .build();
  }

  /** What no door claims is there for nobody, whatever is mapped to it. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain unclaimedSecurity(HttpSecurity http, ProblemWriter problems) {
    return closed(http, problems)
        .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
        .exceptionHandling(
            refusals ->
                refusals.authenticationEntryPoint(
                    (request, response, why) -> notThere(response, problems)))
        .build();
  }

  private static HttpSecurity closed(HttpSecurity http, ProblemWriter problems) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(SafeHeaders.POLICY))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
        .exceptionHandling(
            refusals ->
                refusals.accessDeniedHandler(
                    (request, response, why) -> notThere(response, problems)));
  }

  private static void notThere(HttpServletResponse response, ProblemWriter problems)
      throws IOException {
    problems.write(response, ProblemAnswers.ofStatus(404).orElseThrow());
  }

  /** Paths, headers and methods that only somebody who looks for a way around rules sends. */
  @Bean
  RequestRejectedHandler rejected(ProblemWriter problems) {
    return (request, response, why) -> {
      SafeHeaders.on(response::setHeader);
      problems.write(response, ProblemAnswers.ofStatus(400).orElseThrow());
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerProblems() {
    return server -> {
      // Reading a language from a request would fail for one that lists many; what a header
      // can hold is bounded in any case.
      server.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(-1));
      server.addConnectorCustomizers(SafeAdapter::before);
      // The second is for what comes to no host: a method that isn't spoken here.
      server.addEngineValves(new PlainAccept(), new ContainerProblems());
      server.addContextCustomizers(
          context -> {
            if (context.getParent() instanceof StandardHost host) {
              host.setErrorReportValveClass(ContainerProblems.class.getName());
            }
          });
    };
  }
}

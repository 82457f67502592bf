package dev.everline.channel.web.door;

import static dev.everline.channel.web.door.PageAccess.EVERYBODY;
import static dev.everline.channel.web.door.PageAccess.SIGNED_IN;
import static dev.everline.channel.web.door.PageAccess.get;
import static dev.everline.channel.web.door.PageAccess.post;

import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Members;
import dev.everline.account.Places;
import dev.everline.account.Sessions;
import dev.everline.account.SignIn;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.PortalPaths;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.lan.HomeNetwork;
import dev.everline.storage.Database;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Who reaches the portal's pages, and how: the rules of all rooms, the session, step-up, uploads.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class DoorConfiguration {

  /** Nothing runs or is shown but what this server itself sends as a file. */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "worker-src 'self'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'");

  /** What the pages of all rooms are made with, and this room's own page. */
  @Bean
  PageAccess doorAccess() {
    return PageAccess.of(
        get("/portal/**", EVERYBODY), get("/webjars/**", EVERYBODY), post("/step-up", SIGNED_IN));
  }

  @Bean
  PortalRules portalRules(List<PageAccess> rooms) {
    return new PortalRules(rooms);
  }

  @Bean
  Callers callers(Places places) {
    return new Callers(places);
  }

  @Bean
  TrustedProxies trustedProxies(Environment environment) {
    return TrustedProxies.from(environment);
  }

  @Bean
  LanConnectors lanConnectors(
      HomeNetwork network,
      TrustedProxies proxies,
      ObjectProvider<PortalAddress> address,
      ObjectProvider<Doorstep> doorstep,
      Environment environment) {
    return new LanConnectors(
        network,
        new AddressGate(network, proxies, address::getObject, doorstep::getObject),
        environment.getProperty("everline.portal.origin", ""));
  }

  /** After the framework's own, of which the ways in from the home network take over some. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> waysIn(
      TrustedProxies proxies, LanConnectors connectors) {
    return server -> {
      proxies.install(server);
      connectors.install(server);
    };
  }

  @Bean
  StepUp stepUp(
      SignIn signIn,
      Sessions sessions,
      Places places,
      Members members,
      AuditTrail audit,
      Callers callers,
      PortalAddress address,
      Pages pages) {
    return new StepUp(signIn, sessions, places, members, audit, callers, address, pages);
  }

  @Bean
  CsrfTokenRepository formTokens() {
    return new FormTokens();
  }

  /** {@code everline.upload.at-once} files may be on their way at once, of all accounts. */
  @Bean
  UploadPermits uploadPermits(Environment environment) {
    return new UploadPermits(
        Binder.get(environment).bind(UploadPermits.SETTING, Integer.class).orElse(8));
  }

  @Bean
  @Order(100)
  SecurityFilterChain portalSecurity(
      HttpSecurity http,
      Sessions sessions,
      Database database,
      Invitations invitations,
      PortalRules rules,
      Pages pages,
      StepUp stepUp,
      UploadPermits uploadPermits,
      CsrfTokenRepository formTokens,
      HomeNetwork network) {
    Doorkeeper doorkeeper = new Doorkeeper(rules, pages, invitations);
    return http.securityMatcher(PortalPaths.ALL)
        // A new token at a sign-in only, which the sign-in sees to. Each request is authenticated
        // by its cookie; a new token each time would break the forms of pages already open.
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(formTokens)
                    .csrfTokenRequestHandler(new FormTokenReader())
                    .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
        // The sessions are ours, in the database; the container keeps none.
        .sessionManagement(
            container -> container.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                    .permissionsPolicyHeader(
                        permissions ->
                            permissions.policy("camera=(self), geolocation=(), microphone=()"))
                    // It counts for all ports of a name: at home also for the one where phones are
                    // taught what to trust, and for whatever else that machine serves.
                    .httpStrictTransportSecurity(
                        always ->
                            always.requestMatcher(
                                request -> request.isSecure() && network.lan().isEmpty()))
                    .frameOptions(frames -> frames.deny()))
        .authorizeHttpRequests(
            requests ->
                requests
                    // The end of an answer that was begun after its request was allowed.
                    .dispatcherTypeMatchers(DispatcherType.ASYNC)
                    .permitAll()
                    .anyRequest()
                    .access(rules))
        .exceptionHandling(
            refusals ->
                refusals.authenticationEntryPoint(doorkeeper).accessDeniedHandler(doorkeeper))
        .addFilterAfter(
            new SignedInBySession(sessions, database, pages), SecurityContextHolderFilter.class)
        .addFilterBefore(new UploadDoor(uploadPermits, pages), CsrfFilter.class)
        .addFilterAfter(asking(stepUp), AuthorizationFilter.class)
        .build();
  }

  /** Not a bean: the container would put that before all that it serves. */
  private static OncePerRequestFilter asking(StepUp stepUp) {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        if (stepUp.letsPass(request, response)) {
          chain.doFilter(request, response);
        }
      }
    };
  }

  @Bean
  static SettingNames portalSettingNames() {
    return SettingNames.below("everline", "portal.origin", "proxies", "upload.at-once");
  }
}

package dev.everline.channel.web.door;

import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Members;
import dev.everline.account.Places;
import dev.everline.account.Sessions;
import dev.everline.account.SignIn;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.ProblemPage;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.order.OrderWatch;
import dev.everline.kernel.ProblemType;
import dev.everline.renewal.Renewals;
import dev.everline.storage.Database;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
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
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Puts the portal together; only where there is a web server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class PortalConfiguration {

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

  /**
   * All but where programs come in: by the path alone, so that no header leads around the portal's
   * rules. What other doors claim besides comes to their chains first.
   */
  private static final RequestMatcher PORTAL =
      new NegatedRequestMatcher(
          new OrRequestMatcher(
              Stream.of("/api/**", "/carriers/**", "/actuator/**")
                  .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
                  .toList()));

  @Bean
  Pages pages(Accounts accounts) {
    ClassLoader loader = PortalConfiguration.class.getClassLoader();
    return new Pages(
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, loader, "dev.everline.channel.web"),
        accounts);
  }

  @Bean
  Callers callers(Places places) {
    return new Callers(places);
  }

  /** Where browsers find the portal, when a proxy doesn't tell: {@code everline.portal.origin}. */
  @Bean
  PortalAddress portalAddress(Environment environment) {
    return new PortalAddress(environment.getProperty("everline.portal.origin", ""));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(
      Environment environment) {
    return TrustedProxies.from(environment)::install;
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
  OrderWatch orderWatch(Renewals renewals) {
    return new OrderWatch(renewals);
  }

  @Bean
  @Order(100)
  SecurityFilterChain portalSecurity(
      HttpSecurity http,
      Sessions sessions,
      Database database,
      Invitations invitations,
      Pages pages,
      StepUp stepUp,
      UploadPermits uploadPermits,
      CsrfTokenRepository formTokens) {
    Doorkeeper doorkeeper = new Doorkeeper(pages, invitations);
    return http.securityMatcher(PORTAL)
        // A new token at a sign-in only, which the sign-in sees to. Each request is signed in anew,
        // by its cookie; a new token with each would spoil the forms of the pages already open.
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
                    .frameOptions(frames -> frames.deny()))
        .authorizeHttpRequests(
            requests ->
                requests
                    // The end of an answer that was begun after its request was allowed.
                    .dispatcherTypeMatchers(DispatcherType.ASYNC)
                    .permitAll()
                    .anyRequest()
                    .access(new PortalRules()))
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

  /** Lets a controller ask for its {@link Visit}. */
  @Bean
  WebMvcConfigurer visits(Pages pages) {
    HandlerMethodArgumentResolver resolver =
        new HandlerMethodArgumentResolver() {
          @Override
          public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType().equals(Visit.class);
          }

          @Override
          public Object resolveArgument(
              MethodParameter parameter,
              @Nullable ModelAndViewContainer container,
              NativeWebRequest request,
              @Nullable WebDataBinderFactory binders) {
            HttpServletRequest asked = request.getNativeRequest(HttpServletRequest.class);
            if (asked == null) {
              throw new IllegalStateException("a page was asked for by other than HTTP");
            }
            return pages.visit(asked);
          }
        };
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(resolver);
      }

      // A file that isn't there is told to people as a page; programs are the API's.
      @Override
      public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.addFirst(
            (request, response, handler, failure) -> {
              if (!(failure instanceof NoResourceFoundException) || !PORTAL.matches(request)) {
                return null;
              }
              try {
                pages.problem(request, response, ProblemPage.of(ProblemType.NOT_FOUND));
              } catch (IOException gone) {
                throw new UncheckedIOException(gone);
              }
              return new ModelAndView();
            });
      }
    };
  }
}

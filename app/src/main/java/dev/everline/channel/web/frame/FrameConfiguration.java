package dev.everline.channel.web.frame;

import dev.everline.account.Accounts;
import dev.everline.kernel.ProblemType;
import dev.everline.lan.HomeNetwork;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What every page of the portal is made with; only where there is a web server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class FrameConfiguration {

  @Bean
  Pages pages(Accounts accounts) {
    ClassLoader loader = FrameConfiguration.class.getClassLoader();
    return new Pages(
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, loader, "dev.everline.channel.web"),
        accounts);
  }

  /** Where browsers find the portal, when a proxy doesn't tell: {@code everline.portal.origin}. */
  @Bean
  PortalAddress portalAddress(Environment environment, HomeNetwork network) {
    return new PortalAddress(environment.getProperty("everline.portal.origin", ""), network);
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
              throw new IllegalStateException("a page was requested by something other than HTTP");
            }
            return pages.visit(asked);
          }
        };
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(resolver);
      }

      // People get a page when a file is missing; programs are answered by the API.
      @Override
      public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.addFirst(
            (request, response, handler, failure) -> {
              if (!(failure instanceof NoResourceFoundException)
                  || !PortalPaths.ALL.matches(request)) {
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

package dev.everline.channel.web.frame;

import java.util.stream.Stream;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which requests are the portal's. */
public final class PortalPaths {

  /**
   * All but where programs come in: by the path alone, so that no header leads around the portal's
   * rules. Other channels' own filter chains come first.
   */
  public static final RequestMatcher ALL =
      new NegatedRequestMatcher(
          new OrRequestMatcher(
              Stream.of("/api/**", "/carriers/**", "/actuator/**")
                  .<RequestMatcher>map(PathPatternRequestMatcher.withDefaults()::matcher)
                  .toList()));

  private PortalPaths() {}
}

package dev.everline;

import dev.everline.kernel.MicrosecondClock;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;

/** The modules put together: what the server and the commands that need a database run in. */
@SpringBootApplication(
    proxyBeanMethods = false,
    // There is no password to sign in with, so none is made up and printed.
    exclude = UserDetailsServiceAutoConfiguration.class)
@Modulithic(systemName = "Everline")
public class EverlineApplication {

  /** The time of day, in UTC; only tests and the demo put another in its place. */
  @Bean
  Clock clock() {
    return MicrosecondClock.system();
  }
}

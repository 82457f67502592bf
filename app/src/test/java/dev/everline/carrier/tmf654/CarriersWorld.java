package dev.everline.carrier.tmf654;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The carriers' module and the catalog's in a context of their own. Bears no stereotype, so that no
 * other context's scan finds it.
 */
@ComponentScan({"dev.everline.carrier", "dev.everline.catalog"})
class CarriersWorld {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}

package dev.everline.carrier.tmf654;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The carriers' module in a context of its own, with the catalog that comes with the program. Bears
 * no stereotype, so that no other context's scan finds it.
 */
@ComponentScan("dev.everline.carrier")
class CarriersWorld {

  @Bean
  Catalog catalog() {
    return CatalogLoader.builtIn().load();
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}

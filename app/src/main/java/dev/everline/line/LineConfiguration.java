package dev.everline.line;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.install.CatalogInUse;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.line.imports.LineImport;
import dev.everline.line.message.CarrierMessages;
import dev.everline.storage.AccountData;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Puts the module together. */
@Configuration(proxyBeanMethods = false)
class LineConfiguration {

  @Bean
  LineStore lineStore(DataSource dataSource, Seal seal) {
    return new LineStore(dataSource, seal);
  }

  @Bean
  SimHistory simHistory(DataSource dataSource, Seal seal) {
    return new SimHistory(dataSource, seal);
  }

  @Bean
  LineService lineService(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Catalog catalog,
      LineWatch watch,
      Clock clock) {
    return new LineService(dataSource, seal, ids, catalog, watch, clock);
  }

  @Bean
  LineCompletions lineCompletions(
      DataSource dataSource, Seal seal, Catalog catalog, LineWatch watch, Clock clock) {
    return new LineCompletions(dataSource, seal, catalog, watch, clock);
  }

  @Bean
  LineNotes lineNotes(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    return new LineNotes(dataSource, seal, ids, clock);
  }

  @Bean
  LineImport lineImport(
      DataSource dataSource,
      Seal seal,
      IdAllocator ids,
      Catalog catalog,
      LineWatch watch,
      Clock clock) {
    return new LineImport(dataSource, seal, ids, catalog, watch, clock);
  }

  @Bean
  CarrierMessages carrierMessages(
      Catalog catalog, Identifier identifier, LinkJudge links, CatalogInUse inUse) {
    return new CarrierMessages(catalog, identifier, links, inUse::messageForms);
  }

  @Bean
  LineSearch lineSearch(DataSource dataSource, Seal seal, Catalog catalog) {
    return new LineSearch(dataSource, seal, catalog);
  }

  @Bean
  @Order(20)
  AccountData lineData(LineStore store, LineService lines, LineNotes notes, SimHistory sims) {
    return new LineData(store, lines, notes, sims);
  }
}

package dev.everline.catalog;

import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.install.CatalogInUse;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.kernel.setting.SettingNames;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Loads the catalog at start, so that a wrong file of the owner's stops the start and nothing else.
 */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

  @Bean
  Catalog catalog(CatalogInUse inUse) {
    return inUse.catalog();
  }

  @Bean
  Identifier identifier(Catalog catalog, CatalogInUse inUse) {
    return new Identifier(catalog, inUse::simTables);
  }

  @Bean
  LinkJudge linkJudge(Catalog catalog) {
    return new LinkJudge(catalog);
  }

  @Bean
  static SettingNames catalogSettingNames() {
    return SettingNames.ofEnvironment("EVERLINE_CATALOG");
  }
}

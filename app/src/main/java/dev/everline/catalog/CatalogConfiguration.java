package dev.everline.catalog;

import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.kernel.setting.SettingNames;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the catalog once, at start, so that a wrong file stops the start and nothing else. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {

  @Bean
  Catalog catalog() {
    return CatalogLoader.fromEnvironment(System.getenv()).load();
  }

  @Bean
  Identifier identifier(Catalog catalog) {
    return CatalogLoader.fromEnvironment(System.getenv()).loadIdentifier(catalog);
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

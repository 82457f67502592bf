package dev.everline.catalog.install;

import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.storage.Transactions;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The bundles of the application's database. */
@Configuration(proxyBeanMethods = false)
class InstallConfiguration {

  @Bean
  TrustedKeys trustedKeys(Transactions transactions, Clock clock) {
    return new TrustedKeys(transactions, clock);
  }

  @Bean
  Bundles bundles(Transactions transactions, TrustedKeys trustedKeys, Clock clock) {
    return new Bundles(transactions, trustedKeys, clock);
  }

  @Bean
  BundleCopy bundleCopy() {
    return BundleCopy.in(System.getenv());
  }

  @Bean
  CatalogInUse catalogInUse(Bundles bundles, BundleCopy copy) {
    return new CatalogInUse(bundles, System.getenv(), copy);
  }

  @Bean
  BundleSettings bundleSettings(Environment environment) {
    return BundleSettings.from(environment);
  }

  @Bean
  BundleSource bundleSource() {
    return new BundleSource();
  }

  @Bean
  static SettingNames bundleSettingNames() {
    return BundleSettings.names();
  }

  /** A command does one thing and ends. */
  @Bean
  @ConditionalOnWebApplication
  CatalogWatch catalogWatch(CatalogInUse inUse, List<CatalogListener> listeners) {
    return new CatalogWatch(inUse, listeners);
  }
}

package dev.everline.notice.push;

import dev.everline.kernel.setting.DataFolder;
import dev.everline.kernel.setting.SettingNames;
import dev.everline.notice.Notices;
import dev.everline.storage.AccountData;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Settings {@code everline.push.*}: {@code keys}, the file of the keys; {@code contact}, where a
 * push service can reach the sender; {@code loopback}, for tests.
 */
@Configuration(proxyBeanMethods = false)
class PushConfiguration {

  @Bean
  PushKeys pushKeys(Environment environment) {
    String named = environment.getProperty("everline.push.keys");
    return new PushKeys(
        named == null || named.isBlank()
            ? DataFolder.fromEnvironment(System.getenv()).resolve("push-keys")
            : Path.of(named));
  }

  @Bean
  PushService pushService(PushKeys keys, Environment environment) {
    return new PushService(
        keys,
        new PushHosts(
            Binder.get(environment).bind("everline.push.loopback", Boolean.class).orElse(false)),
        environment.getProperty("everline.push.contact", "mailto:everline@example.org"));
  }

  @Bean
  PushDevices pushDevices(DataSource dataSource, Seal seal, IdAllocator ids, Clock clock) {
    return new PushDevices(dataSource, seal, ids, clock);
  }

  @Bean
  PushQueue pushQueue(DataSource dataSource, Seal seal, Clock clock) {
    return new PushQueue(dataSource, seal, clock);
  }

  /** Only a server sends messages; commands at the command line do just what they are asked. */
  @Bean
  @ConditionalOnWebApplication
  PushDelivery pushDelivery(
      PushQueue queue, PushService service, Notices notices, PushSubjects subjects, Clock clock) {
    return new PushDelivery(queue, service, new PushText(notices, subjects), clock);
  }

  @Bean
  @ConditionalOnWebApplication
  PushRunner pushRunner(PushDelivery delivery) {
    return new PushRunner(delivery);
  }

  @Bean
  AccountData pushData(PushDevices devices) {
    return new PushData(devices);
  }

  @Bean
  static SettingNames pushSettingNames() {
    return SettingNames.below("everline.push", "keys", "contact", "loopback");
  }
}

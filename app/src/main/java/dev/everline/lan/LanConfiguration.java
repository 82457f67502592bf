package dev.everline.lan;

import dev.everline.kernel.setting.SettingNames;
import dev.everline.lan.announce.Announcer;
import dev.everline.lan.certificate.Certificates;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The home network's way in, where {@code everline.lan.on} asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class LanConfiguration {

  @Bean
  HomeNetwork homeNetwork(Environment environment, Clock clock) {
    LanSettings settings = LanSettings.from(environment);
    return new HomeNetwork(settings.on() ? lan(settings, clock) : null);
  }

  private static Lan lan(LanSettings settings, Clock clock) {
    Certificates certificates =
        settings.certificate() == null || settings.key() == null
            ? Certificates.ofOwnAuthority(
                settings.folder(),
                settings.name() == null ? LanSettings.USUAL_NAME : settings.name(),
                clock)
            : Certificates.given(settings.certificate(), settings.key(), settings.name(), clock);
    return new Lan(
        certificates,
        LanName.isAnnounced(certificates.name())
            ? new Announcer(certificates.name(), Interfaces::toAnnounce)
            : null,
        settings.port(),
        settings.setupPort());
  }

  @Bean
  LanUpkeep lanUpkeep(HomeNetwork network) {
    return new LanUpkeep(network.lan().orElse(null));
  }

  @Bean
  static SettingNames lanSettingNames() {
    return SettingNames.below(
        LanSettings.PREFIX, "on", "name", "port", "setup-port", "certificate", "key", "folder");
  }
}

package dev.everline.channel.cli.settings;

import dev.everline.kernel.setting.SettingNames;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
class UnknownSettingsConfiguration {

  /** Before anything is made that reads settings, or opens the database. */
  @Bean
  static BeanFactoryPostProcessor noUnknownSettings(ConfigurableEnvironment environment) {
    return beans ->
        new UnknownSettings(beans.getBeansOfType(SettingNames.class, true, false).values())
            .refuse(environment);
  }

  @Bean
  static SettingNames commandLineSettings() {
    return SettingNames.ofEnvironment(
            "EVERLINE_BACKUP_PASSPHRASE",
            "EVERLINE_DEBUG",
            "EVERLINE_HOME",
            // What the launcher reads.
            "EVERLINE_BUILD",
            "EVERLINE_JAVA_OPTS",
            "EVERLINE_JVM_FOLDERS")
        // What the launcher says.
        .and(SettingNames.below("everline", "columns", "launcher", "postgresql"));
  }
}

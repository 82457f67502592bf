package dev.everline;

import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.storage.StorageSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * The application as it is shipped, but for where its database is: for commands, which start it
 * from a class.
 */
@Import(EverlineApplication.class)
public class OnTestDatabase {

  private static volatile @Nullable StorageSettings current;

  /** What is started next is on this database. */
  public static Class<?> at(StorageSettings settings) {
    current = settings;
    return OnTestDatabase.class;
  }

  @Bean
  @Primary
  StorageSettings settingsOfTheTest() {
    return Objects.requireNonNull(current);
  }

  /** Beside the keys of the test, not in the home of whoever runs it. */
  @Bean
  @Primary
  BundleCopy bundleCopyOfTheTest(StorageSettings settings) {
    String database = Integer.toHexString(Objects.hashCode(settings.url()));
    return new BundleCopy(
        Objects.requireNonNull(settings.keys()).resolveSibling(database + ".bundle"));
  }
}

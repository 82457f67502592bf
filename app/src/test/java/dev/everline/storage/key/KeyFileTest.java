package dev.everline.storage.key;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The file of the keys, by itself. */
class KeyFileTest {

  @TempDir private Path folder;

  @Test
  void oneThatEverybodyMayReadIsWarnedOfWithWhatToDo() throws IOException {
    KeyFile file = new KeyFile(folder.resolve("keys.json"));
    file.create();

    assertThat(warnings(file)).isEmpty();
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(warnings(file)).isEmpty();
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(warnings(file)).singleElement().asString().contains("chmod 600 " + file.path());
  }

  private static List<String> warnings(KeyFile file) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(KeyFile.class);
    log.start();
    logger.addAppender(log);
    try {
      file.warnIfOthersMayRead();
    } finally {
      logger.detachAppender(log);
    }
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}

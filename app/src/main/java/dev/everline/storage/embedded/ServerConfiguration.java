package dev.everline.storage.embedded;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What the server is told in its configuration file, {@code everline.conf}. */
final class ServerConfiguration {

  private ServerConfiguration() {}

  static String text(int port) {
    return """
        # Written by Everline at each start. Durable: an acknowledged commit survives a crash.
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        shared_buffers = %dMB
        max_wal_size = 2GB
        checkpoint_timeout = 15min
        jit = off
        # A file of the log is not filled with zeros before it is written: half the writing, as durable.
        wal_init_zero = off
        # Plans are the same whatever the values; sampling tables for them took seconds a minute.
        default_statistics_target = 20
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_min_messages = warning
        log_min_error_statement = panic
        log_parameter_max_length_on_error = 0
        """
        .formatted(port, sharedBuffersMiB());
  }

  /**
   * A thirty-second of the machine's memory, from 128 to 512 MiB. Only what is used of it is ever
   * resident: a household's few pages stay few.
   */
  private static long sharedBuffersMiB() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return Math.clamp(memory / 32 / (1 << 20), 128, 512);
  }
}

package dev.everline.storage.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses the port that the server listens on, and remembers it for its next start. */
final class ServerPort {

  /**
   * From here to {@link #PORTS_END} no system takes the ports of outgoing connections, one of which
   * might hold the server's port when it comes back to it.
   */
  private static final int PORTS_BEGIN = 20_000;

  private static final int PORTS_END = 32_000;
  private static final int PORT_TRIES = 100;

  private final Path file;

  ServerPort(Path home) {
    this.file = home.resolve("port");
  }

  void remember(int port) throws IOException {
    Files.writeString(file, Integer.toString(port));
  }

  /** The port it had before where that is free, so that connection pools find it again. */
  int free() throws IOException {
    if (Files.exists(file)) {
      int before = Integer.parseInt(Files.readString(file).strip());
      if (isFree(before)) {
        return before;
      }
    }
    // By lot, so that two servers that start at once rarely try the same.
    for (int attempt = 0; attempt < PORT_TRIES; attempt++) {
      int some = ThreadLocalRandom.current().nextInt(PORTS_BEGIN, PORTS_END);
      if (isFree(some)) {
        return some;
      }
    }
    throw new IOException("no port is free from " + PORTS_BEGIN + " to " + PORTS_END);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}

package dev.everline.carrier.tmf654;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A server on a real socket that plays what no decent server does: cuts, silence, a trickle of
 * bytes, garbage. Counts what reaches it.
 */
final class PlayedServer implements AutoCloseable {

  /** What the server got. */
  record Request(String method, String target, Map<String, String> headers, String body) {

    String path() {
      return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    }
  }

  /** What the server does with a connection after a request; true keeps it open. */
  interface Play {
    boolean reply(OutputStream out, CountDownLatch closing) throws IOException;
  }

  private final ServerSocket listening;
  private final Function<Request, Play> script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread acceptor;

  PlayedServer(Function<Request, Play> script) {
    this.script = script;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  static Play answer(int status, String body, String... headers) {
    return (out, closing) -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Played\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      return true;
    };
  }

  static Play raw(String text) {
    return (out, closing) -> {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      return false;
    };
  }

  static Play cut() {
    return (out, closing) -> false;
  }

  static Play silence() {
    return (out, closing) -> {
      await(closing, 60_000);
      return false;
    };
  }

  /** Begins an answer and sends a byte now and then, for as long as anybody listens. */
  static Play trickle() {
    return (out, closing) -> {
      out.write(
          "HTTP/1.1 201 Created\r\nContent-Length: 100000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 100_000 && closing.getCount() > 0; i++) {
        out.write(' ');
        out.flush();
        await(closing, 5);
      }
      return false;
    };
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> posts() {
    return requests.stream()
        .filter(request -> request.method().equals("POST"))
        .filter(request -> request.path().endsWith("/topupBalance"))
        .toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean goOn = true;
      while (goOn) {
        String first = line(in);
        if (first.isEmpty()) {
          return;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          int colon = header.indexOf(':');
          headers.put(
              header.substring(0, colon).toLowerCase(Locale.ROOT),
              header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] parts = first.split(" ", 3);
        Request request = new Request(parts[0], parts[1], headers, body);
        requests.add(request);
        goOn = script.apply(request).reply(socket.getOutputStream(), closing);
      }
    } catch (IOException gone) {
      // The client has had enough.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void await(CountDownLatch closing, long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns when no connection is taken any more: the port is let go by the thread that accepts.
   */
  @Override
  public void close() throws IOException {
    closing.countDown();
    listening.close();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }
}

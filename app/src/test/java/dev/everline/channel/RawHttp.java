package dev.everline.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes as they are: clients of the usual kind refuse to send what strangers do. */
public final class RawHttp {

  private static final int MILLISECONDS_TO_ANSWER = 60_000;

  private RawHttp() {}

  /**
   * An answer.
   *
   * @param status 0 when the server closed without one
   * @param headers by their names in small letters; of several only the last
   */
  public record Answer(int status, Map<String, String> headers, String body) {

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** A request that ends its connection: its line, more headers, and a body or none. */
  public static Answer send(int port, String line, Map<String, String> headers, byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    write(request, line + "\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n");
    headers.forEach((name, value) -> write(request, name + ": " + value + "\r\n"));
    if (body.length > 0 || line.startsWith("POST")) {
      write(request, "Content-Length: " + body.length + "\r\n");
    }
    write(request, "\r\n");
    request.writeBytes(body);
    return send(port, request.toByteArray());
  }

  /** Each character of the text is a byte. */
  private static void write(ByteArrayOutputStream request, String text) {
    request.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public static Answer send(int port, byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(MILLISECONDS_TO_ANSWER);
      byte[] answer;
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
        answer = socket.getInputStream().readAllBytes();
      } catch (java.net.SocketException closedBeforeAllWasSent) {
        return new Answer(0, Map.of(), "");
      }
      return read(new String(answer, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Answer read(String answer) {
    if (!answer.startsWith("HTTP/1.1 ")) {
      return new Answer(0, Map.of(), answer);
    }
    int end = answer.indexOf("\r\n\r\n");
    Map<String, String> headers = new TreeMap<>();
    answer
        .substring(0, end)
        .lines()
        .skip(1)
        .map(header -> header.split(":", 2))
        .forEach(parts -> headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip()));
    return new Answer(
        Integer.parseInt(answer.substring(9, 12)), headers, answer.substring(end + 4));
  }
}

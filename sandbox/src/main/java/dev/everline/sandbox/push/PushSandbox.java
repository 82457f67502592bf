package dev.everline.sandbox.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The push service; it listens on this machine only, until it is closed. */
public final class PushSandbox implements AutoCloseable {

  private static final int LARGEST_BODY = 4_096;
  private static final Duration LONGEST_TOKEN = Duration.ofHours(24);
  private static final Pattern VAPID =
      Pattern.compile("vapid t=([\\w-]+)\\.([\\w-]+)\\.([\\w-]+), ?k=([\\w-]+)");

  /** A bound for a busy machine; what is waited for is taken as soon as it is there. */
  private static final int PATIENCE_SECONDS = 60;

  /**
   * A message as its browser reads it.
   *
   * @param ttl seconds for which the sender wanted it kept
   * @param contact where the sender can be asked
   */
  public record Message(String text, int ttl, String topic, String contact) {}

  private record Instruction(int status, @Nullable Integer retryAfter) {}

  private final HttpServer server;
  private final JsonMapper json = JsonMapper.builder().build();
  private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Message>> taken = new ConcurrentHashMap<>();
  private final Deque<Instruction> instructions = new ConcurrentLinkedDeque<>();
  private final AtomicInteger requests = new AtomicInteger();

  private PushSandbox(HttpServer server) {
    this.server = server;
  }

  public static PushSandbox start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      PushSandbox sandbox = new PushSandbox(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/push/", sandbox::take);
      server.start();
      return sandbox;
    } catch (IOException failure) {
      throw new UncheckedIOException("the push sandbox can't listen", failure);
    }
  }

  /**
   * A browser subscribes.
   *
   * @param applicationServerKey of the only one who may send to it, in base64url
   */
  public Subscriber subscribe(String applicationServerKey) {
    String id = UUID.randomUUID().toString();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/push/" + id);
    Subscriber subscriber = new Subscriber(endpoint, applicationServerKey);
    subscribers.put(endpoint.getPath(), subscriber);
    taken.put(endpoint.getPath(), new LinkedBlockingQueue<>());
    return subscriber;
  }

  /** A browser ends its subscription: from now on 410. */
  public void forget(Subscriber subscriber) {
    subscribers.remove(subscriber.endpoint().getPath());
  }

  /**
   * Answers the next request by a status, and nothing is delivered; several stand in line.
   *
   * @param retryAfter seconds, or null for no such header
   */
  public void answerNext(int status, @Nullable Integer retryAfter) {
    instructions.add(new Instruction(status, retryAfter));
  }

  /** Waits for the next message to a browser. */
  public Message next(Subscriber subscriber) {
    return waitedFor(queue(subscriber), "no message came");
  }

  /** Messages to a browser that nobody has looked at yet. */
  public int waiting(Subscriber subscriber) {
    return queue(subscriber).size();
  }

  /** How many requests there were so far. */
  public int requests() {
    return requests.get();
  }

  private BlockingQueue<Message> queue(Subscriber subscriber) {
    BlockingQueue<Message> queue = taken.get(subscriber.endpoint().getPath());
    if (queue == null) {
      throw new IllegalStateException("not subscribed here");
    }
    return queue;
  }

  private static <T> T waitedFor(BlockingQueue<T> queue, String otherwise) {
    try {
      T found = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (found == null) {
        throw new IllegalStateException(otherwise);
      }
      return found;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      Instruction instruction = instructions.poll();
      int status;
      if (instruction != null) {
        status = instruction.status();
        Integer after = instruction.retryAfter();
        if (after != null) {
          exchange.getResponseHeaders().add("Retry-After", after.toString());
        }
      } else {
        status = deliver(exchange, body);
      }
      if (status == 201) {
        exchange.getResponseHeaders().add("Location", "/message/" + UUID.randomUUID());
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** By RFC 8030, with the limits that the browsers' services have. */
  private int deliver(HttpExchange exchange, byte[] body) {
    String path = exchange.getRequestURI().getPath();
    Subscriber subscriber = subscribers.get(path);
    BlockingQueue<Message> queue = taken.get(path);
    if (subscriber == null || queue == null) {
      return queue == null ? 404 : 410;
    }
    String ttl = exchange.getRequestHeaders().getFirst("TTL");
    String topic = exchange.getRequestHeaders().getFirst("Topic");
    boolean rightForm =
        exchange.getRequestMethod().equals("POST")
            && ttl != null
            && ttl.matches("[0-9]{1,9}")
            && (topic == null || topic.matches("[\\w-]{1,32}"))
            && "aes128gcm".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    if (!rightForm) {
      return 400;
    }
    if (body.length > LARGEST_BODY) {
      return 413;
    }
    String contact = contact(exchange.getRequestHeaders().getFirst("Authorization"), subscriber);
    if (contact == null) {
      return 403;
    }
    try {
      queue.add(
          new Message(
              subscriber.read(body), Integer.parseInt(ttl), topic == null ? "" : topic, contact));
      return 201;
    } catch (GeneralSecurityException sealedForAnother) {
      return 400;
    }
  }

  /** The sender, or null when the token doesn't prove that they may send. */
  private @Nullable String contact(@Nullable String authorization, Subscriber subscriber) {
    Matcher vapid = VAPID.matcher(authorization == null ? "" : authorization);
    if (!vapid.matches() || !vapid.group(4).equals(subscriber.applicationServerKey())) {
      return null;
    }
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(Subscriber.publicKey(decoded(vapid.group(4))));
      signature.update((vapid.group(1) + "." + vapid.group(2)).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(decoded(vapid.group(3)))) {
        return null;
      }
    } catch (GeneralSecurityException noSignature) {
      return null;
    }
    JsonNode claims = json.readTree(decoded(vapid.group(2)));
    Instant ends = Instant.ofEpochSecond(claims.path("exp").asLong());
    Instant now = Instant.now();
    URI endpoint = subscriber.endpoint();
    boolean forUs = claims.path("aud").asString("").equals("http://" + endpoint.getRawAuthority());
    boolean timely = ends.isAfter(now) && ends.isBefore(now.plus(LONGEST_TOKEN));
    return forUs && timely ? claims.path("sub").asString("") : null;
  }

  private static byte[] decoded(String base64url) {
    return Base64.getUrlDecoder().decode(base64url);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package dev.everline.carrier.tmf654;

import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over one of the kept connections and waits for the whole answer, within bounds
 * of time and size. Never follows a redirect and never sends a request twice: the client repeats
 * only what the standard calls safe, and a top-up is not ({@code
 * jdk.httpclient.enableAllMethodRetry} stays off, and a test counts).
 *
 * <p>Causes name what happened and never the address, which holds the line's number.
 */
final class Wire implements AutoCloseable {

  private static final String REPEAT_ALL = "jdk.httpclient.enableAllMethodRetry";
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
  private static final BodyHandler<String> BODY =
      BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES);

  private final HttpClient client;
  private final Duration deadline;

  /**
   * @param deadline the longest time of a call; a connection is given half of it at most, so that
   *     one that never opens is told from a request that was never answered
   */
  Wire(Duration deadline) {
    requireNoRepeats(System.getProperty(REPEAT_ALL));
    this.deadline = deadline;
    Duration half = deadline.dividedBy(2);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /**
   * Refuses to run where the JDK is told to repeat whatever was cut off: a top-up would be paid
   * twice.
   *
   * @param repeatAll the system property's value, or null when it isn't set
   */
  static void requireNoRepeats(@Nullable String repeatAll) {
    if (repeatAll != null && (repeatAll.isEmpty() || Boolean.parseBoolean(repeatAll))) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The system property "
              + REPEAT_ALL
              + " is on, so that a top-up whose connection is cut would be sent twice;"
              + " start without it.");
    }
  }

  Reply send(HttpRequest request, Deadline until) {
    long left = until.remaining();
    if (left == 0) {
      return new Reply.NotSent("no time was left to send");
    }
    CompletableFuture<HttpResponse<String>> response;
    try {
      response = client.sendAsync(request, BODY);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      return new Reply.NotSent("the client refused the request");
    }
    try {
      HttpResponse<String> got = response.get(left, TimeUnit.NANOSECONDS);
      return new Reply.Answered(got.statusCode(), got.body(), total(got));
    } catch (TimeoutException late) {
      response.cancel(true);
      return new Reply.Lost("no answer within " + deadline.toMillis() + " ms");
    } catch (InterruptedException stopped) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      return new Reply.Lost("interrupted while waiting for the answer");
    } catch (CancellationException cancelled) {
      return new Reply.Lost("cancelled while waiting for the answer");
    } catch (ExecutionException failed) {
      return failure(failed.getCause());
    }
  }

  private static Reply failure(@Nullable Throwable cause) {
    return switch (cause) {
      case ConnectException refused -> new Reply.NotSent("the connection was refused");
      case HttpConnectTimeoutException slow -> new Reply.NotSent("the connection didn't open");
      case IOException cut ->
          new Reply.Lost("the connection was cut, or the answer is malformed or above 1 MiB");
      case null, default ->
          new Reply.Lost("the exchange failed: " + (cause == null ? "?" : cause.getClass()));
    };
  }

  private static OptionalLong total(HttpResponse<String> response) {
    try {
      return response.headers().firstValueAsLong("X-Total-Count");
    } catch (NumberFormatException unreadable) {
      return OptionalLong.empty();
    }
  }

  /** Lets the requests under way end within the deadline. */
  @Override
  public void close() {
    client.shutdown();
    try {
      client.awaitTermination(deadline);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}

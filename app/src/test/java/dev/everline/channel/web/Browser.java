package dev.everline.channel.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser without JavaScript: keeps cookies, sends forms with the token that pages give. */
public final class Browser {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");

  /** An answer. */
  public record Page(int status, String text, HttpResponse<String> whole) {

    public String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }

    /** Where it sends the browser, without the server's own address. */
    public String location() {
      return header("Location").replaceFirst("^https?://[^/]+", "");
    }

    public List<String> cookies() {
      return whole.headers().allValues("Set-Cookie");
    }

    public String field(String name) {
      Matcher found =
          Pattern.compile("name=\"" + Pattern.quote(name) + "\" value=\"([^\"]*)\"").matcher(text);
      if (!found.find()) {
        throw new IllegalStateException("no field " + name + " in " + text);
      }
      return found.group(1);
    }
  }

  private final PortalServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Several threads of a test may send at once. */
  public final Map<String, String> cookies = new ConcurrentHashMap<>();

  public final Map<String, String> headers = new HashMap<>(Map.of("Accept-Language", "en"));
  public String name = "";

  /** Sends tokens that no page gave. */
  public boolean forgesTokens;

  public Browser(PortalServer server) {
    this.server = server;
  }

  public String cookie(String wanted) {
    return cookies.getOrDefault(wanted, "");
  }

  public Page get(String path) {
    return send("GET", path, Map.of());
  }

  /** What isn't text. */
  public HttpResponse<byte[]> file(String path) {
    return send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** A stream, line by line as it comes. */
  public HttpResponse<Stream<String>> stream(String path) {
    return send(request(path).build(), HttpResponse.BodyHandlers.ofLines());
  }

  /** Sends a file as it is. */
  public Page send(String path, byte[] file) {
    String token = token();
    HttpResponse<String> answer =
        send(
            request(path)
                .header("X-XSRF-TOKEN", token)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new Page(answer.statusCode(), answer.body(), answer);
  }

  /** Takes a token from the sign-in page, which everybody may see, and sends the form. */
  public Page post(String path, Map<String, String> form) {
    Map<String, String> whole = new HashMap<>(form);
    whole.put("_csrf", token());
    return send("POST", path, whole);
  }

  /** The same with fields that stand more than once. */
  public Page post(String path, List<Map.Entry<String, String>> form) {
    List<Map.Entry<String, String>> whole = new ArrayList<>(form);
    whole.add(Map.entry("_csrf", token()));
    return send(
        "POST",
        path,
        "application/x-www-form-urlencoded",
        HttpRequest.BodyPublishers.ofString(encode(whole)));
  }

  /** Sends a file as a form does. */
  public Page postFile(String path, String name, byte[] file) {
    String boundary = "----everline-test";
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%s\r\n--%s\r\n"
                .formatted(boundary, token(), boundary)
            + "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n".formatted(name)
            + "Content-Type: text/csv\r\n\r\n";
    return send(
        "POST",
        path,
        "multipart/form-data; boundary=" + boundary,
        HttpRequest.BodyPublishers.concat(
            HttpRequest.BodyPublishers.ofString(head),
            HttpRequest.BodyPublishers.ofByteArray(file),
            HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")));
  }

  public Page postWithoutToken(String path, Map<String, String> form) {
    return send("POST", path, form);
  }

  public String token() {
    if (forgesTokens) {
      return "forged";
    }
    // Any page with a form has one; the address is one that nobody is kept from.
    Matcher found = TOKEN.matcher(get("/join").text());
    if (!found.find()) {
      throw new IllegalStateException("the page gives no token");
    }
    return found.group(1);
  }

  /** Follows to where a page sends the browser. */
  public Page follow(Page page) {
    return get(page.location());
  }

  public Page signIn(String password) {
    return post("/sign-in", Map.of("name", name, "password", password));
  }

  private Page send(String method, String path, Map<String, String> form) {
    return send(
        method,
        path,
        "application/x-www-form-urlencoded",
        HttpRequest.BodyPublishers.ofString(encode(form.entrySet())));
  }

  private static String encode(Collection<Map.Entry<String, String>> form) {
    return form.stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private Page send(String method, String path, String type, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request = request(path);
    if (method.equals("POST")) {
      request.header("Content-Type", type);
      request.POST(body);
    }
    HttpResponse<String> answer = send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Page(answer.statusCode(), answer.body(), answer);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofMinutes(2));
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> reader) {
    HttpResponse<T> answer;
    try {
      answer = http.send(request, reader);
    } catch (IOException failure) {
      throw new IllegalStateException(request.method() + " " + request.uri(), failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
    answer.headers().allValues("Set-Cookie").forEach(this::keep);
    return answer;
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    int equals = pair.indexOf('=');
    String value = pair.substring(equals + 1);
    if (value.isEmpty()) {
      cookies.remove(pair.substring(0, equals));
    } else {
      cookies.put(pair.substring(0, equals), value);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

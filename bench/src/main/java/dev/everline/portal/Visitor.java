package dev.everline.portal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A member who is signed in at the portal, as their browser would be. */
public final class Visitor {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]*)\"");
  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI address;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  private Visitor(URI address) {
    this.address = address;
  }

  /** Becomes a member by a code, with a password. */
  static Visitor join(URI address, String code, String name)
      throws IOException, InterruptedException {
    Visitor visitor = new Visitor(address);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> form = visitor.send(client, visitor.asking("/join").build());
      Matcher token = TOKEN.matcher(form.body());
      if (!token.find()) {
        throw new IOException("the page to join gives no token: " + form.statusCode());
      }
      String fields =
          Map.of(
                  "_csrf",
                  token.group(1),
                  "code",
                  code,
                  "name",
                  name,
                  "password",
                  "four plain garden words")
              .entrySet()
              .stream()
              .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
              .collect(Collectors.joining("&"));
      HttpResponse<String> joined =
          visitor.send(
              client,
              visitor
                  .asking("/join")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(fields))
                  .build());
      if (joined.statusCode() != 303) {
        throw new IOException("the code was not taken: " + joined.statusCode());
      }
    }
    return visitor;
  }

  private HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.split(";", 2)[0];
      int equals = pair.indexOf('=');
      cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return answer;
  }

  /** By name; the session is among them. */
  public Map<String, String> cookies() {
    return Map.copyOf(cookies);
  }

  /** As the header says them. */
  public String cookieHeader() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** A request of this visitor's, to be built on. */
  public HttpRequest.Builder asking(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .header("Accept", "text/html")
            .header("Accept-Language", "en");
    return cookies.isEmpty() ? request : request.header("Cookie", cookieHeader());
  }

  /** A page, as text; the visitor stays signed in. */
  public HttpResponse<String> read(HttpClient client, String path)
      throws IOException, InterruptedException {
    return client.send(asking(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Where a page's links lead to, on this server, without what is behind a hash. */
  public static List<String> links(String page) {
    return LINK.matcher(page)
        .results()
        .map(link -> link.group(1).replace("&amp;", "&"))
        .distinct()
        .toList();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

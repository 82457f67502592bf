package dev.everline.channel.web;

import dev.everline.MutatedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes requests as strangers send them: each part is now and then one that its reader doesn't
 * expect. All text is bytes, one to a character, so that it needn't be text.
 */
final class StrangeRequests {

  /** For a path's variable, a parameter's, a cookie's or a header's value. */
  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "x",
          "x%00y",
          "%00",
          "%ff",
          "%C3%28",
          "%ED%A0%80",
          "%F0%9F%98%80",
          "%E2%80%8F",
          "%zz",
          "%",
          "%2e%2e%2f",
          "\u00ff\u00fe",
          "\u00c3(",
          "ln_0G00000000001X",
          "or_ZZZZZZZZZZZZZZ",
          "tk_00000000000000",
          "9223372036854775808",
          "-9223372036854775809",
          "99999999999999999999999999",
          "1e999999999",
          "-1",
          "0x10",
          "NaN",
          "2026-02-30",
          "+999999999-01-01",
          "0000-00-00",
          "2026-11-30T99:99:99Z",
          "'",
          "\"",
          "' OR 1=1 --",
          "${7*7}",
          "{{7*7}}",
          "<script>",
          "a".repeat(3_000),
          "%F0%9F%98%80".repeat(300),
          "null",
          "true",
          "[]",
          "a=b&a=c",
          "\t",
          "a;b",
          "a,b,,");

  private static final List<String> JSON =
      List.of(
          "{}",
          "[]",
          "null",
          "1",
          "\"x\"",
          "",
          "{\"valid_until\": 99999999999999999999}",
          "{\"valid_until\": -99999999999999999999999999999999999999999999}",
          "{\"price_ceiling\": {\"amount\": \"1e999999999\", \"currency\": \"USD\"}}",
          "{\"price_ceiling\": {\"amount\": 1e999999999, \"currency\": \"USD\"}}",
          "{\"amount\": {\"amount\": \"9999999999999999999999.99\", \"currency\": \"USD\"}}",
          "{\"amount\": {\"amount\": \"1\", \"currency\": \"\\u0000\"}}",
          "{\"amount\": 9223372036854775808}",
          "{\"label\": \"\\u0000\"}",
          "{\"label\": \"\\ud800\"}",
          "{\"label\": \"\\udc00\\ud800\", \"tags\": [\"\\u0000\"]}",
          "{\"tags\": [\"\\ud83d\"]}",
          "{\"tags\": {\"a\": 1}}",
          "{\"carrier\": \"mint\", \"msisdn\": \"\\u0000\"}",
          "{\"number\": 12125550100}",
          "{\"renewed_by\": 9223372036854775808}",
          "{\"renewed_by\": \"\\ud800\"}",
          "{\"plan\": 1e400}",
          "{\"kind\": \"WHOLE_PERIOD\", \"count\": 99999999999999999999}",
          "{\"kind\": \"WHOLE_PERIOD\", \"count\": 2147483648}",
          "{\"kind\": \"WHOLE_PERIOD\", \"count\": 1e999999999}",
          "{\"kind\": 1}",
          "{\"identifier\": \"\\u0000\"}",
          "{\"identifier\": \"\\ud800\"}",
          "{\"\\u0000\": 1}",
          "{\"\\ud800\": 1}",
          "{\"a\": 1, \"a\": 1}",
          "{\"a\": " + "9".repeat(2_000) + "}",
          "[".repeat(20_000),
          "{\"a\":".repeat(8_000),
          "\u00ff\u00fe{\u0000}\u0000",
          "\u00ef\u00bb\u00bf{}",
          "{\"label\": \"\u00c3(\"}");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=x",
          "application/json; charset=none",
          "application/json; charset=utf-16",
          "text/plain",
          "a/b/c",
          "*/*",
          "\u00ff",
          "application/x-www-form-urlencoded; charset=%");

  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Language",
          "Accept-Encoding",
          "Accept-Charset",
          "Idempotency-Key",
          "Last-Event-ID",
          "Range",
          "If-Range",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "User-Agent",
          "Referer",
          "Origin",
          "X-Forwarded-For",
          "X-Forwarded-Proto",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "X-Requested-With",
          "X-CSRF-TOKEN",
          "X-XSRF-TOKEN",
          "Authorization",
          "Content-Encoding",
          "Expect",
          "Access-Control-Request-Method",
          "Upgrade",
          "TE");

  private static final List<String> HEADER_VALUES =
      List.of(
          "bytes=0-",
          "bytes=5-1",
          "bytes=-99999999999999999999",
          "bytes=" + "0-1,".repeat(200),
          "Bearer",
          "Bearer \u00ff",
          "Bearer tk_0G00000000001X." + "A".repeat(43),
          "Bearer tk_0G00000000001X.=%%",
          "Basic ====",
          "a/b;q=2",
          "application/json;charset=utf-16",
          "application/json;charset=iso-8859-1",
          "application/*;charset=utf-32",
          "text/html;charset=utf-16",
          "text/csv;charset=none, */*;q=0.1",
          "application/problem+json;charset=utf-7",
          "utf-16;q=1, *;q=0",
          "*/*;q=x",
          "en;q=9,,-;",
          "W/\"x",
          "Thu, 99 Foo 2026 99:99:99 GMT",
          "100-continue",
          "https, http",
          "65536",
          "gzip");

  private static final List<String> FIELDS =
      List.of(
          "name",
          "password",
          "code",
          "q",
          "state",
          "sort",
          "page",
          "cursor",
          "limit",
          "plan",
          "carrier",
          "label",
          "tags",
          "number",
          "iccid",
          "valid_until",
          "balance",
          "amount",
          "ceiling",
          "choice",
          "key",
          "next",
          "back",
          "language",
          "passkey",
          "note",
          "text",
          "by",
          "role",
          "days",
          "tag",
          "act",
          "lines",
          "compare",
          "sought",
          "ids",
          "step-up-password",
          "step-up-passkey",
          "endpoint",
          "p256dh",
          "auth",
          "ticket",
          "open",
          "order",
          "date");

  private final Random random;

  StrangeRequests(long seed) {
    this.random = new Random(seed);
  }

  /**
   * @param cookies that a browser would send
   * @param formToken likewise, or blank where the door takes none
   */
  byte[] request(
      String method, String pattern, Map<String, String> cookies, String formToken, String bearer) {
    StringBuilder path = new StringBuilder(filled(pattern));
    if (sometimes(3)) {
      path.append('?').append(fields());
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("Host", sometimes(30) ? any(VALUES) : "127.0.0.1");
    headers.put("Connection", "close");
    Map<String, String> sent = new TreeMap<>(cookies);
    if (sometimes(4) && !sent.isEmpty()) {
      sent.put(any(List.copyOf(sent.keySet())), any(VALUES));
    }
    sent.put(sometimes(6) ? "everline-device" : "other", any(VALUES).strip());
    List<String> pairs = new ArrayList<>();
    sent.forEach((name, value) -> pairs.add(name + "=" + value));
    headers.put("Cookie", String.join("; ", pairs));
    if (!bearer.isEmpty()) {
      headers.put("Authorization", "Bearer " + bearer);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.put(any(HEADERS), sometimes(2) ? any(VALUES) : any(HEADER_VALUES));
    }
    boolean isApi = pattern.startsWith("/api/") || pattern.startsWith("/carriers/");
    byte[] body = method.equals("GET") ? new byte[0] : body(isApi, formToken);
    if (body.length > 0 || !method.equals("GET")) {
      String usual = isApi ? "application/json" : "application/x-www-form-urlencoded";
      headers.put("Content-Type", sometimes(5) ? any(TYPES) : usual);
      headers.put("Content-Length", Integer.toString(body.length));
    }
    StringBuilder whole = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    headers.forEach(
        (name, value) ->
            whole.append(name).append(": ").append(value.replaceAll("[\r\n]", "")).append("\r\n"));
    byte[] head = whole.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return sometimes(12) ? MutatedBytes.of(request, random.nextLong()) : request;
  }

  private String filled(String pattern) {
    String path = pattern;
    while (path.contains("{")) {
      int from = path.indexOf('{');
      path =
          path.substring(0, from)
              + any(VALUES).replace(" ", "%20").replace("{", "%7B")
              + path.substring(
                  path.indexOf('}', path.indexOf(')', from) < 0 ? from : path.indexOf(')', from))
                      + 1);
    }
    return path.replace("/**", "/" + any(VALUES).replace(" ", "%20"));
  }

  private String fields() {
    List<String> fields = new ArrayList<>();
    if (sometimes(2)) {
      // All that a form can need, so that it is read to its end.
      String value = any(VALUES);
      for (String field : FIELDS) {
        String own = sometimes(4) ? any(VALUES) : value;
        fields.add(field + "=" + own.replace(" ", "+").replace("\t", "%09"));
      }
      return String.join("&", fields);
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      fields.add(any(FIELDS) + "=" + any(VALUES).replace(" ", "+").replace("\t", "%09"));
    }
    return String.join("&", fields);
  }

  private byte[] body(boolean isApi, String formToken) {
    String text;
    if (isApi) {
      text = any(JSON);
    } else {
      String token =
          sometimes(6)
              ? any(List.of("%FF%FF", "AAAA", "_".repeat(52), "4".repeat(200), "%00", "=", ""))
              : formToken;
      text = "_csrf=" + token + "&" + fields();
    }
    byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
    return sometimes(10) ? MutatedBytes.of(body, random.nextLong()) : body;
  }

  private boolean sometimes(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

package dev.everline.channel.api.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Makes of {@code Accept} what all doors can judge before they do anything: kinds of answers with
 * their weights. All answers are UTF-8 and none has a variant, so other parameters and {@code
 * Accept-Charset} ask for nothing that could be chosen. What can't be read is as if it were not
 * there, as HTTP permits; refused where the answer is written, it would come after the work.
 */
public final class PlainAccept extends ValveBase {

  private static final String WEIGHT = "q";

  public PlainAccept() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
    headers.removeHeader(HttpHeaders.ACCEPT_CHARSET);
    List<String> given = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
    if (!given.isEmpty()) {
      String plain = plain(given);
      headers.removeHeader(HttpHeaders.ACCEPT);
      if (!plain.isEmpty()) {
        headers.setValue(HttpHeaders.ACCEPT).setString(plain);
      }
    }
    getNext().invoke(request, response);
  }

  /** Empty where it can't be read or holds nothing. */
  static String plain(List<String> given) {
    try {
      List<MediaType> types = MediaType.parseMediaTypes(given);
      return MediaType.toString(types.stream().map(PlainAccept::plain).toList());
    } catch (InvalidMediaTypeException unreadable) {
      return "";
    }
  }

  private static MediaType plain(MediaType type) {
    String weight = type.getParameter(WEIGHT);
    return new MediaType(
        type.getType(), type.getSubtype(), weight == null ? Map.of() : Map.of(WEIGHT, weight));
  }
}

package dev.everline.channel.web.phone;

import dev.everline.channel.web.door.Doorstep;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.lan.HomeNetwork;
import dev.everline.lan.Lan;
import dev.everline.words.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * The page on which phones get the certificate before they trust it, and those for who came by an
 * address that isn't the portal's. There are these, a style and the certificate; who asks for
 * anything else is led to the page. Nothing that is sent is looked at, and nobody is remembered.
 */
final class DoorstepPages implements Doorstep {

  private static final String STYLE = "/everline.css";
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none';"
          + " frame-ancestors 'none'; base-uri 'none'";

  private final HomeNetwork network;
  private final Pages pages;
  private final Environment environment;

  DoorstepPages(HomeNetwork network, Pages pages, Environment environment) {
    this.network = network;
    this.pages = pages;
    this.environment = environment;
  }

  /**
   * @param why somebody is here
   * @param origin where the portal is, or null where only this machine has it
   * @param own where it is on its own machine
   * @param trust what a phone must be taught, or null
   */
  record DoorstepPage(Why why, @Nullable String origin, String own, @Nullable ToTrust trust) {}

  @Override
  public void answer(Why why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    HttpMethod method = HttpMethod.valueOf(request.getMethod());
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
      response.setStatus(
          why == Why.TO_SET_UP
              ? HttpStatus.METHOD_NOT_ALLOWED.value()
              : HttpStatus.MISDIRECTED_REQUEST.value());
      return;
    }
    Lan lan = network.lan().orElse(null);
    Lan.Teaching teaching = lan == null ? null : lan.teaches().orElse(null);
    String path = request.getRequestURI();
    if (path.equals(STYLE)) {
      send(response, "text/css;charset=UTF-8", style());
    } else if (path.equals("/" + ToTrust.FILE) && teaching != null && why != Why.UNKNOWN_HOST) {
      send(response, ToTrust.TYPE, teaching.certificate());
    } else if (why == Why.TO_SET_UP && !path.equals("/")) {
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader(HttpHeaders.LOCATION, "/");
    } else {
      Visit visit = pages.visit(request, Language.tagged(language(request)).orElse(null));
      ToTrust trust =
          lan == null || teaching == null ? null : ToTrust.of(lan, teaching, "/" + ToTrust.FILE);
      pages.write(
          response,
          why == Why.TO_SET_UP ? HttpStatus.OK : HttpStatus.MISDIRECTED_REQUEST,
          "phone/doorstep",
          visit,
          new DoorstepPage(why, lan == null ? null : lan.origin(), own(), trust));
    }
  }

  private static @Nullable String language(HttpServletRequest request) {
    return request.getParameter("language");
  }

  private String own() {
    return "http://localhost:" + environment.getProperty("local.server.port", "8080");
  }

  private static void send(HttpServletResponse response, String type, byte[] body)
      throws IOException {
    response.setContentType(type);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }

  private static byte[] style() throws IOException {
    try (InputStream file =
        DoorstepPages.class.getResourceAsStream("/static/portal/everline.css")) {
      if (file == null) {
        throw new IllegalStateException("the portal's style is missing");
      }
      return file.readAllBytes();
    }
  }
}

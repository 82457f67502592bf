package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.CarrierSettings;
import dev.everline.sandbox.carrier.wire.Answer;
import dev.everline.sandbox.carrier.wire.Ask;
import dev.everline.sandbox.carrier.wire.Problem;
import dev.everline.sandbox.carrier.wire.Query;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds the door that a request is for, and writes its answer. */
final class SandboxServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Set on a request whose connection is to be cut without an answer. */
  static final String CUT = "dev.everline.sandbox.cut";

  private static final List<String> BASE = List.of(Tmf654Resources.BASE_PATH.split("/", -1));

  private final transient Books books;
  private final transient Access access;
  private final transient Tmf654Api tmf654;
  private final transient ControlApi control;

  SandboxServlet(Books books, Access access, Tmf654Api tmf654, ControlApi control) {
    this.books = books;
    this.access = access;
    this.tmf654 = tmf654;
    this.control = control;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer answer;
    try {
      answer = answer(request);
    } catch (Problem problem) {
      answer = Answer.of(problem);
    }
    write(answer, request, response);
  }

  private Answer answer(HttpServletRequest request) throws IOException {
    List<String> path = path(request.getRequestURI());
    Ask ask =
        new Ask(
            request.getMethod(),
            path,
            Query.parse(request.getQueryString()),
            request.getHeader("Authorization"),
            request.getContentType(),
            request.getInputStream());
    if (path.isEmpty()) {
      throw nothingHere();
    }
    String first = path.getFirst();
    if (first.equals("sandbox")) {
      if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
        throw Problem.of(
            403, "forbidden", "The control API is for this machine alone", "Ask from here.");
      }
      return control.answer(path.subList(1, path.size()), ask);
    }
    List<String> rest = path.subList(1, path.size());
    CarrierSettings.Auth auth = books.settings(first).auth();
    if (rest.equals(List.of("oauth2", "token"))) {
      ask.requireMethod("POST");
      return access.token(auth, first, ask.authorization(), ask.wholeText());
    }
    if (rest.size() <= BASE.size() || !rest.subList(0, BASE.size()).equals(BASE)) {
      throw nothingHere();
    }
    access.require(auth, first, ask.authorization());
    return tmf654.answer(first, rest.subList(BASE.size(), rest.size()), ask);
  }

  private static Problem nothingHere() {
    return Problem.notFound(
        "Ask under /{carrier}/" + Tmf654Resources.BASE_PATH + ", or /sandbox for the controls.");
  }

  private static List<String> path(String uri) {
    List<String> parts = new ArrayList<>();
    for (String part : uri.split("/", 20)) {
      if (!part.isEmpty()) {
        parts.add(part.indexOf('%') < 0 ? part : decoded(part));
      }
    }
    return parts;
  }

  private static String decoded(String part) {
    try {
      // In a path a plus is a plus.
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("The path holds a broken % sequence");
    }
  }

  private static void write(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (answer.isCut()) {
      request.setAttribute(CUT, true);
      return;
    }
    response.setStatus(answer.status());
    for (Answer.Header header : answer.headers()) {
      response.setHeader(header.name(), header.value());
    }
    Answer.Body body = answer.body();
    if (body != null) {
      response.setContentType(answer.contentType());
      body.writeTo(response.getOutputStream());
    }
  }
}

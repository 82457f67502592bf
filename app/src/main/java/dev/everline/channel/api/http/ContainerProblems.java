package dev.everline.channel.api.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a problem what Tomcat refuses before any application is found: a request line or
 * header that is not HTTP. Tomcat makes it by its name, so it must be public and takes nothing.
 */
public final class ContainerProblems extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    Problem problem =
        ProblemAnswers.ofStatus(status)
            .orElseGet(() -> Problem.unexpected("container").withStatus(status));
    try {
      SafeHeaders.on(response::setHeader);
      response.setContentType("application/problem+json");
      response
          .getOutputStream()
          .write(ApiJson.mapper().writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException gone) {
      // The client has hung up: there is nobody left to answer.
      container.getLogger().debug("client gone");
    }
  }
}

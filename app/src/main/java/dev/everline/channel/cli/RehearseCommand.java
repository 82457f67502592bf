package dev.everline.channel.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Goes once through what starts load, while Java records it for its start-up cache. Called by the
 * launcher after a build, with a data folder to throw away; prints nothing.
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<List<String>> WITHOUT_DATABASE =
      List.of(
          List.of("--help"),
          List.of("identify", "8901260000000000006"),
          List.of("identify", "8901260000000000006", "--json"),
          List.of("identify", "+1 212 555 0123"),
          List.of("catalog", "check"));

  private static final List<List<String>> WITH_DATABASE =
      List.of(
          List.of("lines"),
          List.of("lines", "--json"),
          List.of("due"),
          List.of("orders"),
          List.of("ledger", "check"),
          List.of("token", "list"));

  private final Services services;

  RehearseCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws Exception {
    WITHOUT_DATABASE.forEach(this::execute);
    int port = services.serve(0, LogFormat.JSON, List.of());
    WITH_DATABASE.forEach(this::execute);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest lines =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/lines"))
              .timeout(PATIENCE)
              .build();
      client.send(lines, BodyHandlers.ofString());
    }
    return 0;
  }

  /** What the command answers does not matter here, not even that it fails. */
  private void execute(List<String> arguments) {
    CommandLine everline = EverlineCommand.commandLine(services);
    everline.setOut(new PrintWriter(Writer.nullWriter()));
    everline.setErr(new PrintWriter(Writer.nullWriter()));
    everline.execute(arguments.toArray(String[]::new));
  }
}

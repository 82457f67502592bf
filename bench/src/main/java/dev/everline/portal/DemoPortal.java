package dev.everline.portal;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The portal over what some days of the demo have left, in a process and a folder of its own; the
 * time stands still where the demo's days ended, so that pages stay the same.
 */
public final class DemoPortal implements AutoCloseable {

  private static final Pattern CODE = Pattern.compile("^    (\\S.*\\S)  +(\\S+)$");

  private final Scratch home;
  private final ServerProcess server;
  private final List<String> codes;

  private DemoPortal(Scratch home, ServerProcess server) {
    this.home = home;
    this.server = server;
    this.codes =
        server.said().stream()
            // Before it stands the summary, with tables that look alike.
            .dropWhile(line -> !line.contains("/join"))
            .map(CODE::matcher)
            .filter(Matcher::matches)
            .map(code -> code.group(2))
            .toList();
  }

  /**
   * @param javaOptions what Java is started with besides, or empty
   */
  public static DemoPortal start(int days, String javaOptions) throws IOException {
    Scratch home = new Scratch("portal");
    try {
      return new DemoPortal(
          home,
          ServerProcess.start(
              home.path(),
              Map.of("EVERLINE_JAVA_OPTS", javaOptions),
              "Ctrl+C stops it",
              "demo",
              "--days",
              Integer.toString(days),
              "--port",
              "0"));
    } catch (IOException | RuntimeException failure) {
      home.close();
      throw failure;
    }
  }

  public URI address() {
    return server.address();
  }

  /** The owner of the demo's first account, a household of five lines; signed in. */
  public Visitor household() throws IOException, InterruptedException {
    return Visitor.join(address(), codes.getFirst(), "Wei");
  }

  /** The owner of each of the demo's accounts, signed in. */
  public List<Visitor> owners() throws IOException, InterruptedException {
    List<Visitor> owners = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      owners.add(Visitor.join(address(), codes.get(i), "Owner " + (i + 1)));
    }
    return owners;
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      home.close();
    }
  }
}

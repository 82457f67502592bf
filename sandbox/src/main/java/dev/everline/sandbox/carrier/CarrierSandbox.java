package dev.everline.sandbox.carrier;

import dev.everline.sandbox.carrier.books.Books;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/**
 * A stand-in for prepaid carriers, for demos, tests and benchmarks: speaks TMF654 v4 for any number
 * of carriers over a real socket on the loopback interface, keeps its state through crashes, and
 * fails on command. See {@code docs/sandbox.md}.
 */
public final class CarrierSandbox implements AutoCloseable {

  static final String READY = "carrier sandbox ready on ";

  /** Tomcat tells each start and stop, which nobody who runs tests or a demo wants to read. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat;
  private final int port;
  private final Books books;
  private final Pauses pauses;
  private final Settlements settlements;
  private final Events events;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * How to run.
   *
   * @param port to listen on, or 0 for any that is free
   * @param state the folder that keeps the state; one sandbox at a time holds it
   * @param seed of the faults drawn by chance
   */
  public record Options(int port, Path state, long seed) {

    /** Refuses a port that is none. */
    public Options {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException(
            "port " + port + " is not between 0 and 65535; give 0 for any that is free");
      }
    }

    /** Any free port and the seed 1. */
    public static Options in(Path state) {
      return new Options(0, state, 1);
    }
  }

  private CarrierSandbox(Options options) throws IOException, LifecycleException {
    Clock machine = Clock.systemUTC();
    books = Books.open(options.state(), machine);
    pauses = new Pauses();
    try {
      tomcat = new Tomcat();
      tomcat.setBaseDir(options.state().resolve("tomcat").toAbsolutePath().toString());
      Connector connector = connector(options.port());
      tomcat.setConnector(connector);
      // The port is bound before anything is built that has to know it, and serves later.
      tomcat.init();
      port = connector.getLocalPort();
      Tmf654Resources resources = new Tmf654Resources(baseUri());
      events = new Events(books, resources, pauses);
      settlements = new Settlements(books, events, options.seed());
      Troubles troubles = new Troubles(books, pauses, options.seed());
      TopUpDesk desk = new TopUpDesk(books, resources, events, settlements, troubles);
      BalanceDesk balances = new BalanceDesk(books, resources, events, troubles);
      Context context = tomcat.addContext("", null);
      context.getPipeline().addValve(new CutValve());
      if (context instanceof StandardContext standard) {
        // The searches for leaks are for servers that reload, and would warn at every stop.
        standard.setClearReferencesThreadLocals(false);
        standard.setClearReferencesRmiTargets(false);
      }
      Tomcat.addServlet(
          context,
          "carriers",
          new SandboxServlet(
              books,
              new Access(machine),
              new Tmf654Api(books, resources, desk, balances, settlements),
              new ControlApi(books, settlements)));
      context.addServletMapping("/*", "carriers");
      settlements.resume();
      tomcat.start();
    } catch (LifecycleException | RuntimeException e) {
      books.close();
      throw e;
    }
  }

  private static Connector connector(int port) {
    Connector connector = new Connector("HTTP/1.1");
    connector.setPort(port);
    connector.setThrowOnFailure(true);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    // Longer than any client keeps a connection: the client closes first, so none is cut in use.
    connector.setProperty("keepAliveTimeout", "600000");
    connector.setProperty("acceptCount", "1024");
    if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
      protocol.setExecutor(new VirtualThreadExecutor("carrier-"));
    }
    return connector;
  }

  /**
   * Starts in this process, over a real socket.
   *
   * @throws IOException when the folder or the port can't be used
   */
  public static CarrierSandbox start(Options options) throws IOException {
    TOMCAT_LOG.setLevel(Level.WARNING);
    try {
      return new CarrierSandbox(options);
    } catch (LifecycleException e) {
      throw new IOException(
          "The carrier sandbox could not start on port " + options.port() + ": " + e.getMessage(),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Where it answers, without a slash at the end. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where a carrier's TMF654 API answers. */
  public URI baseUri(String carrier) {
    return URI.create(baseUri() + "/" + carrier + "/" + Tmf654Resources.BASE_PATH);
  }

  /** Stops listening, then releases the state, all of which is kept. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    pauses.end();
    settlements.close();
    events.close();
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IOException("The carrier sandbox could not stop", e);
    } finally {
      books.close();
    }
  }

  /**
   * Runs as a program of its own until SIGTERM.
   *
   * @param args {@code --state DIR [--port N] [--seed N] [--stop-with-parent]}; the last stops it
   *     when its standard input ends, as it does when the process that started it dies
   */
  public static void main(String[] args) {
    try {
      Arguments arguments = Arguments.parse(args);
      CarrierSandbox sandbox = start(arguments.options());
      long dropped = sandbox.books.droppedOnOpening();
      if (dropped > 0) {
        System.err.println(
            "note: the last run ended in the middle of a record; its "
                + dropped
                + " bytes, never acknowledged, are dropped");
      }
      Runtime.getRuntime().addShutdownHook(new Thread(sandbox::closeQuietly, "stop"));
      System.out.println(READY + sandbox.baseUri());
      System.out.flush();
      if (arguments.stopWithParent()) {
        awaitEnd(System.in);
        System.exit(0);
      }
      new CountDownLatch(1).await();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("carrier sandbox: " + e.getMessage());
    }
  }

  private static void awaitEnd(InputStream in) throws IOException {
    byte[] ignored = new byte[256];
    while (in.read(ignored) >= 0) {
      // What comes is of no interest; that nothing can come any more is.
    }
  }
}

package dev.everline.channel.api.http;

import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Gives {@link SafeHeaders} to the one answer that Tomcat gives before anything else could: that to
 * {@code OPTIONS *}, which asks for no path and so comes to no host.
 *
 * @param tomcats that all is left to
 */
public record SafeAdapter(Adapter tomcats) implements Adapter {

  /** Puts it before Tomcat's own, which is there once the connector is initialized. */
  public static void before(Connector connector) {
    connector.addLifecycleListener(
        (LifecycleEvent event) -> {
          if (event.getType().equals(Lifecycle.AFTER_INIT_EVENT)) {
            ProtocolHandler protocol = connector.getProtocolHandler();
            protocol.setAdapter(new SafeAdapter(protocol.getAdapter()));
          }
        });
  }

  @Override
  public void service(Request request, Response response) throws Exception {
    if (request.requestURI().equals("*")) {
      SafeHeaders.on(response::setHeader);
    }
    tomcats.service(request, response);
  }

  @Override
  public boolean prepare(Request request, Response response) throws Exception {
    return tomcats.prepare(request, response);
  }

  @Override
  public boolean asyncDispatch(Request request, Response response, SocketEvent status)
      throws Exception {
    return tomcats.asyncDispatch(request, response, status);
  }

  @Override
  public void log(Request request, Response response, long nanos) {
    tomcats.log(request, response, nanos);
  }

  @Override
  public void checkRecycled(Request request, Response response) {
    tomcats.checkRecycled(request, response);
  }

  @Override
  public String getDomain() {
    return tomcats.getDomain();
  }
}

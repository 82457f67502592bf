package dev.everline.channel.web.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What is said to who can't come in by the way they came: no page of the portal, no cookie, no
 * script.
 */
public interface Doorstep {

  /** Why somebody stands there. */
  enum Why {
    /** They came without TLS, to be taught what to trust. */
    TO_SET_UP,
    /** They came over TLS by an address, or by a name that isn't ours. */
    OTHER_NAME,
    /** Another site's name leads to this machine, or a proxy wasn't named. */
    UNKNOWN_HOST
  }

  void answer(Why why, HttpServletRequest request, HttpServletResponse response) throws IOException;
}

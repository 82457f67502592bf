package dev.everline.carrier.tmf654;

import dev.everline.carrier.Secret;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How a route proves to the carrier's server who it is. */
public sealed interface Auth {

  /** Not at all: for servers in one's own house, such as the sandbox. */
  record None() implements Auth {}

  /** User and password with each request (RFC 7617). */
  record Basic(String user, Secret password) implements Auth {

    /**
     * @throws ProblemException when the user holds a colon, which would end it
     */
    public Basic {
      if (user.isBlank() || user.indexOf(':') >= 0) {
        throw new ProblemException(
            ProblemType.CONFIGURATION, "auth.user must not be empty nor hold a colon.");
      }
    }
  }

  /** A token that was handed out once (RFC 6750). */
  record Bearer(Secret token) implements Auth {

    /**
     * @throws ProblemException when the token can't stand in a header
     */
    public Bearer {
      if (!token.value().chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "auth.token holds a space or a character that no token has; copy it again.");
      }
    }
  }

  /**
   * Tokens fetched as needed with the client's own credentials (OAuth 2.0, RFC 6749 section 4.4).
   *
   * @param scope what the token is to be good for, or null for the server's usual
   */
  record ClientCredentials(
      URI tokenUrl, String clientId, Secret clientSecret, @Nullable String scope) implements Auth {}
}

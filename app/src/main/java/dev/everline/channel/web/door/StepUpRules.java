package dev.everline.channel.web.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which acts ask members to re-authenticate, beyond being signed in. A careful session is asked at
 * each of them, whatever the need.
 */
final class StepUpRules {

  /** When a proof is asked for. */
  enum Need {
    /** Unless there was one a few minutes ago. */
    FRESH,
    /** Only on a device or network that the member hasn't authenticated from before. */
    FRESH_IN_A_NEW_PLACE,
    /** As for FRESH; and in a careful session it is not done at all. */
    FRESH_AND_NEVER_CAREFUL
  }

  private record Act(HttpMethod method, PathPattern path, Need need) {

    boolean fits(HttpMethod asked, PathContainer at) {
      HttpMethod like = asked.equals(HttpMethod.HEAD) ? HttpMethod.GET : asked;
      return like.equals(method) && path.matches(at);
    }
  }

  private static final List<Act> ACTS =
      List.of(
          // spending
          post("/lines/{line}/renew", Need.FRESH_IN_A_NEW_PLACE),
          post("/orders/{order}/release", Need.FRESH_IN_A_NEW_PLACE),
          // what Everline spends by itself, and losing a line
          post("/lines/{line}/renewed-by", Need.FRESH),
          post("/lines/jobs/{job}/confirm", Need.FRESH),
          post("/lines/import/{upload}/run", Need.FRESH),
          post("/lines/{line}/remove", Need.FRESH),
          // showing and taking away
          post("/lines/{line}/number", Need.FRESH_AND_NEVER_CAREFUL),
          get("/money/entries.csv", Need.FRESH),
          get("/lines/export.csv", Need.FRESH_AND_NEVER_CAREFUL),
          post("/settings/privacy/export", Need.FRESH_AND_NEVER_CAREFUL),
          post("/settings/privacy/erase", Need.FRESH),
          // what an operator does to other people's money, and looks at
          post("/console/accounts/{account}/look", Need.FRESH_AND_NEVER_CAREFUL),
          post("/console/accounts/{account}/orders/{order}/release", Need.FRESH),
          post("/console/accounts/{account}/orders/{order}/cancel", Need.FRESH),
          post("/console/operators/{member}/remove", Need.FRESH),
          // what Everline believes about all carriers
          post("/console/catalog/{digest}/install", Need.FRESH),
          post("/console/catalog/undo", Need.FRESH),
          // ways in, one's own and others'
          post("/settings/password", Need.FRESH),
          post("/settings/password/remove", Need.FRESH),
          post("/settings/passkeys", Need.FRESH),
          post("/settings/passkeys/{passkey}/remove", Need.FRESH),
          post("/settings/providers/{provider}/link", Need.FRESH),
          post("/settings/providers/{provider}/unlink", Need.FRESH),
          post("/settings/codes/offer", Need.FRESH),
          post("/settings/codes", Need.FRESH),
          post("/settings/codes/stop", Need.FRESH),
          post("/settings/careful/stop", Need.FRESH),
          post("/settings/invitations", Need.FRESH),
          post("/settings/members/{member}/role", Need.FRESH),
          post("/settings/members/{member}/remove", Need.FRESH),
          post("/settings/tokens", Need.FRESH));

  private StepUpRules() {}

  /** What a request needs, or empty when it needs nothing. */
  static Optional<Need> needOf(HttpServletRequest request) {
    HttpMethod method = HttpMethod.valueOf(request.getMethod());
    PathContainer at =
        PathContainer.parsePath(
            request.getRequestURI().substring(request.getContextPath().length()));
    return ACTS.stream().filter(act -> act.fits(method, at)).findFirst().map(Act::need);
  }

  private static Act get(String path, Need need) {
    return new Act(HttpMethod.GET, PathPatternParser.defaultInstance.parse(path), need);
  }

  private static Act post(String path, Need need) {
    return new Act(HttpMethod.POST, PathPatternParser.defaultInstance.parse(path), need);
  }
}

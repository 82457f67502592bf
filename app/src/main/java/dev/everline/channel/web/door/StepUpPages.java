package dev.everline.channel.web.door;

import dev.everline.account.Caller;
import dev.everline.account.SignIn;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes the proof where no act is sent along with it: before going on to a page. */
@ServesPages
final class StepUpPages {

  private final PortalRules rules;
  private final StepUp stepUp;
  private final Callers callers;
  private final Pages pages;

  /**
   * @param next the address of the file
   * @param back the page that it was asked for on
   */
  record FilePage(String next, String back) {}

  StepUpPages(PortalRules rules, StepUp stepUp, Callers callers, Pages pages) {
    this.pages = pages;
    this.rules = rules;
    this.stepUp = stepUp;
    this.callers = callers;
  }

  @PostMapping("/step-up")
  void prove(
      Visit visit,
      @RequestParam(defaultValue = "/settings") String next,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String local = rules.local(next);
    Caller caller = callers.of(request, response, visit.careful());
    SignIn.Proof proof = stepUp.prove(visit, request, caller);
    if (proof instanceof SignIn.Proved && isFile(local)) {
      // A file changes no page: without one of its own, the form would seem to be left unanswered.
      response.setHeader("Refresh", "1;url=" + local);
      String back = path(local).replaceFirst("/[^/]*$", "");
      pages.write(response, HttpStatus.OK, "door/step-up-file", visit, new FilePage(local, back));
    } else if (proof instanceof SignIn.Proved) {
      response.setStatus(HttpStatus.SEE_OTHER.value());
      response.setHeader(HttpHeaders.LOCATION, local);
    } else {
      stepUp.ask(visit, response, "/step-up", local, Map.of(), proof);
    }
  }

  private static boolean isFile(String local) {
    return path(local).endsWith(".csv");
  }

  private static String path(String local) {
    return local.replaceFirst("\\?.*$", "");
  }
}

package dev.everline.channel.api;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says that the process answers, to whoever restarts it when it doesn't. Looks at nothing else. */
@Hidden
@RestController
final class HealthController {

  record Health(String status) {}

  @GetMapping(path = "/healthz", produces = "application/json")
  Health alive() {
    return new Health("up");
  }
}

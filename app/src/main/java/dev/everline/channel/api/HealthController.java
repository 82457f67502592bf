package dev.everline.channel.api;

import dev.everline.storage.BackgroundLoop;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells supervisors whether the process lives, and load balancers whether it does its work. Anybody
 * may ask, so the answers are short and name nothing of what is stored.
 */
@Hidden
@RestController
@ConditionalOnWebApplication
final class HealthController {

  private final List<BackgroundLoop> loops;
  private final Readiness readiness;

  HealthController(ObjectProvider<BackgroundLoop> loops, Readiness readiness) {
    this.loops = loops.orderedStream().toList();
    this.readiness = readiness;
  }

  record Health(String status) {}

  /** Down only when a loop's thread has ended, which nothing but a restart brings back. */
  @GetMapping(path = "/healthz", produces = "application/json")
  ResponseEntity<Health> alive() {
    boolean dead = loops.stream().anyMatch(loop -> loop.pulse().dead());
    return dead
        ? ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Health("down"))
        : ResponseEntity.ok(new Health("up"));
  }

  @GetMapping(path = "/readyz", produces = "application/json")
  ResponseEntity<Readiness.Report> ready() {
    Readiness.Report report = readiness.report();
    return ResponseEntity.status(report.isReady() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(report);
  }
}

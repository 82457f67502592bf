package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.everline.account.Account;
import dev.everline.catalog.Plan;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.due.Quarantine;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.engine.Heartbeat;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A line whose number can't be opened keeps no other from being renewed. */
class QuarantinedLineTest {

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private PortalServer server;
  private Account account;
  private Browser operator;
  private Plan plan;

  @BeforeEach
  void aHousehold() {
    server = new PortalServer();
    account = server.account();
    operator = server.operator();
    plan = server.plan(account.id());
    server.get(Wallet.class).deposit(account.id(), Money.usd(900_00));
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    server.close();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Quarantine.class);
  }

  /** To be renewed by the heartbeat at once. */
  private LineId line() {
    LineId line = server.line(account.id(), plan, server.today());
    server.get(LineService.class).change(line, Map.of(LineField.RENEWED_BY, "everline"));
    return line;
  }

  private void changeByte(LineId line, int at) {
    server.database.execute(
        "UPDATE everline.line SET msisdn = set_byte(msisdn, %1$d, get_byte(msisdn, %1$d) # 1) WHERE id = %2$d"
            .formatted(at, line.value()));
  }

  private long orders(LineId line) {
    return server.get(OrderDesk.class).ordersOf(account.id(), line, 10).size();
  }

  /** A day with its nights, in which each line's good moment lies. */
  private void aDayOfBeats() {
    for (int quarters = 0; quarters < 96; quarters++) {
      server.clock.move(Quarantine.LASTS);
      server.get(Heartbeat.class).beat();
    }
  }

  private String console() {
    operator.post("/console/survey", Map.of());
    for (int looks = 0; looks < 100_000; looks++) {
      String text = operator.get("/console").text();
      if (!text.contains("<progress")) {
        return text;
      }
    }
    throw new AssertionError("the survey doesn't end");
  }

  /** A byte of the ciphertext, or of the name of the key. */
  @ParameterizedTest
  @ValueSource(ints = {30, 2})
  void itIsQuarantinedAndShownToTheOperatorWhileTheOthersOfItsBucketAreRenewed(int place) {
    LineId changed = line();
    String number = server.number(changed);
    LineId other = line();
    changeByte(changed, place);
    // The database keeps microseconds, and may have rounded the time of the change up.
    server.clock.move(Duration.ofSeconds(1));
    server.get(Heartbeat.class).beat();
    assertThat(log.list).hasSize(1);
    // Not again and again.
    assertThat(server.get(Heartbeat.class).beat().looked()).isZero();
    assertThat(log.list).hasSize(1);
    aDayOfBeats();
    assertThat(orders(other)).isEqualTo(1);
    assertThat(orders(changed)).isZero();
    assertThat(console())
        .contains("Quarantined lines", changed.toString(), "Its sealed number was altered")
        .doesNotContain(number.substring(1));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSizeGreaterThan(1)
        .allMatch(said -> said.contains(changed.toString()))
        .noneMatch(said -> said.contains(number.substring(1)));
  }

  @Test
  void onceItCanBeReadItIsRenewedAndNoLongerListed() {
    LineId changed = line();
    changeByte(changed, 30);
    server.clock.move(Duration.ofSeconds(1));
    server.get(Heartbeat.class).beat();
    server.clock.move(Quarantine.LASTS);
    server.get(Heartbeat.class).beat();
    assertThat(orders(changed)).isZero();
    assertThat(console()).contains(changed.toString());
    changeByte(changed, 30);
    aDayOfBeats();
    assertThat(orders(changed)).isEqualTo(1);
    assertThat(console()).doesNotContain(changed.toString());
  }
}

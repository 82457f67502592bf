package dev.everline.demo;

import dev.everline.account.Account;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.decide.Outlook;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

/**
 * The owners in the demo confirm that a carrier's own autopay went through, some days after they
 * were asked.
 */
final class AutopayAnswers {

  private static final Duration ANSWERED_AFTER = Duration.ofDays(3);
  private static final int MOST = 100;

  private final DemoWorld world;

  AutopayAnswers(DemoWorld world) {
    this.world = world;
  }

  void give() {
    for (Owner owner : Owner.values()) {
      Account account = world.account(owner);
      for (Notice notice : world.engine().notices().list(account.id(), true, MOST)) {
        boolean old = notice.at().plus(ANSWERED_AFTER).isBefore(world.clock.instant());
        if (notice.kind() == NoticeKind.AUTOPAY_UNCONFIRMED && old) {
          confirm(account, notice);
        }
      }
    }
  }

  private void confirm(Account account, Notice notice) {
    LineService lines =
        new LineService(
            world.database().dataSource(),
            world.database().seal(),
            world.ids(),
            world.catalog,
            world.engine().lineWatch(),
            world.clock);
    Line line = lines.get(account.id(), notice.line());
    LocalDate next =
        new Outlook(world.catalog, world.engine().quoter(), world.routes, world.clock)
            .of(line, account.state())
            .endByAutopay();
    if (next != null) {
      lines.change(line.id(), Map.of(LineField.VALID_UNTIL, next.toString()));
    }
  }
}

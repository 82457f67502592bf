package dev.everline.account;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trail of what an account's people did. */
final class TrailData implements AccountData {

  private static final String FILE = "audit.csv";

  private final AuditTrail trail;

  TrailData(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exportedAndKept(
            "audit_event", FILE, "nobody may change the trail; it holds ids and no names"));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(
        FILE,
        csv -> {
          csv.row("number", "at", "actor", "act", "subject");
          AccountCopy.each(
              (@Nullable Long below, int limit) -> trail.list(account, below, limit),
              AuditTrail.Event::number,
              event ->
                  csv.row(
                      event.number(),
                      text(event.at()),
                      event.actor(),
                      event.act(),
                      event.subject()));
        });
  }
}

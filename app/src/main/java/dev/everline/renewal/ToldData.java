package dev.everline.renewal;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.EscalationId;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an account's owner was told. */
final class ToldData implements AccountData {

  private static final String FILE = "told.csv";

  private final Renewals renewals;

  ToldData(Renewals renewals) {
    this.renewals = renewals;
  }

  @Override
  public List<Table> tables() {
    return List.of(Table.exported("escalation", FILE));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(
        FILE,
        csv -> {
          csv.row("id", "line", "kind", "for_date", "needed", "act_by", "at", "settled_at");
          AccountCopy.each(
              (@Nullable EscalationId below, int limit) ->
                  renewals.told(account, false, below, limit),
              Renewals.Told::id,
              told ->
                  csv.row(
                      told.id().toString(),
                      told.line().toString(),
                      told.kind(),
                      told.forDate().toString(),
                      told.needed(),
                      text(told.actBy()),
                      text(told.at()),
                      text(told.settledAt())));
        });
  }

  @Override
  public void erase(Connection connection, Erasure erasure) throws SQLException {
    renewals.forgetWhatWasTold(connection, erasure.account());
  }
}

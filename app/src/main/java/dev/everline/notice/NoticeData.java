package dev.everline.notice;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.NoticeId;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The notices of an account. */
final class NoticeData implements AccountData {

  private static final String FILE = "notices.csv";

  private final Notices notices;

  NoticeData(Notices notices) {
    this.notices = notices;
  }

  @Override
  public List<Table> tables() {
    return List.of(Table.exported("notice", FILE));
  }

  @Override
  public void export(AccountId account, AccountCopy copy) throws IOException {
    copy.csv(
        FILE,
        csv -> {
          csv.row("id", "line", "kind", "for_date", "needed", "act_by", "at", "settled_at");
          AccountCopy.each(
              (@Nullable NoticeId below, int limit) -> notices.list(account, false, below, limit),
              Notice::id,
              notice ->
                  csv.row(
                      notice.id().toString(),
                      notice.line().toString(),
                      notice.kind().name(),
                      notice.forDate().toString(),
                      notice.needed(),
                      text(notice.actBy()),
                      text(notice.at()),
                      text(notice.settledAt())));
        });
  }

  @Override
  public void erase(Connection connection, Erasure erasure) throws SQLException {
    notices.forget(connection, erasure.account());
  }
}

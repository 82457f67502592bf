package dev.everline.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The keys of an account's requests. */
final class RequestKeysData implements AccountData {

  @Override
  public List<Table> tables() {
    return List.of(Table.deleted("idempotency", "answers that were given already, for a day"));
  }

  @Override
  public void erase(Connection connection, Erasure erasure) throws SQLException {
    RequestKeys.forget(connection, erasure.account());
  }
}

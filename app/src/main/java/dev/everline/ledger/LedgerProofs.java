package dev.everline.ledger;

import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Records when any process last proved the ledger, so that nobody forgets to do it. */
public final class LedgerProofs {

  private LedgerProofs() {}

  /** The last proof: when it was, and whether the ledger was sound. */
  public record LastProof(Instant at, boolean sound) {}

  public static void note(Connection connection, LedgerCheck.Proof proof, Instant at)
      throws SQLException {
    String sql =
        """
        INSERT INTO ledger_proof (at, sound, transfers) VALUES (?, ?, ?)
        ON CONFLICT (at) DO NOTHING
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(at).flag(proof.isSound()).number(proof.transfers());
      statement.executeUpdate();
    }
  }

  /** Empty when it has never been proved. */
  public static Optional<LastProof> last(Connection connection) throws SQLException {
    String sql = "SELECT at, sound FROM ledger_proof ORDER BY at DESC LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new LastProof(Rows.instant(row, 1), row.getBoolean(2)))
          : Optional.empty();
    }
  }
}

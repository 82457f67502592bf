package dev.everline.catalog.install;

import dev.everline.catalog.bundle.VerifyingKey;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import dev.everline.storage.Transactions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Whose bundles are taken. Nobody's, until an operator says so. */
public final class TrustedKeys {

  private static final int LONGEST_NAME = 60;

  private final Transactions transactions;
  private final Clock clock;

  TrustedKeys(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The one trusted first, first. */
  public List<TrustedKey> list() {
    return transactions.read(
        connection -> {
          List<TrustedKey> keys = new ArrayList<>();
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "SELECT key, name, trusted_at FROM catalog_key ORDER BY trusted_at, key");
              ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              keys.add(
                  new TrustedKey(
                      VerifyingKey.parse(row.getString(1)),
                      row.getString(2),
                      Rows.instant(row, 3)));
            }
          }
          return keys;
        });
  }

  List<VerifyingKey> keys() {
    return list().stream().map(TrustedKey::key).toList();
  }

  /**
   * Trusts a key from now on; one that is trusted already gets the name.
   *
   * @throws InvalidValue when the name isn't a short line
   */
  public void trust(VerifyingKey key, String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.matches(".*\\p{C}.*")) {
      throw InvalidValue.of(
          "name", name, "isn't a line of 1 to " + LONGEST_NAME + " characters", "shorten it");
    }
    String sql =
        """
        INSERT INTO catalog_key (key, name, trusted_at) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET name = excluded.name
        """;
    transactions.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .text(key.toString())
                .text(name)
                .instant(clock.instant().truncatedTo(ChronoUnit.MICROS));
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Takes no more bundles that a key signs; what is installed stays.
   *
   * @param id the key's id, or the key itself
   * @throws ProblemException NOT_FOUND when none of that id is trusted
   */
  public void distrust(String id) {
    List<String> keys =
        list().stream()
            .map(TrustedKey::key)
            .filter(key -> key.id().equals(id) || key.toString().equals(id))
            .map(VerifyingKey::toString)
            .toList();
    if (keys.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "No key with that id is trusted; 'everline catalog status' lists those that are.");
    }
    transactions.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM catalog_key WHERE key = ANY (?)")) {
            new Columns(statement).texts(keys, key -> key);
            return statement.executeUpdate();
          }
        });
  }
}

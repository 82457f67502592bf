package dev.everline.catalog.install;

import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.bundle.BundleRefused;
import dev.everline.catalog.bundle.BundleRefused.Why;
import dev.everline.catalog.bundle.ProgramVersion;
import dev.everline.catalog.bundle.ReleaseDate;
import dev.everline.catalog.bundle.SignedBundle;
import dev.everline.storage.Columns;
import dev.everline.storage.Rows;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bundles of this installation: kept once their signature was found right, put in force, and
 * taken back. A change is one row, so that it is made entirely or not at all; of two at once the
 * second is refused.
 */
public final class Bundles {

  /** How far a maker's clock may be ahead. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  private static final int LONGEST_ORIGIN = 200;

  private final Transactions transactions;
  private final TrustedKeys trusted;
  private final Clock clock;

  Bundles(Transactions transactions, TrustedKeys trusted, Clock clock) {
    this.transactions = transactions;
    this.trusted = trusted;
    this.clock = clock;
  }

  /** What is in force. */
  public InForce inForce() {
    return transactions.read(Bundles::inForce);
  }

  private static InForce inForce(Connection connection) throws SQLException {
    String sql =
        """
        SELECT c.number, b.digest, b.made, b.signed_by, b.origin, b.kept_at
          FROM catalog_change c LEFT JOIN catalog_bundle b ON b.digest = c.digest
         ORDER BY c.number DESC LIMIT 1
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return new InForce(0, null);
      }
      return new InForce(row.getLong(1), row.getString(2) == null ? null : kept(row, 2));
    }
  }

  private static KeptBundle kept(ResultSet row, int first) throws SQLException {
    return new KeptBundle(
        row.getString(first),
        Rows.instant(row, first + 1),
        row.getString(first + 2),
        row.getString(first + 3),
        Rows.instant(row, first + 4));
  }

  /**
   * Keeps a bundle to be looked at; nothing changes yet.
   *
   * @param file as it came
   * @param origin where it came from
   * @throws BundleRefused when nobody who is trusted signed it, or it isn't one to install here
   */
  public KeptBundle keep(byte[] file, String origin) {
    SignedBundle opened = SignedBundle.open(file, trusted.keys());
    Bundle bundle = opened.bundle();
    requireFits(bundle);
    String clean = origin.replaceAll("\\p{C}", " ");
    KeptBundle kept =
        new KeptBundle(
            bundle.digest(),
            bundle.made(),
            opened.signer().id(),
            clean.substring(0, Math.min(clean.length(), LONGEST_ORIGIN)),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    String sql =
        """
        INSERT INTO catalog_bundle (digest, made, signed_by, origin, kept_at, file)
        VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (digest) DO UPDATE
           SET signed_by = excluded.signed_by, origin = excluded.origin,
               kept_at = excluded.kept_at, file = excluded.file
        """;
    transactions.run(
        connection -> {
          forget(connection, kept.keptAt());
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns(statement)
                .text(kept.digest())
                .instant(kept.made())
                .text(kept.signedBy())
                .text(kept.origin())
                .instant(kept.keptAt())
                .bytes(file);
            return statement.executeUpdate();
          }
        });
    return kept;
  }

  /** Bundles that nobody installed within a day, and those that nothing leads back to. */
  private static void forget(Connection connection, Instant now) throws SQLException {
    String sql =
        """
        DELETE FROM catalog_bundle
         WHERE kept_at < ?
           AND digest NOT IN (SELECT digest FROM (SELECT digest FROM catalog_change
                                                   ORDER BY number DESC LIMIT 10) AS late
                               WHERE digest IS NOT NULL)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Columns(statement).instant(now.minus(Duration.ofDays(1)));
      statement.executeUpdate();
    }
  }

  private void requireFits(Bundle bundle) {
    ProgramVersion running = ProgramVersion.running();
    if (running != null && bundle.needs().compareTo(running) > 0) {
      throw new BundleRefused(
          Why.PROGRAM_TOO_OLD,
          "The bundle needs Everline "
              + bundle.needs()
              + " or newer; this is "
              + running
              + ". Nothing was changed.",
          bundle.needs());
    }
    if (bundle.made().isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
      throw new BundleRefused(
          Why.FROM_THE_FUTURE,
          "The bundle says that it was made at "
              + bundle.made()
              + ", which is still to come; compare this machine's clock. Nothing was changed.",
          bundle.made());
    }
    Instant newest = newest().orElse(Instant.MIN);
    Instant released = ReleaseDate.ofTheProgram();
    boolean older = bundle.made().isBefore(newest);
    if (older || (released != null && bundle.made().isBefore(released))) {
      Instant than = older || released == null ? newest : released;
      throw new BundleRefused(
          Why.OLDER,
          "The bundle of "
              + bundle.made()
              + (older
                  ? " is older than one that was installed here, of "
                  : " is older than this program's own catalog, of ")
              + than
              + ". Nothing was changed"
              + (older ? "; 'everline catalog undo' goes back." : "."),
          bundle.made(),
          than);
    }
  }

  /** When the newest bundle was made that was ever in force. */
  private Optional<Instant> newest() {
    return transactions.read(
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement("SELECT max(made) FROM catalog_change");
              ResultSet row = statement.executeQuery()) {
            row.next();
            return Optional.ofNullable(Rows.instantOrNull(row, 1));
          }
        });
  }

  /**
   * A bundle that is kept.
   *
   * @throws BundleRefused when it isn't, or no longer
   */
  public KeptBundle kept(String digest) {
    String sql =
        "SELECT digest, made, signed_by, origin, kept_at FROM catalog_bundle WHERE digest = ?";
    return transactions
        .read(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                new Columns(statement).text(digest);
                try (ResultSet row = statement.executeQuery()) {
                  return row.next() ? Optional.of(kept(row, 1)) : Optional.<KeptBundle>empty();
                }
              }
            })
        .orElseThrow(Bundles::gone);
  }

  /** Those that could be installed instead of what is in force, the newest first. */
  public List<KeptBundle> newer() {
    return transactions.read(Bundles::newer);
  }

  /** The same on a connection. */
  public static List<KeptBundle> newer(Connection connection) throws SQLException {
    String sql =
        """
        SELECT digest, made, signed_by, origin, kept_at FROM catalog_bundle
         WHERE made > (SELECT coalesce(max(made), '-infinity') FROM catalog_change)
         ORDER BY made DESC LIMIT 10
        """;
    List<KeptBundle> newer = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        newer.add(kept(row, 1));
      }
    }
    return newer;
  }

  /**
   * The file of a bundle that is kept, as it came.
   *
   * @throws BundleRefused when it is kept no longer
   */
  public byte[] file(String digest) {
    return transactions
        .read(
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement("SELECT file FROM catalog_bundle WHERE digest = ?")) {
                new Columns(statement).text(digest);
                try (ResultSet row = statement.executeQuery()) {
                  return row.next() ? Optional.of(row.getBytes(1)) : Optional.<byte[]>empty();
                }
              }
            })
        .orElseThrow(Bundles::gone);
  }

  private static BundleRefused gone() {
    return new BundleRefused(
        Why.GONE, "That bundle isn't kept here any more; give its file again.");
  }

  /**
   * Puts a kept bundle in force. Its signature is checked again: a key may have been withdrawn.
   *
   * @param after the change that was the last when the person looked at what this one changes
   * @throws BundleRefused when another change came first, or the bundle isn't one to install now
   */
  public InForce install(String digest, long after) {
    KeptBundle kept = kept(digest);
    Bundle bundle = SignedBundle.open(file(digest), trusted.keys()).bundle();
    requireFits(bundle);
    requireOther(bundle, kept);
    return change(after, kept, after == 0 ? null : after);
  }

  /** Two bundles of one second: which of them is newer can't be said. */
  private void requireOther(Bundle bundle, KeptBundle kept) {
    String sql = "SELECT 1 FROM catalog_change WHERE made = ? AND digest <> ?";
    boolean twin =
        transactions.read(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                new Columns(statement).instant(bundle.made()).text(kept.digest());
                try (ResultSet row = statement.executeQuery()) {
                  return row.next();
                }
              }
            });
    if (twin) {
      throw new BundleRefused(
          Why.OLDER,
          "Another bundle of " + bundle.made() + " was installed here. Nothing was changed.",
          bundle.made(),
          bundle.made());
    }
  }

  /**
   * What undoing the last change leads to.
   *
   * @throws BundleRefused when there is nothing to undo
   */
  public Optional<KeptBundle> beforeLast() {
    Previous previous = transactions.read(Bundles::previous);
    return previous.digest() == null ? Optional.empty() : Optional.of(kept(previous.digest()));
  }

  /**
   * Takes back what is in force.
   *
   * @param after the change that was the last when the person looked at it
   * @throws BundleRefused when another change came first, or there is nothing to undo
   */
  public InForce undo(long after) {
    Previous previous = transactions.read(Bundles::previous);
    String digest = previous.digest();
    return change(after, digest == null ? null : kept(digest), previous.backTo());
  }

  /** The state before the last change. */
  private record Previous(@Nullable String digest, @Nullable Long backTo) {}

  private static Previous previous(Connection connection) throws SQLException {
    String sql =
        """
        SELECT last.digest, before.digest, before.back_to
          FROM (SELECT * FROM catalog_change ORDER BY number DESC LIMIT 1) AS last
          LEFT JOIN catalog_change before ON before.number = last.back_to
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      if (!row.next() || row.getString(1) == null) {
        throw new BundleRefused(
            Why.NOTHING_TO_UNDO, "No bundle is installed, so there is nothing to undo.");
      }
      long backTo = row.getLong(3);
      return new Previous(row.getString(2), row.wasNull() ? null : backTo);
    }
  }

  private InForce change(long after, @Nullable KeptBundle bundle, @Nullable Long backTo) {
    String sql =
        """
        INSERT INTO catalog_change (number, at, digest, made, back_to)
        SELECT ?, ?, ?, ?, %s
         WHERE (SELECT coalesce(max(number), 0) FROM catalog_change) = ?
        ON CONFLICT (number) DO NOTHING
        """
            .formatted(backTo == null ? "NULL" : Long.toString(backTo));
    int changed =
        transactions.run(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                new Columns(statement)
                    .number(after + 1)
                    .instant(clock.instant().truncatedTo(ChronoUnit.MICROS))
                    .text(bundle == null ? null : bundle.digest())
                    .instant(bundle == null ? null : bundle.made())
                    .number(after);
                return statement.executeUpdate();
              }
            });
    if (changed == 0) {
      throw new BundleRefused(
          Why.CHANGED_MEANWHILE,
          "The catalog was changed meanwhile, so what you saw isn't what would change now. Look"
              + " again.");
    }
    return new InForce(after + 1, bundle);
  }

  /** The makers' keys that are trusted. */
  public List<TrustedKey> trustedKeys() {
    return trusted.list();
  }
}

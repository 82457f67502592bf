package dev.everline.line.imports;

import dev.everline.kernel.Money;
import dev.everline.line.LineField;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Columns;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which values of its line each of a few rows would change, from what to what. */
final class ImportChanges {

  private static final String BEFORE_AND_AFTER =
      ImportComparison.MERGED
          + """
            SELECT m.row_number, m.id, l.label, m.label, l.tags, m.tags, l.iccid, m.iccid,
                   l.carrier, m.carrier, l.plan, m.plan, l.valid_until::text, m.valid_until::text,
                   l.anchor_day::text, m.anchor_day::text, l.currency::text, m.currency::text,
                   l.balance, m.balance, l.balance_expires_on::text, m.balance_expires_on::text,
                   l.last_payment_on::text, m.last_payment_on::text, l.last_activity_on::text,
                   m.last_activity_on::text, lower(l.renewed_by), lower(m.renewed_by),
                   l.price_ceiling, m.price_ceiling, lower(l.if_not_renewed),
                   lower(m.if_not_renewed), l.brand_confirmed_at IS NOT NULL,
                   m.brand_confirmed_at IS NOT NULL, l.state_code, m.state_code,
                   l.paused_at IS NOT NULL, m.paused_at IS NOT NULL, l.renewer_said
              FROM merged m JOIN known l ON l.id = m.id
             WHERE NOT m.removed AND m.row_number = ANY (?)
            """;

  private final Seal seal;
  private final ResultSet row;
  private final List<ImportPreview.Change> changes = new ArrayList<>();

  private ImportChanges(Seal seal, ResultSet row) {
    this.seal = seal;
    this.row = row;
  }

  /** By the rows, which are staged in the transaction. */
  static Map<Long, List<ImportPreview.Change>> of(
      Connection connection, ImportComparison comparison, Seal seal, List<Long> rows)
      throws SQLException {
    Map<Long, List<ImportPreview.Change>> found = new HashMap<>();
    if (rows.isEmpty()) {
      return found;
    }
    try (PreparedStatement statement = connection.prepareStatement(BEFORE_AND_AFTER)) {
      comparison.bind(new Columns(statement)).longs(rows, Long::longValue);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.put(row.getLong(1), new ImportChanges(seal, row).all());
        }
      }
    }
    return found;
  }

  private List<ImportPreview.Change> all() throws SQLException {
    note(LineField.LABEL, opened(Sealed.LINE_LABEL, 3), opened(Sealed.LINE_LABEL, 4));
    note(LineField.TAGS, tags(5), tags(6));
    note(
        LineField.ICCID,
        lastDigits(opened(Sealed.LINE_SIM, 7)),
        lastDigits(opened(Sealed.LINE_SIM, 8)));
    text(LineField.CARRIER, 9);
    text(LineField.PLAN, 11);
    text(LineField.LAST_DAY, 13);
    note(LineField.ANCHOR_DAY, anchor(15), anchor(16));
    text(LineField.CURRENCY, 17);
    note(LineField.BALANCE, money(19, 17), money(20, 18));
    text(LineField.BALANCE_EXPIRES_ON, 21);
    text(LineField.LAST_PAYMENT_ON, 23);
    text(LineField.LAST_ACTIVITY_ON, 25);
    note(LineField.RENEWED_BY, row.getBoolean(39) ? row.getString(27) : null, row.getString(28));
    note(LineField.PRICE_CEILING, money(29, 17), money(30, 18));
    text(LineField.IF_NOT_RENEWED, 31);
    note(LineField.BRAND_CONFIRMED, yesOrNo(33), yesOrNo(34));
    text(LineField.STATE, 35);
    note(LineField.PAUSED, yesOrNo(37), yesOrNo(38));
    return changes;
  }

  private void text(LineField field, int column) throws SQLException {
    note(field, row.getString(column), row.getString(column + 1));
  }

  private void note(LineField field, @Nullable String before, @Nullable String after) {
    String was = before == null ? "" : before;
    String is = after == null ? "" : after;
    if (!was.equals(is)) {
      changes.add(new ImportPreview.Change(field, was, is));
    }
  }

  private @Nullable String opened(Sealed what, int column) throws SQLException {
    return seal.openIfAny(what, row.getLong(2), row.getBytes(column));
  }

  private String tags(int column) throws SQLException {
    return String.join("; ", SealedTags.open(seal, row.getLong(2), row.getBytes(column)));
  }

  /** A stored number is shown whole nowhere but on request. */
  private static @Nullable String lastDigits(@Nullable String iccid) {
    return iccid == null ? null : "…" + iccid.substring(Math.max(0, iccid.length() - 4));
  }

  private @Nullable String anchor(int column) throws SQLException {
    String day = row.getString(column);
    return "0".equals(day) ? null : day;
  }

  private @Nullable String money(int column, int currency) throws SQLException {
    long minor = row.getLong(column);
    return row.wasNull()
        ? null
        : new Money(minor, Money.currency(row.getString(currency))).toString();
  }

  private String yesOrNo(int column) throws SQLException {
    return row.getBoolean(column) ? "yes" : "no";
  }
}

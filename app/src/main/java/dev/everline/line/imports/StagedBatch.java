package dev.everline.line.imports;

import dev.everline.kernel.AccountId;
import dev.everline.kernel.Money;
import dev.everline.line.LineDraft;
import dev.everline.line.seal.LineHashes;
import dev.everline.line.seal.SealedTags;
import dev.everline.storage.Seal;
import dev.everline.storage.Sealed;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A batch ready to be written.
 *
 * @param copy the rows in the text format of COPY, their personal data sealed for new lines
 */
record StagedBatch(List<ImportRow> rows, String copy) {

  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS import_row (
        row_number bigint, id bigint, msisdn bytea, msisdn_hash bytea, iccid bytea,
        iccid_hash bytea, label bytea, tags bytea, tag_hashes bytea[], carrier text,
        plan text, state_code text, valid_until date, currency text, balance bigint,
        balance_expires_on date, anchor_day smallint, last_payment_on date,
        last_activity_on date, renewed_by text, price_ceiling bigint, if_not_renewed text,
        brand_confirmed boolean, paused boolean, as_of timestamptz
      ) ON COMMIT DELETE ROWS
      """;

  private static final String HEX = "0123456789abcdef";

  /**
   * Seals a batch.
   *
   * @param ids of the rows' lines, should they be new
   */
  static StagedBatch of(Seal seal, AccountId account, List<ImportRow> rows, long[] ids) {
    return new StagedBatch(rows, copy(seal, account, rows, ids));
  }

  /** Whether any of the rows has a SIM. */
  boolean hasSims() {
    return rows.stream().anyMatch(row -> row.draft().identity().iccid() != null);
  }

  /** Puts the rows into {@code import_row}, a table of the transaction. */
  void stage(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(STAGE);
    }
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY import_row FROM STDIN", new StringReader(copy));
    } catch (IOException failure) {
      throw new SQLException(failure);
    }
  }

  /** The rows in the text format of COPY. */
  private static String copy(Seal seal, AccountId account, List<ImportRow> rows, long[] ids) {
    StringBuilder text = new StringBuilder(rows.size() * 400);
    for (int i = 0; i < ids.length; i++) {
      ImportRow row = rows.get(i);
      LineDraft draft = row.draft();
      text.append(row.row()).append('\t').append(ids[i]);
      String msisdn = Objects.requireNonNull(draft.identity().msisdn());
      bytes(text, seal.seal(Sealed.LINE_NUMBER, ids[i], msisdn));
      bytes(text, LineHashes.ofNumber(seal, account, msisdn));
      String iccid = draft.identity().iccid();
      bytes(text, seal.sealIfAny(Sealed.LINE_SIM, ids[i], iccid));
      bytes(text, iccid == null ? null : LineHashes.ofSim(seal, account, iccid));
      bytes(text, seal.sealIfAny(Sealed.LINE_LABEL, ids[i], draft.identity().label()));
      List<String> tags = draft.identity().tags();
      bytes(text, tags == null ? null : SealedTags.seal(seal, ids[i], tags));
      hashes(text, seal, account, tags);
      field(text, draft.subscription().carrier());
      field(text, draft.subscription().plan());
      field(text, draft.subscription().state());
      field(text, draft.facts().lastDay());
      field(text, code(draft.subscription().currency()));
      field(text, minor(draft.facts().balance()));
      field(text, draft.facts().balanceExpiresOn());
      field(text, draft.facts().anchorDay());
      field(text, draft.facts().lastPaymentOn());
      field(text, draft.facts().lastActivityOn());
      field(text, draft.wishes().renewedBy());
      field(text, minor(draft.wishes().priceCeiling()));
      field(text, draft.wishes().ifNotRenewed());
      field(text, draft.subscription().brandConfirmed());
      field(text, draft.wishes().paused());
      field(text, draft.asOf());
      text.append('\n');
    }
    return text.toString();
  }

  private static void bytes(StringBuilder text, byte @Nullable [] value) {
    text.append('\t');
    if (value == null) {
      text.append("\\N");
      return;
    }
    text.append("\\\\x");
    hex(text, value);
  }

  /** An array of bytes, in which a backslash is doubled once for the array and once for COPY. */
  private static void hashes(
      StringBuilder text, Seal seal, AccountId account, @Nullable List<String> tags) {
    text.append('\t');
    if (tags == null) {
      text.append("\\N");
      return;
    }
    text.append('{');
    String separator = "";
    for (String tag : tags) {
      text.append(separator).append("\"\\\\\\\\x");
      hex(text, LineHashes.ofTag(seal, account, tag));
      text.append('"');
      separator = ",";
    }
    text.append('}');
  }

  private static void hex(StringBuilder text, byte[] value) {
    for (byte each : value) {
      text.append(HEX.charAt(each >> 4 & 15)).append(HEX.charAt(each & 15));
    }
  }

  private static void field(StringBuilder text, @Nullable Object value) {
    text.append('\t');
    if (value == null) {
      text.append("\\N");
      return;
    }
    String plain = value.toString();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      // Control characters were refused.
      if (c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
  }

  private static @Nullable String code(@Nullable Currency currency) {
    return currency == null ? null : currency.getCurrencyCode();
  }

  private static @Nullable Long minor(@Nullable Money money) {
    return money == null ? null : money.minor();
  }
}

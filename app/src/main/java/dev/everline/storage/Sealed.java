package dev.everline.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The columns that hold personal data, each sealed for its row: what was sealed for one row or
 * column opens in no other. A new such column belongs here, so that a rotation of keys reaches it.
 */
public enum Sealed {
  LINE_NUMBER("line", "msisdn", "id"),
  LINE_SIM("line", "iccid", "id"),
  LINE_LABEL("line", "label", "id"),
  LINE_TAGS("line", "tags", "id"),
  /** Sealed as the line's own SIM is, so that statements can move one into the other. */
  FORMER_SIM("line_iccid", "iccid", "line_id", "line.iccid"),
  LINE_NOTE("line_note", "note", "id"),
  ACCOUNT_NAME("account", "name", "id"),
  MEMBER_NAME("member", "name", "id"),
  MEMBER_CODES("member", "totp_seed", "id"),
  MEMBER_CODES_OFFERED("member", "totp_offered", "id"),
  TOKEN_NAME("api_token", "name", "id"),
  JOB_ARGUMENT("job", "argument", "id"),
  UPLOAD_NAME("upload", "file_name", "id"),
  UPLOAD_KEY("upload", "file_key", "id"),
  UPLOAD_REJECTS_KEY("upload", "rejects_key", "id"),
  PASSKEY_NAME("passkey", "name", "id"),
  SESSION_DEVICE("portal_session", "device", "id"),
  KNOWN_DEVICE("known_place", "device", "member_id"),
  /** Sealed for the member, since a browser that subscribes again keeps its row. */
  PUSH_ADDRESS("push_device", "address", "member_id"),
  PUSH_DEVICE("push_device", "device", "member_id");

  private final String table;
  private final String column;
  private final String key;
  private final String place;

  Sealed(String table, String column, String key) {
    this(table, column, key, table + "." + column);
  }

  Sealed(String table, String column, String key, String place) {
    this.table = table;
    this.column = column;
    this.key = key;
    this.place = place;
  }

  public String table() {
    return table;
  }

  public String column() {
    return column;
  }

  /** The column with the id of the row that a value is sealed for. */
  public String key() {
    return key;
  }

  /** What a value is bound to. */
  byte[] place(long row) {
    byte[] name = place.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(name.length + Long.BYTES).put(name).putLong(row).array();
  }
}

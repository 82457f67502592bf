package dev.everline.storage;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What somebody reads who has got hold of the whole database, but not of its keys. */
public final class Dump {

  private Dump() {}

  /** The columns in which one of the texts stands, in whatever case, as text or as bytes. */
  public static List<String> columnsWith(TestDatabase database, Collection<String> texts) {
    List<String> sought = texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    List<String> found = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement columns = connection.createStatement();
        ResultSet column =
            columns.executeQuery(
                """
                SELECT table_name, column_name, data_type FROM information_schema.columns
                 WHERE table_schema = 'everline'
                 ORDER BY 1, 2
                """)) {
      while (column.next()) {
        boolean bytes = column.getString(3).equals("bytea");
        String sql =
            "SELECT \"%s\"%s FROM everline.\"%s\""
                .formatted(column.getString(2), bytes ? "" : "::text", column.getString(1));
        try (Statement values = connection.createStatement();
            ResultSet value = values.executeQuery(sql)) {
          while (value.next()) {
            byte[] raw = value.getBytes(1);
            String said =
                raw == null ? "" : new String(raw, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            String held =
                bytes && raw != null
                    ? said + new String(raw, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)
                    : said;
            sought.stream()
                .filter(held::contains)
                .forEach(text -> found.add(column(column) + " holds '" + text + "'"));
          }
        }
      }
      return found;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String column(ResultSet column) {
    try {
      return column.getString(1) + "." + column.getString(2);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

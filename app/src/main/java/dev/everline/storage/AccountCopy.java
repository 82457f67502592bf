package dev.everline.storage;

import dev.everline.kernel.MemberId;
import dev.everline.kernel.text.Sheet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of an account under way: a ZIP of JSON and CSV files, written as what is in it is read, so
 * that an account of any size fits.
 */
public final class AccountCopy {

  private static final int AT_ONCE = 1_000;

  private final ZipOutputStream zip;
  private final Function<MemberId, Map<String, Object>> ofMember;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param out is left open
   * @param ofMember what modules beside the members' own keep of one
   */
  public AccountCopy(OutputStream out, Function<MemberId, Map<String, Object>> ofMember) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.ofMember = ofMember;
  }

  /** What modules beside the members' own keep of one, by the names of fields. */
  public Map<String, Object> moreOf(MemberId member) {
    return ofMember.apply(member);
  }

  public void json(String file, Object value) throws IOException {
    zip.putNextEntry(new ZipEntry(file));
    zip.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
    zip.closeEntry();
  }

  public void csv(String file, Consumer<Sheet> rows) throws IOException {
    zip.putNextEntry(new ZipEntry(file));
    // Not closed, since that would close the ZIP.
    Writer text = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
    Sheet csv = Sheet.on(text);
    rows.accept(csv);
    csv.flush();
    text.flush();
    zip.closeEntry();
  }

  /** Ends the ZIP. */
  public void finish() throws IOException {
    zip.finish();
  }

  /** Part of a list that begins after one of its rows, or with the first when that is null. */
  @FunctionalInterface
  public interface Page<T, K> {
    List<T> after(@Nullable K last, int limit);
  }

  /**
   * Reads a list of any length, a page at a time.
   *
   * @param key by which a row is named when the next page is asked for
   */
  public static <T, K> void eachPage(Page<T, K> list, Function<T, K> key, Consumer<List<T>> taker) {
    K last = null;
    while (true) {
      List<T> page = list.after(last, AT_ONCE);
      taker.accept(page);
      if (page.size() < AT_ONCE) {
        return;
      }
      last = key.apply(page.getLast());
    }
  }

  /** The same for one row at a time. */
  public static <T, K> void each(Page<T, K> list, Function<T, K> key, Consumer<T> taker) {
    eachPage(list, key, page -> page.forEach(taker));
  }

  /** A value as files say it: empty when there is none. */
  public static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  public static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }
}

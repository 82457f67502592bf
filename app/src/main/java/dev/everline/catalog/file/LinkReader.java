package dev.everline.catalog.file;

import dev.everline.catalog.LinkHost;
import dev.everline.catalog.LinkWords;
import dev.everline.catalog.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code link-hosts.csv}, {@code link-shorteners.csv} and {@code link-words.csv}. */
final class LinkReader {

  private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
  private static final Pattern WORDS = Pattern.compile("[a-z0-9]+( [a-z0-9]+)*");

  private static final List<String> HOST_COLUMNS =
      List.of("host", "kind", "carrier", "note", "source", "asOf", "confidence", "verified");
  private static final List<String> SHORTENER_COLUMNS =
      List.of("host", "carrier", "source", "asOf", "confidence", "verified");
  private static final List<String> WORD_COLUMNS = List.of("kind", "carrier", "words");

  private final Map<String, ?> carriers;
  private final CatalogFolder folder;
  private final Findings findings;

  /**
   * @param carriers by id: those that a row may name
   */
  LinkReader(Map<String, ?> carriers, CatalogFolder folder, Findings findings) {
    this.carriers = carriers;
    this.folder = folder;
    this.findings = findings;
  }

  List<LinkHost> hosts() {
    List<LinkHost> hosts = new ArrayList<>();
    for (CsvTable.Row row : rows("link-hosts.csv", HOST_COLUMNS)) {
      row.text("note");
      LinkHost.Kind kind = row.choice("kind", LinkHost.Kind.class, LinkHost.Kind.OTHER);
      LinkHost host = host(row, kind);
      if (kind == LinkHost.Kind.OFFICIAL && host.carrier() == null) {
        row.wrong("carrier", "is empty", "name the carrier whose host it is");
      }
      hosts.add(host);
    }
    for (CsvTable.Row row : rows("link-shorteners.csv", SHORTENER_COLUMNS)) {
      hosts.add(host(row, LinkHost.Kind.SHORTENER));
    }
    return hosts;
  }

  private LinkHost host(CsvTable.Row row, LinkHost.Kind kind) {
    String host = row.matching("host", HOST, "my.example.com");
    String carrier = carrier(row);
    Provenance provenance = row.provenance();
    return new LinkHost(host, kind, carrier, provenance);
  }

  List<LinkWords> words() {
    List<LinkWords> words = new ArrayList<>();
    for (CsvTable.Row row : rows("link-words.csv", WORD_COLUMNS)) {
      LinkWords.Kind kind = row.choice("kind", LinkWords.Kind.class, LinkWords.Kind.FILLER);
      String carrier = carrier(row);
      String list = row.matching("words", WORDS, "pay login refill");
      if (kind.isName() == (carrier == null)) {
        row.wrong("carrier", "does not fit the kind", "name a carrier for its names alone");
      }
      words.add(new LinkWords(kind, carrier, Set.of(list.split(" "))));
    }
    return words;
  }

  private @Nullable String carrier(CsvTable.Row row) {
    String id = row.text("carrier");
    if (id != null && !carriers.containsKey(id)) {
      row.wrong("carrier", "'" + id + "' does not exist", "use an id of carriers.yaml");
    }
    return id;
  }

  private List<CsvTable.Row> rows(String file, List<String> columns) {
    CatalogFolder.Text text = folder.read(file, findings);
    return text == null ? List.of() : CsvTable.rows(text, columns, findings);
  }
}

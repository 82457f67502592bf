package dev.everline.catalog.file;

import dev.everline.catalog.Confidence;
import dev.everline.catalog.Finding;
import dev.everline.catalog.Provenance;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of one mapping of a YAML file. Works on the tree of nodes, never on constructed
 * objects: so each value has its line, amounts are never floating point, and no tag can make
 * anything.
 *
 * <p>A wrong field becomes a finding and gives a harmless value, so that the rest of the record is
 * still checked; the reader of a record drops it when {@link #isSound} says no.
 */
final class YamlFields {

  /** A value of one scalar; throws when the text is none. */
  interface Scalar<T> {
    T read(String name, String raw);
  }

  private final String file;
  private final String path;
  private final int line;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Findings findings;
  private final int findingsBefore;

  private YamlFields(String file, String path, MappingNode mapping, Findings findings) {
    this.file = file;
    this.path = path;
    this.line = line(mapping);
    this.findings = findings;
    this.findingsBefore = findings.count();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings.add(file, line(tuple.getKeyNode()), path, "has a field without a name", "name it");
      } else if (nodes.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        findings.add(file, line(key), at(key.getValue()), "appears twice", "keep one of them");
      }
    }
  }

  /**
   * The records of a file of the form {@code schema: …} and {@code key: [record, …]}.
   *
   * @param schema what the file must say it is
   */
  static List<YamlFields> records(
      CatalogFolder.Text text, String schema, String key, Findings findings) {
    Node root = compose(text, findings);
    if (root == null) {
      return List.of();
    }
    if (!(root instanceof MappingNode mapping)) {
      findings.add(
          text.name(), line(root), null, "isn't a mapping", "start with 'schema: " + schema + "'");
      return List.of();
    }
    YamlFields top = new YamlFields(text.name(), "", mapping, findings);
    String found = top.required("schema", Values::text, "");
    if (!found.isEmpty() && !found.equals(schema)) {
      top.wrong("schema", "is '" + found + "'", "this version reads '" + schema + "'");
    }
    List<YamlFields> records = top.list(key);
    if (!top.nodes.containsKey(key)) {
      top.wrong(key, "is missing", "list the records under it");
    }
    top.reportUnknown();
    return records;
  }

  private static @Nullable Node compose(CatalogFolder.Text text, Findings findings) {
    LoaderOptions options = new LoaderOptions();
    // Aliases could blow a small file up to a huge one, and hide where a value stands.
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(12);
    options.setCodePointLimit(64 * 1024 * 1024);
    try {
      Node root = new Yaml(options).compose(new StringReader(text.content()));
      if (root == null) {
        findings.add(text.name(), 1, null, "is empty", "write its records or remove it");
      }
      return root;
    } catch (MarkedYAMLException malformed) {
      Mark mark = malformed.getProblemMark();
      findings.add(
          text.name(),
          mark == null ? 0 : mark.getLine() + 1,
          null,
          "isn't valid YAML here: " + malformed.getProblem(),
          "fix the indentation, quotes or brackets");
    } catch (YAMLException refused) {
      String message = refused.getMessage();
      findings.add(
          text.name(),
          0,
          null,
          "is YAML of a kind that isn't accepted: "
              + (message == null ? "" : message.lines().findFirst().orElse("")),
          "write plain records without anchors, aliases and deep nesting");
    }
    return null;
  }

  /** Whether nothing was found wrong in this record up to now; reports unknown fields first. */
  boolean isSound() {
    reportUnknown();
    return findings.count() == findingsBefore;
  }

  String file() {
    return file;
  }

  int lineOf(String name) {
    Node node = nodes.get(name);
    return node == null ? line : line(node);
  }

  void wrong(String name, String reason, String remedy) {
    findings.add(file, lineOf(name), at(name), reason, remedy);
  }

  /** The value can be used, but is to be looked at again. */
  void doubt(String name, String reason, String remedy) {
    findings.add(Finding.Severity.IMPLAUSIBLE, file, lineOf(name), at(name), reason, remedy);
  }

  /** Another source says otherwise. */
  void disagree(String name, String reason, String remedy) {
    findings.add(Finding.Severity.DISAGREEMENT, file, lineOf(name), at(name), reason, remedy);
  }

  /** Whether the field is a list whose items are records rather than single values. */
  boolean holdsRecords(String name) {
    return nodes.get(name) instanceof SequenceNode sequence
        && !sequence.getValue().isEmpty()
        && sequence.getValue().getFirst() instanceof MappingNode;
  }

  boolean has(String name) {
    Node node = nodes.get(name);
    return node != null && !node.getTag().equals(Tag.NULL);
  }

  /** The field's value, or null when it is absent, null or wrong. */
  <T> @Nullable T optional(String name, Scalar<T> scalar) {
    asked.add(name);
    Node node = nodes.get(name);
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return null;
    }
    return scalar(node, at(name), scalar);
  }

  /** The field's value, or the harmless one when it is absent or wrong. */
  <T> T required(String name, Scalar<T> scalar, T harmless) {
    T value = optional(name, scalar);
    if (value == null) {
      if (!has(name)) {
        wrong(name, "is missing", "add it; README.md of the catalog explains it");
      }
      return harmless;
    }
    return value;
  }

  @Nullable String text(String name) {
    return optional(name, Values::text);
  }

  @Nullable Money usd(String name) {
    return optional(name, Values::usd);
  }

  @Nullable BigDecimal decimal(String name, int max) {
    return optional(name, (field, raw) -> Values.decimal(field, raw, max));
  }

  @Nullable Integer whole(String name, int min, int max) {
    return optional(name, (field, raw) -> Values.whole(field, raw, min, max));
  }

  LocalDate date(String name) {
    return required(name, Values::date, LocalDate.EPOCH);
  }

  /** A list of scalars; empty when the field is absent. */
  <T> List<T> scalars(String name, Scalar<T> scalar) {
    List<T> values = new ArrayList<>();
    List<Node> items = sequence(name);
    for (int i = 0; i < items.size(); i++) {
      T value = scalar(items.get(i), at(name) + "[" + i + "]", scalar);
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  /** A list of mappings; empty when the field is absent. */
  List<YamlFields> list(String name) {
    List<YamlFields> values = new ArrayList<>();
    List<Node> items = sequence(name);
    for (int i = 0; i < items.size(); i++) {
      String itemPath = at(name) + "[" + i + "]";
      if (items.get(i) instanceof MappingNode mapping) {
        values.add(new YamlFields(file, named(name, mapping, itemPath), mapping, findings));
      } else {
        findings.add(
            file, line(items.get(i)), itemPath, "isn't a record", "write fields with their names");
      }
    }
    return values;
  }

  /** A mapping, or null when the field is absent or no mapping. */
  @Nullable YamlFields mapping(String name) {
    asked.add(name);
    if (!has(name)) {
      return null;
    }
    if (nodes.get(name) instanceof MappingNode mapping) {
      return new YamlFields(file, at(name), mapping, findings);
    }
    wrong(name, "isn't a record", "write fields with their names");
    return null;
  }

  /** All fields as scalars by name, in the file's order. */
  <T> Map<String, T> all(Scalar<T> scalar) {
    Map<String, T> values = new LinkedHashMap<>();
    for (String name : nodes.keySet()) {
      T value = optional(name, scalar);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  Provenance provenance() {
    return new Provenance(
        required("source", Values::text, ""),
        required("asOf", Values::asOf, "1990"),
        required("confidence", Values::confidence, Confidence.LOW),
        required("verified", YamlFields::lookedUp, false));
  }

  static boolean lookedUp(String name, String raw) {
    return switch (raw) {
      case "looked-up" -> true;
      case "recalled" -> false;
      default -> throw InvalidValue.of(name, raw, "is unknown", "write looked-up or recalled");
    };
  }

  private <T> @Nullable T scalar(Node node, String where, Scalar<T> scalar) {
    if (!(node instanceof ScalarNode value)) {
      findings.add(file, line(node), where, "is not a single value", "write one value");
      return null;
    }
    if (!node.getTag().startsWith(Tag.PREFIX)) {
      findings.add(file, line(node), where, "has a tag", "remove what begins with '!'");
      return null;
    }
    try {
      return scalar.read(where, value.getValue());
    } catch (InvalidValue wrong) {
      findings.add(
          file, line(node), where, Values.shown(value.getValue()) + wrong.reason(), wrong.remedy());
      return null;
    }
  }

  private List<Node> sequence(String name) {
    asked.add(name);
    if (!has(name)) {
      return List.of();
    }
    if (nodes.get(name) instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    wrong(name, "isn't a list", "write its items one below the other, each after '- '");
    return List.of();
  }

  private void reportUnknown() {
    for (String name : nodes.keySet()) {
      if (asked.add(name)) {
        List<String> known = asked.stream().filter(field -> !field.equals(name)).sorted().toList();
        wrong(name, "is unknown", "use one of " + known + " or remove it");
      }
    }
  }

  /** Records with an id are named by it: that is easier to find than a position. */
  private String named(String name, MappingNode mapping, String otherwise) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key
          && key.getValue().equals("id")
          && tuple.getValueNode() instanceof ScalarNode id
          && id.getValue().length() <= 64) {
        return at(name) + "." + id.getValue();
      }
    }
    return otherwise;
  }

  private String at(String name) {
    String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}

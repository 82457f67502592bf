package dev.everline.catalog.label;

import dev.everline.catalog.file.CatalogFolder;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The file of imported plans. Plans that an import doesn't touch are written back as they were
 * read, scalar by scalar, so that what somebody added by hand stays.
 */
final class LabelFile {

  private static final String HEAD =
      """
      # Plans imported from broadband labels by 'everline catalog import-labels'. The fields are those
      # of plans.yaml; 'row' is the label's row as found, empty values left out.
      """;

  private final Path path;
  private final Map<String, Node> plans = new TreeMap<>();

  private LabelFile(Path path) {
    this.path = path;
  }

  /**
   * Reads the folder's file, which must have passed the catalog's check; empty when missing.
   *
   * @throws ProblemException CONFIGURATION when it isn't a file of its own
   */
  static LabelFile in(Path folder) throws IOException {
    LabelFile file = new LabelFile(folder.resolve(CatalogFolder.LABELS));
    if (Files.exists(file.path, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isRegularFile(file.path, LinkOption.NOFOLLOW_LINKS)) {
        // It would be replaced, and what it leads to would stay behind.
        throw new ProblemException(
            ProblemType.CONFIGURATION,
            "'"
                + file.path
                + "' is a link, a device or a folder, not a file of its own, and is left as it is;"
                + " put the file itself there.");
      }
      Node root = yaml().compose(new StringReader(Files.readString(file.path)));
      if (value(root, "plans") instanceof SequenceNode plans) {
        for (Node plan : plans.getValue()) {
          if (value(plan, "id") instanceof ScalarNode id) {
            file.plans.put(id.getValue(), plan);
          }
        }
      }
    }
    return file;
  }

  Path path() {
    return path;
  }

  /** The row of a stored plan, or null when the plan isn't stored. */
  @Nullable Map<String, String> row(String id) {
    if (!(plans.get(id) instanceof MappingNode plan)
        || !(value(plan, "row") instanceof MappingNode row)) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (NodeTuple tuple : row.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key
          && tuple.getValueNode() instanceof ScalarNode value) {
        values.put(key.getValue(), value.getValue());
      }
    }
    return values;
  }

  void put(String id, Map<String, Object> plan) {
    plans.put(id, yaml().represent(plan));
  }

  /** Changes nothing of a stored plan but its prices. */
  void putPrices(String id, List<Map<String, Object>> prices) {
    if (plans.get(id) instanceof MappingNode plan) {
      List<NodeTuple> tuples = plan.getValue();
      for (int i = 0; i < tuples.size(); i++) {
        if (tuples.get(i).getKeyNode() instanceof ScalarNode key
            && key.getValue().equals("prices")) {
          tuples.set(i, new NodeTuple(key, yaml().represent(prices)));
        }
      }
    }
  }

  /** Replaces the file in one step; a reader meanwhile sees the old one whole. */
  void write() throws IOException {
    StringWriter text = new StringWriter();
    text.write(HEAD);
    Node schema = yaml().represent("everline/labels/1");
    SequenceNode list =
        new SequenceNode(Tag.SEQ, List.copyOf(plans.values()), DumperOptions.FlowStyle.BLOCK);
    yaml()
        .serialize(
            new MappingNode(
                Tag.MAP,
                List.of(
                    new NodeTuple(yaml().represent("schema"), schema),
                    new NodeTuple(yaml().represent("plans"), list)),
                DumperOptions.FlowStyle.BLOCK),
            text);
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new ProblemException(
          ProblemType.CONFIGURATION, "'" + path + "' has no folder; give another.");
    }
    Path temporary = Files.createTempFile(folder, ".labels", ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static @Nullable Node value(@Nullable Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  private static Yaml yaml() {
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setIndent(2);
    dumping.setWidth(100);
    LoaderOptions loading = new LoaderOptions();
    loading.setCodePointLimit(64 * 1024 * 1024);
    return new Yaml(loading, dumping);
  }
}

package dev.everline.catalog.file;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.MessageForms;
import dev.everline.catalog.MessageForms.Means;
import dev.everline.catalog.MessageForms.Shape;
import dev.everline.catalog.Provenance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code messages.yaml} and checks that its carriers exist and no name is of two of them. */
public final class MessageFormsReader {

  private static final String FILE = "messages.yaml";

  private MessageFormsReader() {}

  /** What the file holds; of a file with findings, only its sound records. */
  public static List<MessageForms> read(Catalog catalog, CatalogFolder folder, Findings findings) {
    CatalogFolder.Text text = folder.read(FILE, findings);
    if (text == null) {
      return List.of();
    }
    List<MessageForms> forms = new ArrayList<>();
    Set<String> carriers = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (YamlFields fields :
        YamlFields.records(text, "everline/messages/1", "carriers", findings)) {
      MessageForms read = read(fields);
      if (read == null) {
        continue;
      }
      if (!catalog.carriers().containsKey(read.carrier())) {
        fields.wrong(
            "carrier",
            "'" + read.carrier() + "' does not exist",
            "use an id of carriers.yaml, or fix that record");
      }
      if (!carriers.add(read.carrier())) {
        fields.wrong("carrier", "'" + read.carrier() + "' appears twice", "keep one record of it");
      }
      checkNames(fields, "names", read.names(), names);
      checkNames(fields, "ordinaryNames", read.ordinaryNames(), names);
      forms.add(read);
    }
    return List.copyOf(forms);
  }

  private static void checkNames(
      YamlFields fields, String field, List<String> given, Set<String> known) {
    for (String name : given) {
      if (!known.add(name.toLowerCase(Locale.ROOT))) {
        fields.wrong(
            field, "'" + name + "' appears twice", "keep it with the carrier that is meant");
      }
    }
  }

  private static @org.jspecify.annotations.Nullable MessageForms read(YamlFields fields) {
    List<Shape> shapes = new ArrayList<>();
    for (YamlFields shape : fields.list("shapes")) {
      String words = shape.required("words", Values::text, "");
      Means means =
          shape.required(
              "means", (name, raw) -> Values.choice(name, raw, Means.class), Means.SERVICE_END);
      Provenance provenance = shape.provenance();
      if (shape.isSound()) {
        shapes.add(new Shape(words, means, provenance));
      }
    }
    MessageForms forms =
        new MessageForms(
            fields.required("carrier", Values::id, ""),
            fields.scalars("names", Values::text),
            fields.scalars("ordinaryNames", Values::text),
            shapes,
            fields.provenance());
    return fields.isSound() ? forms : null;
  }
}

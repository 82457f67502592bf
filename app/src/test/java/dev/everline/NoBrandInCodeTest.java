package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreeScanner;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One interpreter serves all carriers: what differs between them is data, never a case in code. */
class NoBrandInCodeTest {

  @Test
  void noCarrierPlanOrRuleIsNamedInMainCode() {
    Catalog catalog = CatalogLoader.builtIn().load();
    Set<String> ids = new TreeSet<>(catalog.carriers().keySet());
    ids.addAll(catalog.plans().keySet());
    // A rule of no carrier is Everline's own.
    catalog.lapseRules().values().stream()
        .filter(rule -> !rule.carrier().equals("any"))
        .forEach(rule -> ids.add(rule.id()));
    assertThat(ids).hasSizeGreaterThan(100);
    Map<String, String> named = new TreeMap<>();
    for (JavaSources.Source source : JavaSources.below(Path.of("src/main/java"))) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {

        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void none) {
          if (literal.getValue() instanceof String text && ids.contains(text)) {
            named.put(source.name(), text);
          }
          return super.visitLiteral(literal, null);
        }

        // Examples in documentation decide nothing.
        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void none) {
          return null;
        }
      }.scan(source.tree(), null);
    }
    // How a workbook says that a sheet is shown.
    named.remove("Workbook.java", "visible");
    assertThat(named).isEmpty();
  }
}

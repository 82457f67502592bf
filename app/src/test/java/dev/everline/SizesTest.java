package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.everline.JavaSources.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Nothing grows past what one can hold in the head. What is found too large is split along its
 * sense; what has a reason to be larger stands in {@link #EXCEPTIONS} with it.
 */
class SizesTest {

  private static final long FILE_LINES = 450;
  private static final long PACKAGE_FILES = 25;
  private static final long METHOD_LINES = 70;
  private static final long PARAMETERS = 12;

  /** What may be larger, named as the failure names it, and why. One that isn't any more fails. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry(
              "record CarriersSettings.Route",
              "its components are the names of settings, as operators write them"),
          Map.entry(
              "record CatalogController.CarrierView",
              "its components are the fields of published JSON, in their order"),
          Map.entry(
              "record CatalogController.PlanView",
              "its components are the fields of published JSON, in their order"),
          Map.entry(
              "record LineInput",
              "its components are the fields of published JSON, in their order"),
          Map.entry(
              "record LineView", "its components are the fields of published JSON, in their order"),
          Map.entry(
              "record OrderView",
              "its components are the fields of published JSON, in their order"),
          Map.entry(
              "record Carrier",
              "its components are the fields of the catalog's files and of published JSON"),
          Map.entry(
              "record DemoSummary",
              "its components are the fields of the JSON that the demo writes, in their order"),
          Map.entry("record Label", "its components are the columns of a published label"),
          Map.entry(
              "record LapseRule",
              "its components are the fields of the catalog's files and of published JSON"),
          Map.entry(
              "record Plan",
              "its components are the fields of the catalog's files and of published JSON"));

  @Test
  void filesPackagesMethodsAndParametersStayWithinTheirBounds() {
    Map<String, String> found = new TreeMap<>();
    List<Source> sources =
        JavaSources.below(
            Path.of("../app/src/main/java"),
            Path.of("../sandbox/src/main/java"),
            Path.of("../bench/src/main/java"));
    assertThat(sources).hasSizeGreaterThan(100);
    sources.stream()
        .collect(Collectors.groupingBy(Source::packageName, Collectors.counting()))
        .forEach((name, files) -> note(found, "package " + name, files, PACKAGE_FILES, "files"));
    for (Source source : sources) {
      note(
          found,
          "file " + source.name(),
          source.tree().getLineMap().getLineNumber(length(source) - 1),
          FILE_LINES,
          "lines");
      new Members(source, found).scan(source.tree(), null);
    }

    assertThat(without(EXCEPTIONS.keySet().stream(), found))
        .as("exceptions that are needed no more; delete them")
        .isEmpty();
    assertThat(
            found.entrySet().stream()
                .filter(entry -> !EXCEPTIONS.containsKey(entry.getKey()))
                .map(entry -> entry.getKey() + " has " + entry.getValue()))
        .as("what is too large; split it along its sense")
        .isEmpty();
  }

  private static long length(Source source) {
    return source.trees().getSourcePositions().getEndPosition(source.tree(), source.tree());
  }

  private static List<String> without(Stream<String> names, Map<String, String> found) {
    return names.filter(name -> !found.containsKey(name)).toList();
  }

  private static void note(
      Map<String, String> found, String name, long size, long bound, String unit) {
    if (size > bound) {
      found.merge(
          name, size + " " + unit + ", above " + bound, (one, other) -> one + " and " + other);
    }
  }

  /** Looks at each method, constructor and record of a file, however deep it is nested. */
  private static final class Members extends TreeScanner<Void, Void> {

    private final Source source;
    private final Map<String, String> found;
    private final List<ClassTree> within = new ArrayList<>();

    Members(Source source, Map<String, String> found) {
      this.source = source;
      this.found = found;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      within.add(type);
      if (type.getKind() == Tree.Kind.RECORD) {
        long components =
            type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
        note(found, "record " + path(), components, PARAMETERS, "components");
      }
      super.visitClass(type, null);
      within.removeLast();
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      boolean constructor = method.getReturnType() == null;
      String name =
          constructor ? "constructor " + path() : "method " + path() + "." + method.getName();
      note(found, name, source.linesOf(method), METHOD_LINES, "lines");
      if (constructor && !within(Tree.Kind.RECORD)) {
        note(found, name, method.getParameters().size(), PARAMETERS, "parameters");
      }
      return super.visitMethod(method, null);
    }

    private boolean within(Tree.Kind kind) {
      return within.getLast().getKind() == kind;
    }

    private String path() {
      return within.stream()
          .map(type -> type.getSimpleName().toString())
          .collect(Collectors.joining("."));
    }
  }
}

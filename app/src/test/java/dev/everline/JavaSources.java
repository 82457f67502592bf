package dev.everline;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources as the compiler's own parser reads them; nothing is resolved or compiled. */
final class JavaSources {

  /**
   * A file of Java.
   *
   * @param file its whole path
   * @param packageName such as {@code dev.everline.line}
   */
  record Source(Path file, String packageName, CompilationUnitTree tree, Trees trees) {

    String name() {
      return String.valueOf(file.getFileName());
    }

    /** Lines from the first of a tree to its last, both counted. */
    long linesOf(Tree part) {
      LineMap lines = tree.getLineMap();
      long start = trees.getSourcePositions().getStartPosition(tree, part);
      long end = trees.getSourcePositions().getEndPosition(tree, part);
      return lines.getLineNumber(end - 1) - lines.getLineNumber(start) + 1;
    }
  }

  private JavaSources() {}

  /** All that is below the folders, without files that only say something of their package. */
  static List<Source> below(Path... folders) {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> paths = new ArrayList<>();
      for (Path folder : folders) {
        try (Stream<Path> tree = Files.walk(folder)) {
          paths.addAll(tree.filter(JavaSources::isSource).sorted().toList());
        }
      }
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      Trees trees = Trees.instance(task);
      List<Source> sources = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        sources.add(
            new Source(
                Path.of(unit.getSourceFile().toUri()),
                String.valueOf(unit.getPackageName()),
                unit,
                trees));
      }
      return sources;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("package-info.java");
  }
}

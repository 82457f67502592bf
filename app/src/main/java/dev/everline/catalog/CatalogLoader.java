package dev.everline.catalog;

import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.file.CatalogFolder;
import dev.everline.catalog.file.CatalogReader;
import dev.everline.catalog.file.Findings;
import dev.everline.catalog.file.MessageFormsReader;
import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.identify.SimTables;
import dev.everline.catalog.identify.SimTablesReader;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.setting.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Loads the catalog: the data files built into the program and, over them, a folder of the owner's
 * whose files replace the built-in ones of the same name. Checks everything before anything is
 * used.
 */
public final class CatalogLoader {

  private static final int SHOWN = 20;

  private final CatalogFolder folder;

  private CatalogLoader(CatalogFolder folder) {
    this.folder = folder;
  }

  /** The built-in files alone. */
  public static CatalogLoader builtIn() {
    return new CatalogLoader(new CatalogFolder(null));
  }

  /** The built-in files with those of a folder over them. */
  public static CatalogLoader over(Path folder) {
    return new CatalogLoader(new CatalogFolder(folder));
  }

  /** The built-in files with those of a bundle over them. */
  public static CatalogLoader of(Bundle bundle) {
    return new CatalogLoader(new CatalogFolder(null, bundle.files()));
  }

  /**
   * The built-in files with those of {@link #ownFolder} over them, where that folder exists.
   *
   * @throws ProblemException when {@code EVERLINE_CATALOG} names what is no folder
   */
  public static CatalogLoader fromEnvironment(Map<String, String> environment) {
    Path own = ownFolder(environment);
    if (Files.isDirectory(own)) {
      return over(own);
    }
    String named = environment.get("EVERLINE_CATALOG");
    if (named != null && !named.isBlank()) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "EVERLINE_CATALOG '" + own + "' isn't a folder; create it, or unset the variable.");
    }
    return builtIn();
  }

  /** {@code EVERLINE_CATALOG}, else {@code catalog} in the {@link DataFolder}. */
  public static Path ownFolder(Map<String, String> environment) {
    String named = environment.get("EVERLINE_CATALOG");
    return named == null || named.isBlank()
        ? DataFolder.fromEnvironment(environment).resolve("catalog")
        : Path.of(named);
  }

  /**
   * @throws ProblemException (configuration) that lists what is wrong in which file and line
   */
  public Catalog load() {
    Findings findings = new Findings();
    Catalog catalog = CatalogReader.read(folder, findings);
    refuse(findings);
    return catalog;
  }

  /**
   * The identifier that uses the folder's tables of SIMs.
   *
   * @throws ProblemException (configuration) that lists what is wrong in which file and line
   */
  public Identifier loadIdentifier(Catalog catalog) {
    Findings findings = new Findings();
    SimTables tables = SimTablesReader.read(catalog, folder, findings);
    refuse(findings);
    return new Identifier(catalog, tables);
  }

  /**
   * How carriers' messages say things, by the folder's {@code messages.yaml}.
   *
   * @throws ProblemException (configuration) that lists what is wrong in which line
   */
  public List<MessageForms> loadMessageForms(Catalog catalog) {
    Findings findings = new Findings();
    List<MessageForms> forms = MessageFormsReader.read(catalog, folder, findings);
    refuse(findings);
    return forms;
  }

  /** What is to be fixed in the files, by file and line; empty when all is well. */
  public List<Finding> check() {
    return findings().stream()
        .filter(finding -> finding.severity() != Finding.Severity.DISAGREEMENT)
        .toList();
  }

  /** Where sources contradict one another, by file and line. */
  public List<Finding> disagreements() {
    return findings().stream()
        .filter(finding -> finding.severity() == Finding.Severity.DISAGREEMENT)
        .toList();
  }

  private List<Finding> findings() {
    Findings findings = new Findings();
    folder.checkNames(findings);
    Catalog catalog = CatalogReader.read(folder, findings);
    SimTablesReader.read(catalog, folder, findings);
    MessageFormsReader.read(catalog, folder, findings);
    return findings.all();
  }

  private static void refuse(Findings findings) {
    if (findings.count() > 0) {
      List<Finding> all =
          findings.all().stream()
              .filter(finding -> finding.severity() == Finding.Severity.MISTAKE)
              .toList();
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "The catalog can't be used; fix this and try again:\n"
              + all.stream().limit(SHOWN).map(Finding::toString).collect(Collectors.joining("\n"))
              + (findings.count() > SHOWN
                  ? "\n… and " + (findings.count() - SHOWN) + " more ('everline catalog check')."
                  : ""));
    }
  }
}

package dev.everline.catalog;

import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.catalog.bundle.ProgramVersion;
import dev.everline.catalog.bundle.ReleaseDate;
import dev.everline.catalog.bundle.SetAside;
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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
   * The catalog that is in force, as far as this machine knows without asking the database: the
   * built-in files, over them those of the bundle of which the home has a copy, and over both those
   * of {@link #ownFolder}, where that folder exists.
   *
   * @throws ProblemException when {@code EVERLINE_CATALOG} names what is no folder, or the copy
   *     can't be read
   */
  public static CatalogLoader fromEnvironment(Map<String, String> environment) {
    Bundle copy = BundleCopy.in(environment).read();
    CatalogLoader plain = with(environment, Map.of());
    if (copy == null || unfit(copy) != null) {
      return plain;
    }
    CatalogLoader over = with(environment, copy.files());
    return over.isSound() || !plain.isSound() ? over : plain;
  }

  /**
   * How an installed bundle is used by this program: it is, or it is set aside and the built-in
   * catalog is used, so that what once was right never stops a server.
   *
   * @param loaded what is used
   * @param setAside why the bundle isn't, or null when it is, or there is none
   */
  public record Chosen(Loaded loaded, @Nullable SetAside setAside) {}

  /**
   * @param bundle null: none
   * @throws ProblemException (configuration) when the owner's own files have mistakes
   */
  public static Chosen choose(Map<String, String> environment, @Nullable Bundle bundle) {
    SetAside unfit = bundle == null ? null : unfit(bundle);
    if (bundle != null && unfit == null) {
      try {
        return new Chosen(with(environment, bundle.files()).loadAll(), null);
      } catch (ProblemException invalid) {
        // Where the owner's files are to blame, they can't be used without the bundle either.
        unfit = SetAside.INVALID;
      }
    }
    return new Chosen(with(environment, Map.of()).loadAll(), unfit);
  }

  private static @Nullable SetAside unfit(Bundle bundle) {
    ProgramVersion running = ProgramVersion.running();
    if (running != null && bundle.needs().compareTo(running) > 0) {
      return SetAside.PROGRAM_TOO_OLD;
    }
    Instant released = ReleaseDate.ofTheProgram();
    return released != null && bundle.made().isBefore(released) ? SetAside.PROGRAM_NEWER : null;
  }

  /**
   * The built-in files, over them those of a bundle, and over both those of {@link #ownFolder},
   * where that folder exists.
   */
  public static CatalogLoader with(Map<String, String> environment, Map<String, byte[]> bundle) {
    Path own = ownFolder(environment);
    if (Files.isDirectory(own)) {
      return new CatalogLoader(new CatalogFolder(own, bundle));
    }
    String named = environment.get("EVERLINE_CATALOG");
    if (named != null && !named.isBlank()) {
      throw new ProblemException(
          ProblemType.CONFIGURATION,
          "EVERLINE_CATALOG '" + own + "' isn't a folder; create it, or unset the variable.");
    }
    return new CatalogLoader(new CatalogFolder(null, bundle));
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

  /**
   * All of it.
   *
   * @throws ProblemException (configuration) that lists what is wrong in which file and line
   */
  public Loaded loadAll() {
    Findings findings = new Findings();
    Catalog catalog = CatalogReader.read(folder, findings);
    SimTables tables = SimTablesReader.read(catalog, folder, findings);
    List<MessageForms> forms = MessageFormsReader.read(catalog, folder, findings);
    refuse(findings);
    return new Loaded(catalog, tables, forms, this);
  }

  /**
   * A catalog with what is beside it.
   *
   * @param loader of it
   */
  public record Loaded(
      Catalog catalog, SimTables tables, List<MessageForms> messageForms, CatalogLoader loader) {}

  /** The files whose text isn't the same as in another catalog. */
  public SortedSet<String> filesUnlike(CatalogLoader other) {
    return CatalogFolder.BUILT_IN.stream()
        .filter(name -> !Objects.equals(text(name), other.text(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private @Nullable String text(String name) {
    CatalogFolder.Text text = folder.read(name, new Findings());
    return text == null ? null : text.content();
  }

  /** Of some files those that the owner's folder has too, so that the owner's are used. */
  public List<String> ownOf(Collection<String> names) {
    return names.stream().filter(folder::isOwn).sorted().toList();
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

  private boolean isSound() {
    return findings().stream().noneMatch(finding -> finding.severity() == Finding.Severity.MISTAKE);
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

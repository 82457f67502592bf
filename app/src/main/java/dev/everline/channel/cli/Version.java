package dev.everline.channel.cli;

import dev.everline.catalog.bundle.Bundle;
import dev.everline.catalog.bundle.BundleCopy;
import dev.everline.catalog.bundle.ReleaseDate;
import dev.everline.kernel.ProblemException;
import java.time.Instant;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the artifact. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "Everline " + (version == null ? "(not packaged)" : version),
      catalog(),
      "Java " + Runtime.version() + ", " + System.getProperty("java.home")
    };
  }

  private static String catalog() {
    try {
      Bundle bundle = BundleCopy.in(System.getenv()).read();
      if (bundle != null) {
        return "Catalog bundle of " + bundle.made();
      }
    } catch (ProblemException damaged) {
      return "Catalog bundle (its copy can't be read)";
    }
    Instant released = ReleaseDate.ofTheProgram();
    return "Catalog built in" + (released == null ? "" : ", of " + released);
  }
}

package dev.everline.channel.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the artifact. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "Everline " + (version == null ? "(not packaged)" : version),
      "Java " + Runtime.version() + ", " + System.getProperty("java.home")
    };
  }
}

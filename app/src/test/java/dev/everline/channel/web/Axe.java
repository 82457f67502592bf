package dev.everline.channel.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The script that finds barriers in a page, and how it is asked. */
public final class Axe {

  public static final String SCRIPT = script();

  /** Each barrier as a line of text, with the elements that are one. */
  public static final String RUN =
      """
      () => axe.run(document, {resultTypes: ['violations']}).then((found) =>
        found.violations.map((each) => `${each.id} (${each.help}): ` +
          each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')))
      """;

  private Axe() {}

  private static String script() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IllegalStateException("axe.min.js is missing from the tests' libraries");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}

package dev.everline.channel.web;

import java.util.regex.Pattern;

/** The source of a fact in the catalog, as readers need it. */
public final class SourceText {

  /** What the catalog's keepers noted on how they had read a source. */
  private static final Pattern REMARK =
      Pattern.compile(
          "\\s*\\((?:read in copies|marked to be confirmed|two versions|not confirmed)\\)"
              + "|,\\s*read in copies(?=\\))");

  private SourceText() {}

  /** Without the remarks of the catalog's keepers. */
  public static String of(String noted) {
    return REMARK.matcher(noted).replaceAll("");
  }
}

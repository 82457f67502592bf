package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guides name what stands on the pages as the pages do, in each language. */
class GuideTest {

  private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");

  /** The word "bold" itself, and the mark in a card's ring, which is drawn. */
  private static final Set<String> NO_MESSAGES = Set.of("bold", "negrita", "粗体字", "?");

  @ParameterizedTest
  @EnumSource(Language.class)
  void whatAGuideSetsInBoldIsSaidByThePortal(Language language) throws IOException {
    Messages messages = Messages.load(language);
    List<String> said = messages.keys().stream().map(messages::say).toList();
    String guide = Files.readString(Path.of("../docs/guide", "guide." + language.tag() + ".md"));
    List<String> named = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Matcher bold = BOLD.matcher(guide);
    while (bold.find()) {
      String name = bold.group(1);
      named.add(name);
      if (!NO_MESSAGES.contains(name) && said.stream().noneMatch(of(name).asPredicate())) {
        unknown.add(name);
      }
    }
    assertThat(named).as(language.tag()).hasSizeGreaterThan(100);
    assertThat(unknown).as(language.tag() + ": in bold, and said nowhere").isEmpty();
  }

  /** A message that has a name's parts in their order; "…" stands for what differs. */
  private static Pattern of(String name) {
    return Pattern.compile(
        Arrays.stream(name.split("…"))
            .map(String::strip)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }
}

package dev.everline.line.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.line.message.LabelledMessages.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The labelled messages are the reader's specification: nothing wrong, nearly all found. */
class LabelledMessagesTest {

  private static final List<Labelled> ALL = LabelledMessages.all();
  private static final CarrierMessages MESSAGES = messages();

  static CarrierMessages messages() {
    CatalogLoader loader = CatalogLoader.builtIn();
    Catalog catalog = loader.load();
    return new CarrierMessages(
        catalog,
        loader.loadIdentifier(catalog),
        new LinkJudge(catalog),
        loader.loadMessageForms(catalog));
  }

  private static CarrierMessage read(Labelled message) {
    return MESSAGES.read(message.text(), message.received());
  }

  @Test
  void notOneWrongStatementIsTaken() {
    Map<String, List<String>> wrong = new TreeMap<>();
    for (Labelled message : ALL) {
      List<String> taken = new ArrayList<>(LabelledMessages.labels(read(message)));
      taken.removeAll(message.statements());
      if (!taken.isEmpty()) {
        wrong.put(message.name(), taken);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void nearlyAllStatementsAreFound() {
    List<String> missed = new ArrayList<>();
    int labelled = 0;
    for (Labelled message : ALL) {
      List<String> taken = LabelledMessages.labels(read(message));
      labelled += message.statements().size();
      message.statements().stream()
          .filter(statement -> !taken.contains(statement))
          .forEach(statement -> missed.add(message.name() + ": " + statement));
    }
    assertThat(missed).hasSizeLessThanOrEqualTo(labelled / 20);
  }

  @Test
  void whoseMessageAndWhichLineItIsAreRead() {
    for (Labelled message : ALL) {
      assertThat(LabelledMessages.whose(read(message)))
          .as(message.name())
          .isEqualTo(message.whose());
    }
  }

  /** The specification itself: many texts of many brands, a third of them traps. */
  @Test
  void theSpecificationIsBroad() {
    assertThat(ALL).hasSizeGreaterThan(150);
    assertThat(ALL.stream().filter(Labelled::isTrap).count())
        .isGreaterThanOrEqualTo(ALL.size() / 3);
    Set<String> brands =
        ALL.stream()
            .map(message -> message.whose().getOrDefault("carrier", ""))
            .collect(Collectors.toSet());
    assertThat(brands).hasSizeGreaterThan(20);
    Set<String> names = ALL.stream().map(Labelled::name).collect(Collectors.toSet());
    assertThat(names).as("of each text a name of its own").hasSameSizeAs(ALL);
  }

  @Test
  void blanksQuotesAndCaseChangeNothing() {
    for (Labelled message : ALL) {
      List<String> plain = LabelledMessages.labels(read(message));
      for (String same : spelledOtherwise(message.text())) {
        assertThat(LabelledMessages.labels(MESSAGES.read(same, message.received())))
            .as(same)
            .isEqualTo(plain);
      }
    }
  }

  private static List<String> spelledOtherwise(String text) {
    List<String> same = new ArrayList<>();
    same.add("  " + text.replace(" ", "\u00a0\u2009 ") + "\t\n");
    same.add(text.replace("'", "\u2019").replace('"', '\u201c'));
    same.add(text.replace(" ", "\t"));
    // An address, and the names within one, are told apart by nothing else.
    same.add(text.toUpperCase(java.util.Locale.ROOT));
    same.add(text.toLowerCase(java.util.Locale.ROOT));
    return same;
  }

  @Test
  void aLinkThatLooksLikeACarriersLeavesNothingButTheWarning() {
    for (Labelled message : ALL) {
      CarrierMessage read =
          MESSAGES.read(message.text() + " https://m1ntmobile.com/renew", message.received());
      assertThat(LabelledMessages.labels(read)).as(message.name()).containsExactly("other scam");
    }
  }

  @Test
  void behindAShortenedLinkNothingIsSure() {
    for (Labelled message : ALL) {
      CarrierMessage read =
          MESSAGES.read(message.text() + " https://bit.ly/3abc", message.received());
      assertThat(read.hidesALink()).isTrue();
      assertThat(read.statements())
          .filteredOn(said -> LabelledMessages.isOfTheLine(LabelledMessages.label(said)))
          .allMatch(said -> said.confidence() == dev.everline.catalog.Confidence.LOW);
    }
  }
}

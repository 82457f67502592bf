package dev.everline.line.message;

import static java.util.stream.Collectors.joining;

import dev.everline.line.message.Statement.About;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The labelled messages beside this test; {@code english.txt} explains their form. */
final class LabelledMessages {

  private static final Path FOLDER =
      Path.of("src/test/resources/dev/everline/line/message/messages");
  private static final LocalDate RECEIVED = LocalDate.of(2026, 11, 29);
  private static final Set<String> OF_THE_MESSAGE = Set.of("carrier", "number", "last4", "iccid");

  private LabelledMessages() {}

  /**
   * A message with what it says.
   *
   * @param statements as {@link #label} writes them
   * @param whose carrier, number, last four digits and SIM, where it names them
   */
  record Labelled(
      String name,
      LocalDate received,
      String text,
      List<String> statements,
      Map<String, String> whose) {

    boolean isTrap() {
      return statements.isEmpty();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Labelled> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Labelled> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.addAll(read(Files.readString(file)));
      }
      return List.copyOf(all);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Labelled> read(String content) {
    return Stream.of(content.split("(?m)^=== "))
        .filter(block -> !block.startsWith("#") && !block.isBlank())
        .map(LabelledMessages::message)
        .toList();
  }

  private static Labelled message(String block) {
    List<String> lines = block.lines().toList();
    String[] head = lines.getFirst().split(" ", -1);
    List<String> statements = new ArrayList<>();
    Map<String, String> whose = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith("-> ")) {
        String label = line.substring(3).strip();
        String[] words = label.split(" ", -1);
        if (words.length == 2 && OF_THE_MESSAGE.contains(words[0])) {
          whose.put(words[0], words[1]);
        } else if (!label.equals("nothing")) {
          statements.add(label);
        }
      }
    }
    String text =
        lines.stream().skip(1).filter(line -> !line.startsWith("-> ")).collect(joining("\n"));
    LocalDate received = head.length > 1 ? LocalDate.parse(head[1]) : RECEIVED;
    return new Labelled(head[0], received, text.strip(), List.copyOf(statements), whose);
  }

  /** A statement as labels say it: {@code plan renewal-due 2026-12-20 45.00}. */
  static String label(Statement said) {
    String label = said.about().key() + " " + said.what().key();
    if (said.date() != null || said.amount() != null) {
      label += " " + (said.date() == null ? "-" : said.date());
    }
    return said.amount() == null ? label : label + " " + said.amount().toDecimal().toPlainString();
  }

  static List<String> labels(CarrierMessage message) {
    return message.statements().stream().map(LabelledMessages::label).toList();
  }

  static Map<String, String> whose(CarrierMessage message) {
    Map<String, String> whose = new HashMap<>();
    whose.put("carrier", message.carrier());
    whose.put("number", message.line().number());
    whose.put("last4", message.line().last4());
    whose.put("iccid", message.line().iccid());
    whose.values().removeIf(value -> value == null);
    return whose;
  }

  static boolean isOfTheLine(String label) {
    return Stream.of(About.LINE, About.PLAN, About.BALANCE)
        .anyMatch(about -> label.startsWith(about.key() + " "));
  }
}

package dev.everline.channel.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identification.Brand;
import dev.everline.catalog.identify.Identification.Kind;
import dev.everline.catalog.identify.Identifier;
import dev.everline.kernel.ProblemType;
import dev.everline.kernel.text.SimNumber;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what an identifier is and what it says of a line. Opens no database. */
@Command(
    name = "identify",
    description = {
      "Identifies an ICCID, IMSI, EID, IMEI, phone number, eSIM activation code or brand and shows",
      "what it says about a line.",
      "Exit code 0 if all are valid, 2 if one is not."
    },
    mixinStandardHelpOptions = true)
final class IdentifyCommand implements Callable<Integer> {

  /** Shorter words can't be identifiers: they are the groups in which one is printed. */
  private static final int LONGEST_GROUP = 9;

  private static final Pattern GROUP_IDENTIFIER =
      Pattern.compile("GID1?[=:].*", Pattern.CASE_INSENSITIVE);

  /** What an identifier is, in front of it. */
  private static final Pattern NAME =
      Pattern.compile(
          "[+^#]?(?:Q?CCID|ICCID|SIM|IMSI|EID|IMEI|MSISDN|phone|number|tel)[:=#]*",
          Pattern.CASE_INSENSITIVE);

  /** A part of a brand's name. */
  private static final Pattern NO_DIGITS = Pattern.compile("[^0-9\\s]+");

  /**
   * An answer with the number that it is about.
   *
   * @param simNumber of a SIM with its check digit and its digits in order, or null
   */
  private record Answer(@JsonUnwrapped Identification identification, @Nullable String simNumber) {

    private static Answer of(Identification identification, String text) {
      SimNumber sim = identification.kind() == Kind.ICCID ? SimNumber.orNull(text) : null;
      return sim == null || SimNumber.isRounded(sim.digits())
          ? new Answer(identification, null)
          : new Answer(identification, sim.identity());
    }
  }

  private final Map<String, String> environment;

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description =
          "What the card or the phone's settings show; spaces and dashes are fine, and"
              + " GID1=6D38 may follow an IMSI.")
  private List<String> texts = List.of();

  @Option(
      names = "--gid1",
      paramLabel = "HEX",
      description = "The SIM's group identifier, which identifies the brand behind an IMSI.")
  private @Nullable String gid1;

  @Option(names = "--json", description = "Prints JSON: an object, or a list for several texts.")
  private boolean json;

  @Spec private CommandSpec spec;

  IdentifyCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    CatalogLoader loader = CatalogLoader.fromEnvironment(environment);
    Identifier identifier = loader.loadIdentifier(loader.load());
    List<Answer> answers =
        identifiers(texts).stream()
            .map(text -> Answer.of(identifier.identify(text, gid1), text))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      new Json().print(out, answers.size() == 1 ? answers.getFirst() : answers);
    } else {
      answers.forEach(answer -> print(out, answer));
      out.flush();
    }
    return answers.stream().map(Answer::identification).allMatch(Identification::valid)
        ? 0
        : ProblemType.INVALID_VALUE.exitCode();
  }

  /** Words as the shell split them, joined again where they are parts of one identifier. */
  static List<String> identifiers(List<String> words) {
    if (words.stream().allMatch(word -> word.length() <= LONGEST_GROUP)) {
      return List.of(String.join(" ", words));
    }
    List<String> identifiers = new ArrayList<>();
    for (String word : words) {
      boolean behind =
          !identifiers.isEmpty()
              && (GROUP_IDENTIFIER.matcher(word).matches()
                  || NAME.matcher(identifiers.getLast()).matches()
                  || (NO_DIGITS.matcher(identifiers.getLast()).matches()
                      && NO_DIGITS.matcher(word).matches()));
      if (behind) {
        identifiers.add(identifiers.removeLast() + " " + word);
      } else {
        identifiers.add(word);
      }
    }
    return identifiers;
  }

  private static void print(PrintWriter out, Answer answered) {
    Identification answer = answered.identification();
    out.println(
        answer.kind() == Kind.UNKNOWN
            ? "Unknown"
            : answer.kind() + (answer.valid() ? ", valid" : ", NOT valid"));
    line(out, "Number", answered.simNumber());
    line(out, "Network", answer.network());
    Brand brand = answer.brand();
    line(out, "Brand", brand == null ? null : brand.name());
    String others =
        answer.candidates().stream()
            .filter(candidate -> !candidate.equals(brand))
            .map(Brand::name)
            .collect(Collectors.joining(", "));
    line(out, brand == null ? "One of" : "Or one of", others.isEmpty() ? null : others);
    if (answer.kind() != Kind.UNKNOWN) {
      line(out, "Confidence", answer.confidence().name().toLowerCase(Locale.ROOT));
      line(out, "Rule", answer.rule());
    }
    answer.warnings().forEach(warning -> line(out, "Note", warning));
  }

  private static void line(PrintWriter out, String label, @Nullable String words) {
    if (words != null) {
      out.println("  " + label + " ".repeat(12 - label.length()) + Terminal.printable(words));
    }
  }
}

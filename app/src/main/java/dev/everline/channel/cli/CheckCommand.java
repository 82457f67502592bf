package dev.everline.channel.cli;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.catalog.link.LinkJudgement.Why;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells a carrier's own links from look-alikes. Opens no database and asks no network. */
@Command(
    name = "check",
    description = {
      "Checks links: official, look-alike, shortener or unknown, of which brand, and why.",
      "Nothing is opened or sent. Exit code 0 if a link was judged, 2 if there is none."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Parameters(
      arity = "1..*",
      paramLabel = "URL|TEXT",
      description = "An address, with or without https://, or a text with links in it.")
  private List<String> texts = List.of();

  @Option(names = "--json", description = "Prints JSON: an object, or a list for several links.")
  private boolean json;

  @Spec private CommandSpec spec;

  CheckCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * As printed for programs.
   *
   * @param why a sentence
   * @param reason the same as one of a fixed set
   * @param official the carrier's host that it belongs to or imitates
   * @param record of the catalog, that names that host
   */
  private record Answer(
      String judgement,
      @Nullable String brand,
      String why,
      String reason,
      @Nullable String official,
      @Nullable String record,
      String url,
      String host) {}

  @Override
  public Integer call() {
    Catalog catalog = CatalogLoader.fromEnvironment(environment).load();
    LinkJudge judge = new LinkJudge(catalog);
    String text = String.join(" ", texts).strip();
    List<LinkJudgement> found = judge.judgeTyped(text);
    if (found.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE,
          "There is no link in this text; give an address such as www.example.com/pay.");
    }
    Messages english = Messages.load(Language.ENGLISH);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      List<Answer> answers = found.stream().map(each -> answer(each, english)).toList();
      new Json().print(out, answers.size() == 1 ? answers.getFirst() : answers);
    } else {
      found.forEach(each -> print(out, each, catalog, english));
      out.flush();
    }
    return 0;
  }

  private static Answer answer(LinkJudgement link, Messages english) {
    Why why = link.why();
    return new Answer(
        link.judgement().key(),
        link.brand(),
        sentence(link, english),
        why.reason().key(),
        why.official(),
        why.record(),
        link.url(),
        link.host());
  }

  private static String sentence(LinkJudgement link, Messages english) {
    String official = Objects.requireNonNullElse(link.why().official(), "");
    return english.say("link-why." + link.why().reason().name(), official, link.host());
  }

  private static void print(
      PrintWriter out, LinkJudgement link, Catalog catalog, Messages english) {
    String brand = link.brand();
    Carrier carrier = brand == null ? null : catalog.carriers().get(brand);
    out.println(Terminal.printable(link.url()));
    line(out, "Judgement", link.judgement().key());
    line(out, "Brand", carrier == null ? null : carrier.brand());
    line(out, "Why", sentence(link, english));
    line(out, "By", link.why().record());
  }

  private static void line(PrintWriter out, String label, @Nullable String words) {
    if (words != null) {
      out.println("  " + label + " ".repeat(12 - label.length()) + Terminal.printable(words));
    }
  }
}

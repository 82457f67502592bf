package dev.everline.channel.cli;

import dev.everline.catalog.Catalog;
import dev.everline.catalog.CatalogLoader;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.kernel.InvalidValue;
import dev.everline.line.message.CarrierMessage;
import dev.everline.line.message.CarrierMessages;
import dev.everline.line.message.OwnLine;
import dev.everline.line.message.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads carriers' messages. Opens no database. */
@Command(
    name = "message",
    description = "Reads carriers' messages: 'message read' says what one states.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class MessageCommand implements Runnable {

  @Spec private CommandSpec spec;

  private MessageCommand() {}

  static CommandLine commandLine(
      Map<String, String> environment, Clock clock, Supplier<InputStream> in) {
    CommandLine command = new CommandLine(new MessageCommand());
    command.addSubcommand(new Read(environment, clock, in));
    return command;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code message read}. */
  @Command(
      name = "read",
      description = {
        "Reads a carrier's message from standard input: what it says of which line, and where its"
            + " links lead.",
        "What could be read in two ways is left out. Nothing is stored."
      },
      mixinStandardHelpOptions = true)
  private static final class Read implements Callable<Integer> {

    /** A mail may be longer than a text message; what is larger than this is no message. */
    private static final int MOST_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Clock clock;
    private final Supplier<InputStream> in;

    @Option(
        names = "--received",
        paramLabel = "DATE",
        description =
            "The day it was received, such as 2026-11-29; 'tomorrow' and dates without a year count"
                + " from it. Default: today.")
    private @Nullable String received;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    Read(Map<String, String> environment, Clock clock, Supplier<InputStream> in) {
      this.environment = environment;
      this.clock = clock;
      this.in = in;
    }

    @Override
    public Integer call() {
      LocalDate day = day();
      String text = text();
      CatalogLoader loader = CatalogLoader.fromEnvironment(environment);
      Catalog catalog = loader.load();
      CarrierMessages messages =
          new CarrierMessages(
              catalog,
              loader.loadIdentifier(catalog),
              new LinkJudge(catalog),
              loader.loadMessageForms(catalog));
      CarrierMessage message = messages.read(text, day);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        new Json().print(out, printed(message));
      } else {
        print(out, message);
      }
      return 0;
    }

    private LocalDate day() {
      if (received == null) {
        return LocalDate.now(clock);
      }
      try {
        LocalDate day = LocalDate.parse(received);
        if (day.getYear() >= 2000 && day.getYear() < 2100) {
          return day;
        }
      } catch (DateTimeException none) {
        // the same answer as for a day out of range
      }
      throw InvalidValue.of(
          "--received", received, "isn't a day of this century", "write it like 2026-11-29");
    }

    private String text() {
      byte[] bytes;
      try {
        bytes = in.get().readNBytes(MOST_BYTES + 1);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
      if (bytes.length > MOST_BYTES) {
        throw wrong("is larger than 64 KiB", "give one message");
      }
      String text;
      try {
        text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException other) {
        throw wrong("isn't UTF-8 text", "give the message's text, saved as UTF-8");
      }
      if (text.isBlank()) {
        throw wrong("is empty", "give it on standard input: everline message read < FILE");
      }
      boolean binary =
          text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
      if (binary) {
        throw wrong("isn't text", "give the message's text, not a file of another kind");
      }
      return text;
    }

    private static InvalidValue wrong(String reason, String remedy) {
      return InvalidValue.withoutValue("message", reason, remedy);
    }

    private static Map<String, Object> printed(CarrierMessage message) {
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("carrier", message.carrier());
      printed.put("statements", message.statements().stream().map(Read::printed).toList());
      Map<String, Object> line = new LinkedHashMap<>();
      OwnLine own = message.line();
      put(line, "number", own.number() == null ? null : "+" + own.number());
      put(line, "last4", own.last4());
      put(line, "iccid", own.iccid());
      printed.put("line", line);
      printed.put(
          "links",
          message.links().stream()
              .map(link -> Map.of("url", link.url(), "judgement", link.judgement().key()))
              .toList());
      return printed;
    }

    private static Map<String, Object> printed(Statement statement) {
      Map<String, Object> printed = new LinkedHashMap<>();
      printed.put("about", statement.about().key());
      printed.put("what", statement.what().key());
      put(printed, "date", statement.date());
      put(printed, "amount", statement.amount());
      printed.put("confidence", statement.confidence().name().toLowerCase(Locale.ROOT));
      printed.put("words", statement.words());
      return printed;
    }

    private static void put(Map<String, Object> into, String name, @Nullable Object value) {
      if (value != null) {
        into.put(name, value);
      }
    }

    private static void print(PrintWriter out, CarrierMessage message) {
      out.println("From: " + (message.carrier() == null ? "unknown" : message.carrier()));
      if (message.statements().isEmpty()) {
        out.println("It says nothing that could be read with certainty.");
      } else {
        table(message.statements()).print(out);
      }
      if (message.unsure()) {
        out.println("A date or an amount could be read in two ways and was left out.");
      }
      if (message.line().several()) {
        out.println("It is about several lines, so nothing was taken: give one line's part.");
      }
      if (message.isScam()) {
        out.println("Don't open its links, don't reply and don't pay.");
      } else if (message.hidesALink()) {
        out.println("A link hides where it leads: compare with the carrier's own app.");
      }
      for (LinkJudgement link : message.links()) {
        out.println(
            "Link: " + Terminal.printable(link.url()) + " (" + link.judgement().key() + ")");
      }
      out.flush();
    }

    private static Table table(List<Statement> statements) {
      Table table =
          new Table().left("About").left("What").left("Date").right("Amount").left("Confidence");
      for (Statement each : statements) {
        table.row(
            each.about().key(),
            each.what().key(),
            each.date(),
            each.amount(),
            each.confidence().name().toLowerCase(Locale.ROOT));
      }
      return table;
    }
  }
}

package dev.everline.line.message;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Confidence;
import dev.everline.catalog.Derived;
import dev.everline.catalog.MessageForms;
import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.link.Judgement;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.line.message.Lexer.Tokens;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Token.Word;
import dev.everline.line.message.Written.Relative;
import dev.everline.line.message.text.Lexicon;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import dev.everline.line.message.text.Names;
import dev.everline.line.message.text.Wrapping;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads carriers' text messages in English, Spanish and Chinese into statements. What could be read
 * in two ways is left out. Pure; takes any text.
 */
public final class CarrierMessages {

  /** Only phone bills mention these; "service" and "account" are in other bills, too. */
  private static final Pattern PHONE =
      Pattern.compile(
          "\\blines?\\b|linea|phone|wireless|mobile|cell|movil|celular|prepaid|prepago|手机|电话|线路");

  /** More than any text message has; what follows is not looked at. */
  static final int LONGEST = 4_000;

  private final Identifier identifier;
  private final LinkJudge links;
  private final Lexicon lexicon = Lexicon.builtIn();
  private final Derived<Known> known;

  /**
   * What the catalog says of messages.
   *
   * @param forms by carrier
   * @param care the numbers of customer care by carrier
   */
  private record Known(
      Names.Known names, Map<String, MessageForms> forms, Map<String, String> care) {

    static Known of(Catalog catalog, List<MessageForms> forms) {
      return new Known(
          new Names.Known(catalog, forms),
          forms.stream().collect(Collectors.toUnmodifiableMap(MessageForms::carrier, form -> form)),
          catalog.carriers().values().stream()
              .filter(carrier -> carrier.care() != null)
              .collect(
                  Collectors.toUnmodifiableMap(
                      Carrier::id, carrier -> Objects.requireNonNull(carrier.care()))));
    }
  }

  public CarrierMessages(
      Catalog catalog, Identifier identifier, LinkJudge links, List<MessageForms> forms) {
    this(catalog, identifier, links, () -> forms);
  }

  /**
   * @param forms those of the catalog that is in force
   */
  public CarrierMessages(
      Catalog catalog, Identifier identifier, LinkJudge links, Supplier<List<MessageForms>> forms) {
    this.identifier = identifier;
    this.links = links;
    this.known = new Derived<>(catalog, () -> Known.of(catalog.asItIs(), forms.get()));
  }

  /**
   * @param received the day on which the message came, where its reader is: what "tomorrow" and a
   *     date without a year are counted from
   */
  public CarrierMessage read(String message, LocalDate received) {
    String whole = message.substring(0, Math.min(LONGEST, message.length()));
    MessageText text = MessageText.of(Wrapping.off(whole));
    List<LinkJudgement> judged =
        whole.indexOf('.') < 0 ? List.of() : links.find(MessageText.of(whole).shown());
    Names named = known.get().names().in(text.folded());
    Tokens tokens = Lexer.read(text, lexiconOf(named.sender()), named);
    OwnLine line = OwnLine.of(text, tokens.all(), identifier);
    List<Sentence> sentences = Sentence.of(Joined.of(tokens.all(), text.folded()));
    if (Scams.isOne(text, judged, known.get().care().get(String.valueOf(named.sender())))) {
      return new CarrierMessage(named.sender(), List.of(scam(text)), line, judged, false);
    }
    Statement code = sentences.isEmpty() ? null : Codes.in(text, sentences);
    if (code != null) {
      return new CarrierMessage(named.sender(), List.of(code), line, judged, false);
    }
    Findings found = new Findings();
    read(sentences, reading(text, received, tokens, named.sender()), found);
    List<Statement> statements = found.all();
    if (line.several()) {
      // Which of them says what of which line, nobody can tell.
      statements = List.of();
    }
    boolean hidden = judged.stream().anyMatch(link -> link.judgement() == Judgement.SHORTENER);
    if (hidden) {
      statements = statements.stream().map(each -> each.with(Confidence.LOW)).toList();
    }
    return new CarrierMessage(named.sender(), statements, line, judged, found.isUnsure());
  }

  /** A message as it may be shown: without the digits of a code. */
  public static String shown(String message, CarrierMessage read) {
    String shown = message.substring(0, Math.min(LONGEST, message.length()));
    return read.hasCode() || read.isScam() ? Codes.masked(shown) : shown;
  }

  private static Statement scam(MessageText text) {
    String words = text.shown().replace('\n', ' ');
    return Statement.of(
        About.OTHER,
        What.SCAM,
        Confidence.HIGH,
        Codes.masked(words.length() > 160 ? words.substring(0, 160) + "…" : words));
  }

  private Lexicon lexiconOf(@Nullable String sender) {
    MessageForms of = sender == null ? null : known.get().forms().get(sender);
    return of == null || of.shapes().isEmpty() ? lexicon : lexicon.with(of.shapes());
  }

  private Reading reading(
      MessageText text, LocalDate received, Tokens tokens, @Nullable String sender) {
    Set<Meaning> has = EnumSet.noneOf(Meaning.class);
    for (Token token : tokens.all()) {
      if (token instanceof Word word) {
        has.add(word.meaning());
      }
    }
    Set<LocalDate> counted =
        tokens.all().stream()
            .filter(Day.class::isInstance)
            .map(token -> ((Day) token).written())
            .filter(Relative.class::isInstance)
            .map(written -> received.plusDays(((Relative) written).days()))
            .collect(Collectors.toUnmodifiableSet());
    MessageForms of = sender == null ? null : known.get().forms().get(sender);
    return new Reading(
        text,
        received,
        tokens.dayFirst(),
        has.contains(Meaning.FORWARDED),
        sender,
        counted,
        has,
        of == null ? Set.of() : words(of, true),
        of == null ? Set.of() : words(of, false));
  }

  private static Set<String> words(MessageForms forms, boolean facts) {
    return forms.shapes().stream()
        .filter(shape -> shape.provenance().isFact() == facts)
        .map(shape -> MessageText.of(shape.words()).folded())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** "Acme Energy: your bill is due": a sender nobody knows, and nothing said of a line. */
  private static boolean isAnothersBill(List<Sentence> sentences, Reading reading) {
    boolean line =
        PHONE.matcher(reading.text().folded()).find()
            || reading.has().contains(Meaning.PLAN)
            || reading.has().contains(Meaning.NUMBER)
            || reading.has().contains(Meaning.SIM)
            || reading.has().contains(Meaning.DATA)
            || reading.has().contains(Meaning.BALANCE);
    boolean bill =
        reading.has().contains(Meaning.BILL)
            || reading.has().contains(Meaning.DUE)
            || reading.has().contains(Meaning.CHARGED)
            || reading.has().contains(Meaning.PAYMENT);
    return bill && !line && !sentences.isEmpty() && sentences.getFirst().isHeadedByAName();
  }

  private static void read(List<Sentence> sentences, Reading reading, Findings found) {
    // A bank's or a shop's message: its dates and amounts are of no line.
    if (reading.carrier() == null
        && (reading.has().contains(Meaning.STRANGER) || isAnothersBill(sentences, reading))) {
      return;
    }
    DatedClauses dated = new DatedClauses(reading, found);
    DeadlineClauses deadlines = new DeadlineClauses(reading, found);
    MoneyClauses money = new MoneyClauses(reading, found);
    PaymentClauses payments = new PaymentClauses(reading, found);
    AutopayClauses autopay = new AutopayClauses(reading, found);
    EventClauses events = new EventClauses(reading, found);
    for (Sentence sentence : sentences) {
      dated.read(sentence);
      deadlines.read(sentence);
      money.read(sentence);
      payments.read(sentence);
      autopay.read(sentence);
      events.read(sentence);
    }
  }
}

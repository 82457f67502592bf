package dev.everline.line.message;

import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.line.Msisdn;
import dev.everline.line.message.Token.Figure;
import dev.everline.line.message.Token.Link;
import dev.everline.line.message.Token.Stop;
import dev.everline.line.message.Token.Sum;
import dev.everline.line.message.Token.Word;
import dev.everline.line.message.text.Lexicon;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import dev.everline.line.message.text.Names;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts a text into words, days, amounts, figures and marks. */
final class Lexer {

  private static final Pattern LINK =
      Pattern.compile(
          "(?:https?://|www\\.)[^\\s<>\"')】]+|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+"
              + "|(?:[\\p{L}\\d-]+\\.)+(?:com|net|org|us|co|info|io|me|ly|xyz|top|vip|app|link|site"
              + "|online|shop|club|live|cc|tk|gd|gl|im|page|help|support|ru|cn|icu|mobi|biz)"
              + "(?![\\p{L}\\d.-]*[\\p{L}\\d])(?:[:/?][^\\s<>\"')】]*)?");
  private static final String NUMBER =
      "(\\d{1,3}(?:,\\d{3})+(?:\\.\\d{1,2})?|\\d{1,6}(?:\\.\\d{2}|,\\d{2}(?!月))?|\\.\\d{2})";

  /** In "$2.50，12月7日" the comma parts the amount from a date. */
  private static final String NO_MORE = "(?!\\d|\\.\\d|,\\d(?!\\d?月))";

  private static final String OTHER_CURRENCY =
      "(?<other>\\s?(?:mxn|cad|eur|pesos|hkd|ntd|rmb|cop|人民币|加元|港币|日元|比索))?";
  private static final String A_MONTH =
      "(?:\\s?(?:/|\\b(?:a|per|al|por)\\s)\\s?(?:month|mo|mes|year|yr)\\b)?";
  private static final Pattern SIGN_FIRST =
      Pattern.compile("(?:us\\s?|usd\\s?)?\\$\\s?" + NUMBER + NO_MORE + OTHER_CURRENCY + A_MONTH);
  private static final Pattern CODE_FIRST =
      Pattern.compile("usd\\s?" + NUMBER + NO_MORE + OTHER_CURRENCY);
  private static final Pattern SIGN_LAST =
      Pattern.compile(
          NUMBER
              + "\\s?(?:usd|us dollars|dollars?|dolares|dolar|美元|美金|us\\$|\\$(?!\\s?\\d))"
              + "(?![a-z])");
  private static final List<Pattern> SIGNED = List.of(SIGN_FIRST, CODE_FIRST);
  private static final List<Pattern> COUNTED = List.of(SIGN_LAST);
  private static final Pattern YUAN =
      Pattern.compile("[¥€£]\\s?[\\d.,]+|[\\d.,]*\\d\\s?(?:元|块|pesos)");
  private static final Pattern CENTS =
      Pattern.compile("(\\d{1,2})\\s?(?:¢|cents?|centavos|美分)(?![a-z])");
  private static final Pattern ICCID = Pattern.compile("89\\d{16,18}(?!\\d)");
  private static final Pattern PHONE =
      Pattern.compile(
          "(?:\\+?1[\\s.-]?)?(?:\\(\\d{3}\\)\\s?|\\d{3}[\\s.-]?)\\d{3}[\\s.-]?\\d{4}"
              + "(?![\\d]|[a-z]|[.,]\\d|\\s?(?:ext|x)\\.?\\s?\\d)|\\+\\d{8,15}(?![\\da-z])");
  private static final Pattern LAST_FOUR =
      Pattern.compile("(?:[x*•·#]{2,}[-. ]?)+(\\d{4})(?!\\d)|\\.{2,3}\\s?(\\d{4})(?!\\d)");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{1,2}(?::\\d{2}){1,2}(?:\\s?[ap](?:\\.\\s?m\\.|\\s?m\\b))?|\\d{1,2}\\s?[ap](?:\\.\\s?m\\.|\\s?m\\b)"
              + "|\\d{1,2}\\s?点(?:\\d{1,2}分)?|\\d{1,2}时(?:\\d{1,2}分)?");
  private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(?:\\.\\d+)?\\s?%");
  private static final Pattern QUANTITY =
      Pattern.compile(
          "\\d+(?:,\\d{3})*(?:\\.\\d+)?\\s?(?:gb|mb|kb|tb|gigas?|megas?|gig|minutes?|minutos?|mins?|texts?"
              + "|sms|mensajes|分钟|条|g|m)(?![a-z\\d])");
  private static final Pattern DIGITS = Pattern.compile("#?\\d[\\w'.,/-]*\\w|#?\\d");
  private static final Pattern ABBREVIATED =
      Pattern.compile(
          ".*(?:^|[^a-z])(?:exp|acct|no|num|ext|est|approx|min|max|mr|mrs|ms|dr|st|tel|e\\.g|i\\.e|u\\.s|us)$");

  private static final Pattern NUMBERED = Pattern.compile("\\s?[#\\d]");

  private static final Set<Character> MARKS =
      Set.of(
          '.', ',', '!', '?', ';', ':', '。', '！', '？', '；', '、', '(', ')', '[', ']', '【', '】', '-',
          '/', '|', '¿', '¡', '=', '~', '>', '\n', '•', '·', '{', '}', '<', '《', '》');

  /** No line has, owes or pays more. */
  private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

  private final MessageText text;
  private final String folded;
  private final Lexicon lexicon;
  private final Names names;
  private final List<Token> tokens = new ArrayList<>();
  private int spanish;
  private int english;
  private int at;

  private Lexer(MessageText text, Lexicon lexicon, Names names) {
    this.text = text;
    this.folded = text.folded();
    this.lexicon = lexicon;
    this.names = names;
  }

  /**
   * A text in tokens.
   *
   * @param dayFirst whether it isn't English, so that a day may stand before its month
   */
  record Tokens(List<Token> all, boolean dayFirst) {}

  static Tokens read(MessageText text, Lexicon lexicon, Names names) {
    Lexer lexer = new Lexer(text, lexicon, names);
    while (lexer.at < lexer.folded.length()) {
      lexer.next();
    }
    boolean spanish = lexer.spanish > 0 && lexer.spanish >= lexer.english;
    boolean chinese = lexer.folded.chars().anyMatch(c -> MessageText.isHan((char) c));
    return new Tokens(List.copyOf(lexer.tokens), spanish || chinese);
  }

  private void next() {
    char c = folded.charAt(at);
    if (c == ' ') {
      at++;
      return;
    }
    boolean starts = at == 0 || !Lexicon.isWord(folded.charAt(at - 1)) || !Lexicon.isWord(c);
    boolean latin = c >= 'a' && c <= 'z';
    if (starts && (latin || Character.isLetterOrDigit(c)) && !MessageText.isHan(c) && link()) {
      return;
    }
    Token day = c == '(' ? null : DayForms.at(folded, at);
    if (day != null) {
      add(day);
      return;
    }
    if (starts && !MessageText.isHan(c) && figure(c)) {
      return;
    }
    if (Character.isLetter(c) || c == '&' || c == '+' || c == '\'') {
      word(c);
      return;
    }
    mark(c);
  }

  private void add(Token token) {
    tokens.add(token);
    at = token.end();
  }

  private @Nullable Matcher match(Pattern form) {
    Matcher matcher = form.matcher(folded).region(at, folded.length());
    matcher.useTransparentBounds(true);
    return matcher.lookingAt() ? matcher : null;
  }

  private boolean link() {
    // Most words are no links: a point or a colon decides before the pattern has to.
    int end = at;
    while (end < folded.length() && folded.charAt(end) != ' ' && folded.charAt(end) != '\n') {
      end++;
    }
    String word = folded.substring(at, end);
    if (word.indexOf('.') < 1 && word.indexOf(':') < 1) {
      return false;
    }
    Matcher link = match(LINK);
    if (link == null) {
      return false;
    }
    int stop = link.end();
    while (stop > at + 1 && ".,;:!?".indexOf(folded.charAt(stop - 1)) >= 0) {
      stop--;
    }
    add(new Link(at, stop));
    return true;
  }

  private boolean figure(char c) {
    if (!(Character.isDigit(c) || "$+(#x*•·.u¥€£".indexOf(c) >= 0)) {
      return false;
    }
    Token token = money(c);
    if (token == null && c != '$' && c != 'u') {
      token = identifier();
    }
    if (token == null && Character.isDigit(c)) {
      token = quantity();
    }
    if (token == null) {
      return false;
    }
    add(token);
    return true;
  }

  private @Nullable Token money(char c) {
    boolean written = c == '$' || c == 'u' || c == '.' || Character.isDigit(c);
    for (Pattern form : c == '$' || c == 'u' ? SIGNED : COUNTED) {
      Matcher sum = written ? match(form) : null;
      if (sum != null) {
        boolean negative = at > 0 && folded.charAt(at - 1) == '-';
        boolean other =
            form != SIGN_LAST && sum.group("other") != null && !sum.group("other").isBlank();
        return new Sum(at, sum.end(), negative || other ? null : amount(sum.group(1)));
      }
    }
    Matcher cents = Character.isDigit(c) ? match(CENTS) : null;
    if (cents != null) {
      return new Sum(at, cents.end(), Money.usd(Long.parseLong(cents.group(1))));
    }
    Matcher yuan = match(YUAN);
    return yuan == null ? null : new Sum(at, yuan.end(), null);
  }

  private static @Nullable Money amount(String written) {
    boolean grouped = written.matches("\\d{1,3}(,\\d{3})+(\\.\\d{1,2})?");
    String digits = grouped ? written.replace(",", "") : written.replace(',', '.');
    BigDecimal amount = new BigDecimal(digits);
    return MOST.compareTo(amount) < 0 ? null : Money.of(amount, Money.USD);
  }

  private @Nullable Token identifier() {
    Matcher iccid = match(ICCID);
    if (iccid != null) {
      return new Figure(at, iccid.end(), Figure.Kind.ICCID, iccid.group());
    }
    Matcher phone = match(PHONE);
    if (phone != null) {
      try {
        String digits = Msisdn.parse(text.shown().substring(at, phone.end()));
        return new Figure(at, phone.end(), Figure.Kind.PHONE, digits);
      } catch (InvalidValue other) {
        return new Figure(at, phone.end(), Figure.Kind.OTHER, "");
      }
    }
    Matcher last = match(LAST_FOUR);
    if (last == null) {
      return null;
    }
    String digits = last.group(1) == null ? last.group(2) : last.group(1);
    return new Figure(at, last.end(), Figure.Kind.LAST_FOUR, digits);
  }

  private Token quantity() {
    Matcher form = match(TIME);
    if (form != null) {
      return new Figure(at, form.end(), Figure.Kind.TIME, "");
    }
    form = match(PERCENT);
    if (form != null) {
      return new Figure(at, form.end(), Figure.Kind.PERCENT, "");
    }
    form = match(QUANTITY);
    if (form != null) {
      return new Figure(at, form.end(), Figure.Kind.QUANTITY, "");
    }
    form = match(DIGITS);
    int end = form == null ? at + 1 : form.end();
    return new Figure(at, end, Figure.Kind.OTHER, "");
  }

  private void word(char c) {
    int named = names.endOfNameAt(at);
    if (named > at) {
      add(new Word(at, named, Meaning.CARRIER));
      return;
    }
    Lexicon.Match match = lexicon.at(folded, at);
    if (match != null && match.end() > at + 3 && leadsToADay(match)) {
      // "Ends in 3 days", not "ends in 0142".
      match = lexicon.at(folded.substring(0, match.end() - 3), at);
    }
    if (match != null) {
      Lexicon.Phrase phrase = match.phrase();
      spanish += phrase.spanish() ? 1 : 0;
      english += phrase.english() ? 1 : 0;
      int end = match.end();
      add(new Word(at, Lexicon.isOwning(folded, end) ? end + 2 : end, phrase.meaning()));
      return;
    }
    int end = at + 1;
    if (!MessageText.isHan(c)) {
      while (end < folded.length() && Lexicon.isWord(folded.charAt(end))) {
        end++;
      }
    }
    add(new Word(at, end, Meaning.UNKNOWN));
  }

  private boolean leadsToADay(Lexicon.Match match) {
    String words = match.phrase().words();
    boolean in = words.endsWith(" in") || words.endsWith(" en");
    return in && DayForms.at(folded, match.end() - 2) != null;
  }

  /** A point within a name or a number, or after an abbreviation, ends no sentence. */
  private void mark(char c) {
    if (MARKS.contains(c) && !(c == '.' && isPartOfAWord())) {
      tokens.add(new Stop(at, at + 1, c));
    }
    at++;
  }

  private boolean isPartOfAWord() {
    boolean ends =
        at + 1 == folded.length()
            || " \n\"')".indexOf(folded.charAt(at + 1)) >= 0
            || MessageText.isHan(folded.charAt(at + 1));
    boolean no =
        folded.startsWith("no", at - 2)
            && !NUMBERED.matcher(folded).region(at + 1, folded.length()).lookingAt();
    return !ends
        || (!no && ABBREVIATED.matcher(folded.substring(Math.max(0, at - 8), at)).matches());
  }
}

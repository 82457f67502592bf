package dev.everline.line.message;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.catalog.link.LinkJudge;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.line.Msisdn;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads carriers' text messages in English, Spanish and Chinese: when a line or its balance ends,
 * how much is left, and whose line it is. What could be read in two ways is left out. Pure; takes
 * any text.
 */
public final class CarrierMessages {

  /** More than any text message has; what follows is not looked at. */
  private static final int LONGEST = 2_000;

  private static final int BEFORE = 80;
  private static final int AFTER = 30;
  private static final int MOST_NUMBERS = 10;

  /** A date without a year is the next such date, or a recent one. */
  private static final int DAYS_AGO = 30;

  private static final int YEARS_AHEAD = 3;

  private static final List<String> ENGLISH_MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> SPANISH_MONTHS =
      List.of("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic");

  private static final String ENGLISH_MONTH =
      "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
          + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
  private static final String SPANISH_MONTH =
      "(?<month>enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre"
          + "|diciembre)";

  private static final Pattern ISO =
      any("(?<!\\d)(?<year>20\\d\\d)-(?<month>\\d{1,2})-(?<day>\\d{1,2})(?!\\d)");
  private static final Pattern CHINESE =
      any("(?:(?<year>20\\d\\d)\\s?年\\s?)?(?<month>\\d{1,2})\\s?月\\s?(?<day>\\d{1,2})\\s?[日号]");
  private static final Pattern NUMERIC =
      any("(?<![\\d/])(\\d{1,2})[/-](\\d{1,2})[/-](20\\d\\d|\\d\\d)(?![\\d/])");
  private static final Pattern ENGLISH =
      any(
          "\\b"
              + ENGLISH_MONTH
              + "\\s(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s(?<year>20\\d\\d))?(?!\\d)");
  private static final Pattern SPANISH =
      any("(?<!\\d)(?<day>\\d{1,2})\\sde\\s" + SPANISH_MONTH + "(?:\\sdel?\\s(?<year>20\\d\\d))?");

  private static final Pattern ENDS =
      any(
          "\\bexp\\b|expir|valid (?:until|through|thru|till)|good (?:until|through|thru)"
              + "|service ends?|ends on|\\bvence|vencimiento|v[aá]lid[ao] hasta|vigente hasta"
              + "|到期|有效期|有效至");
  private static final Pattern OF_SOMETHING_ELSE =
      any(
          "offer|promo|\\bcode|\\bpin\\b|coupon|discount|trial|gift|credit card|debit card|password"
              + "|oferta|c[oó]digo|descuento|tarjeta de|优惠|验证码|密码|折扣|促销|赠送|银行卡|信用卡");
  private static final Pattern SPANISH_WORDS =
      any("\\b(?:su|vence|saldo|hasta|l[ií]nea|servicio|recarga|el|para)\\b");
  private static final Pattern BALANCE = any("balance|\\bsaldo|余额");
  private static final Pattern SERVICE =
      any("\\bplan\\b|service|\\bline\\b|servicio|l[ií]nea|套餐|服务|号码");
  private static final Pattern AMOUNT =
      any(
          "(?:us)?\\$\\s?(\\d{1,4}(?:\\.\\d{2})?)(?![\\d.,]*\\d)|(?<![\\d.,$])(\\d{1,4}\\.\\d{2})"
              + "\\s?(?:usd|dollars|d[oó]lares|美元)");
  private static final Pattern NO_STATEMENT =
      any(
          "below|under|minimum|less than|at least|owe|\\bdue\\b|need|add\\b|after|menos|m[ií]nim"
              + "|inferior|debe|低于|不足|至少|应付");
  private static final Pattern ENDING =
      any(
          "(?:ending(?: in| with)?|ends (?:in|with)|termina(?:do|da)?(?: en)?|尾号|[x*•]{2,})"
              + "[\\s:#]{0,3}(\\d{4})(?!\\d)");
  private static final Pattern ICCID = any("(?<!\\d)(89\\d{16,18})(?!\\d)");
  private static final Pattern SENTENCE_END = Pattern.compile("[.!?;](?=\\s)|[。！？；\\n]");

  private final Catalog catalog;
  private final Identifier identifier;
  private final LinkJudge links;

  public CarrierMessages(Catalog catalog, Identifier identifier) {
    this.catalog = catalog;
    this.identifier = identifier;
    this.links = new LinkJudge(catalog);
  }

  private static Pattern any(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /**
   * @param today where the reader is: what a date without a year is counted from
   */
  public CarrierMessage read(String message, LocalDate today) {
    String text = plain(message);
    Said<LocalDate> service = new Said<>();
    Said<LocalDate> ofBalance = new Said<>();
    for (Dated dated : dates(text, today)) {
      String before = before(text, dated.start());
      String around = before + " " + after(text, dated.end());
      if (!ENDS.matcher(around).find() || OF_SOMETHING_ELSE.matcher(around).find()) {
        continue;
      }
      boolean balances = BALANCE.matcher(before).find() && !SERVICE.matcher(before).find();
      (balances ? ofBalance : service).add(dated.date());
    }
    Said<Money> balance = balance(text);
    return new CarrierMessage(
        service.one(),
        balance.one(),
        ofBalance.one(),
        service.unsure() || ofBalance.unsure() || balance.unsure(),
        numbers(text),
        all(ENDING, text),
        iccids(text),
        carriers(text),
        links.find(text));
  }

  /** Digits and marks of any script as ASCII ones, without what can't be seen. */
  private static String plain(String message) {
    String shown = message.substring(0, Math.min(LONGEST, message.length()));
    return Normalizer.normalize(shown, Normalizer.Form.NFKC)
        .replaceAll("[\\p{Cf}]", "")
        .replace('\u00a0', ' ')
        .replaceAll("[ \\t]+", " ");
  }

  /** A value given once, or several times alike; contradictory values give nothing. */
  private static final class Said<T> {

    private @Nullable T value;
    private boolean differs;

    /** Null is a value that can't be read for certain. */
    void add(@Nullable T said) {
      differs |= said == null || (value != null && !value.equals(said));
      value = said == null ? value : said;
    }

    @Nullable T one() {
      return differs ? null : value;
    }

    boolean unsure() {
      return differs;
    }
  }

  // --- dates

  /**
   * @param date null when it can be read in two ways
   */
  private record Dated(int start, int end, @Nullable LocalDate date) {}

  private static List<Dated> dates(String text, LocalDate today) {
    List<Dated> found = new ArrayList<>();
    boolean spanish = SPANISH_WORDS.matcher(text).find();
    for (Pattern form : List.of(ISO, CHINESE, ENGLISH, SPANISH)) {
      Matcher at = form.matcher(text);
      while (at.find()) {
        int month = month(at.group("month"));
        add(found, at, at.group("year"), month, number(at.group("day")), today);
      }
    }
    Matcher numeric = NUMERIC.matcher(text);
    while (numeric.find()) {
      int first = number(numeric.group(1));
      int second = number(numeric.group(2));
      String year = numeric.group(3).length() == 2 ? "20" + numeric.group(3) : numeric.group(3);
      // In the United States the month comes first; in Spanish either may.
      if (first > 12) {
        add(found, numeric, year, second, first, today);
      } else if (spanish && second <= 12 && first != second) {
        found.add(new Dated(numeric.start(), numeric.end(), null));
      } else {
        add(found, numeric, year, first, second, today);
      }
    }
    return found;
  }

  private static void add(
      List<Dated> found, Matcher at, @Nullable String year, int month, int day, LocalDate today) {
    try {
      LocalDate date;
      if (year == null) {
        LocalDate earliest = today.minusDays(DAYS_AGO);
        date = LocalDate.of(earliest.getYear(), month, day);
        date = date.isBefore(earliest) ? LocalDate.of(earliest.getYear() + 1, month, day) : date;
      } else {
        date = LocalDate.of(number(year), month, day);
      }
      boolean plausible =
          date.isAfter(today.minusYears(1)) && date.isBefore(today.plusYears(YEARS_AHEAD));
      found.add(new Dated(at.start(), at.end(), plausible ? date : null));
    } catch (DateTimeException none) {
      found.add(new Dated(at.start(), at.end(), null));
    }
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /** Of a number, or of a name in English or Spanish, whose first three letters tell it. */
  private static int month(String written) {
    if (Character.isDigit(written.charAt(0))) {
      return number(written);
    }
    String begins = written.substring(0, 3).toLowerCase(Locale.ROOT);
    int english = ENGLISH_MONTHS.indexOf(begins);
    return (english >= 0 ? english : SPANISH_MONTHS.indexOf(begins)) + 1;
  }

  // --- money

  private static Said<Money> balance(String text) {
    Said<Money> balance = new Said<>();
    Matcher amounts = AMOUNT.matcher(text);
    while (amounts.find()) {
      String before = before(text, amounts.start());
      if (BALANCE.matcher(before).find()
          && !NO_STATEMENT.matcher(before).find()
          && !OF_SOMETHING_ELSE.matcher(before).find()) {
        String digits = amounts.group(1) == null ? amounts.group(2) : amounts.group(1);
        balance.add(Money.of(new BigDecimal(digits), Money.USD));
      }
    }
    return balance;
  }

  // --- whose it is

  private static Set<String> numbers(String text) {
    Set<String> numbers = new LinkedHashSet<>();
    for (PhoneNumberMatch match :
        PhoneNumberUtil.getInstance()
            .findNumbers(text, "US", PhoneNumberUtil.Leniency.POSSIBLE, LONGEST)) {
      number(text, match).filter(found -> numbers.size() < MOST_NUMBERS).ifPresent(numbers::add);
    }
    return numbers;
  }

  /** Empty for an amount or an order's number, which are of no line. */
  private static Optional<String> number(String text, PhoneNumberMatch match) {
    boolean partOfAWord =
        (match.start() > 0 && isCased(text.codePointBefore(match.start())))
            || (match.end() < text.length() && isCased(text.codePointAt(match.end())));
    if (partOfAWord) {
      return Optional.empty();
    }
    try {
      return Optional.of(Msisdn.parse(match.rawString()));
    } catch (InvalidValue other) {
      return Optional.empty();
    }
  }

  /** Letters of scripts that put a blank between words and numbers; Chinese puts none. */
  private static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c);
  }

  private Set<String> iccids(String text) {
    Set<String> iccids = all(ICCID, text);
    iccids.removeIf(
        digits -> {
          Identification found = identifier.identify(digits);
          return found.kind() != Identification.Kind.ICCID || !found.valid();
        });
    return iccids;
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new LinkedHashSet<>();
    Matcher matches = pattern.matcher(text);
    while (matches.find() && found.size() < MOST_NUMBERS) {
      found.add(matches.group(1));
    }
    return found;
  }

  /** The longest names first, so that a brand named within another's name is not taken for it. */
  private Set<String> carriers(String text) {
    Set<String> named = new LinkedHashSet<>();
    String rest = text;
    List<Carrier> longestFirst =
        catalog.carriers().values().stream()
            .sorted(Comparator.comparingInt((Carrier each) -> name(each).length()).reversed())
            .toList();
    for (Carrier carrier : longestFirst) {
      Matcher name =
          any("(?<![\\p{L}\\d])" + Pattern.quote(name(carrier)) + "(?![\\p{L}\\d])").matcher(rest);
      if (name.find()) {
        named.add(carrier.id());
        rest = name.replaceAll(" ");
      }
    }
    return named;
  }

  /** As the carrier calls itself. */
  private static String name(Carrier carrier) {
    return carrier.brand().replaceAll("\\s*\\(.*\\)", "").replaceAll(" Prepaid$", "");
  }

  // --- the rest of its sentence

  private static String before(String text, int end) {
    String part = text.substring(Math.max(0, end - BEFORE), end);
    Matcher ends = SENTENCE_END.matcher(part);
    int start = 0;
    while (ends.find()) {
      start = ends.end();
    }
    return part.substring(start);
  }

  private static String after(String text, int start) {
    String part = text.substring(start, Math.min(text.length(), start + AFTER));
    Matcher ends = SENTENCE_END.matcher(part);
    return ends.find() ? part.substring(0, ends.start()) : part;
  }
}

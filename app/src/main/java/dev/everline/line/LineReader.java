package dev.everline.line;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.catalog.PrepaidFee;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.text.DateReading;
import dev.everline.kernel.text.SearchText;
import dev.everline.kernel.text.SimNumber;
import dev.everline.kernel.text.SpreadsheetCell;
import dev.everline.kernel.text.WrittenAmount;
import dev.everline.kernel.text.YesOrNo;
import dev.everline.line.renewer.RenewedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the values given for a line, field by field, and checks them against the catalog and
 * plausible bounds. Every error is an {@link InvalidValue} that names its field; numbers of SIMs
 * and phones are never repeated in one.
 */
public final class LineReader {

  /** Where each day begins first (Kiribati). */
  private static final ZoneOffset FIRST_TO_BEGIN = ZoneOffset.ofHours(14);

  private static final int LONGEST_LABEL = 100;
  private static final int LONGEST_TAG = 40;
  static final int MOST_TAGS = 20;
  // No person has such a balance; this catches a mistaken column (such as one of numbers).
  private static final long MOST_MINOR = 1_000_000_00L;
  private static final Pattern LAST_OF_A_TIME = Pattern.compile("(?:[zZ]|[+-][0-9:]{2,8})$");
  private static final Set<String> TERRITORIES = Set.of("AS", "GU", "MP", "PR", "VI");

  private final Catalog catalog;
  private final Instant now;
  private final LocalDate latest;
  private final DateReading dates;

  /** For values that somebody gives for one line. */
  public LineReader(Catalog catalog, Instant now) {
    this(catalog, now, DateReading.ALONE);
  }

  /**
   * @param now dates that can't lie in the future (a payment's, for example) are checked against
   *     the latest day that has begun anywhere
   * @param dates how dates are read that leave open which number is the month
   */
  public LineReader(Catalog catalog, Instant now, DateReading dates) {
    this.catalog = catalog;
    this.now = now;
    this.latest = LocalDate.ofInstant(now, FIRST_TO_BEGIN);
    this.dates = dates;
  }

  /**
   * @param cells absent or blank where nothing is given
   * @param usual the currency of amounts when none is named
   * @throws InvalidValue for the first invalid field
   */
  public LineDraft read(Map<LineField, String> cells, Currency usual) {
    Currency named = in(cells, LineField.CURRENCY, LineReader::currency);
    Currency currency = named == null ? usual : named;
    String carrier = in(cells, LineField.CARRIER, this::carrier);
    Money balance = in(cells, LineField.BALANCE, (field, text) -> balance(field, text, currency));
    Money ceiling =
        in(cells, LineField.PRICE_CEILING, (field, text) -> ceiling(field, text, currency));
    return new LineDraft(
        new LineDraft.Identity(
            in(cells, LineField.NUMBER, (field, text) -> Msisdn.parse(text)),
            in(cells, LineField.ICCID, (field, text) -> SimNumber.parse(field, text).digits()),
            in(cells, LineField.LABEL, (field, text) -> text(field, text, LONGEST_LABEL)),
            in(cells, LineField.TAGS, LineReader::tags)),
        new LineDraft.Subscription(
            carrier,
            in(cells, LineField.BRAND_CONFIRMED, LineReader::yesOrNo),
            in(cells, LineField.PLAN, (field, text) -> plan(field, text, carrier)),
            in(cells, LineField.STATE, this::state),
            balance == null && ceiling == null ? named : currency),
        new LineDraft.Facts(
            in(cells, LineField.VALID_UNTIL, dates::read),
            lastDay(cells),
            balance,
            in(cells, LineField.BALANCE_EXPIRES_ON, dates::read),
            in(cells, LineField.ANCHOR_DAY, LineReader::anchorDay),
            in(cells, LineField.LAST_PAYMENT_ON, this::pastDate),
            in(cells, LineField.LAST_ACTIVITY_ON, this::pastDate)),
        new LineDraft.Wishes(
            renewedBy(cells),
            ceiling,
            in(cells, LineField.IF_NOT_RENEWED, IfNotRenewed::parse),
            in(cells, LineField.PAUSED, LineReader::yesOrNo)),
        in(cells, LineField.AS_OF, this::asOf));
  }

  private @Nullable LocalDate lastDay(Map<LineField, String> cells) {
    LocalDate day = in(cells, LineField.LAST_DAY, dates::read);
    String shown = cells.get(LineField.VALID_UNTIL);
    if (day != null && shown != null && !shown.isBlank()) {
      throw InvalidValue.withoutValue(
              LineField.LAST_DAY.key(),
              "is given beside valid_until",
              "give the date as the carrier shows it in valid_until, or the last day of service in"
                  + " last_day")
          .as("TWO_ENDS");
    }
    return day;
  }

  /**
   * @throws InvalidValue when the plan is another carrier's
   */
  static void requireFits(Plan plan, String carrier, Catalog catalog) {
    if (!plan.carrier().equals(carrier)) {
      throw InvalidValue.of(
              LineField.PLAN.key(),
              plan.id(),
              "is a plan of '" + plan.carrier() + "', not of '" + carrier + "'",
              "give a plan of the line's carrier, or the carrier of the plan")
          .as("PLAN_OF_ANOTHER", brand(plan.carrier(), catalog), brand(carrier, catalog));
    }
  }

  private static String brand(String carrier, Catalog catalog) {
    Carrier known = catalog.carriers().get(carrier);
    return known == null ? carrier : known.brand();
  }

  private static <T> @Nullable T in(
      Map<LineField, String> cells, LineField field, BiFunction<String, String, T> reader) {
    String cell = cells.get(field);
    if (cell == null || cell.isBlank()) {
      return null;
    }
    return reader.apply(field.key(), cell.strip());
  }

  /**
   * @throws InvalidValue also when the column of older files says something else
   */
  private static @Nullable RenewedBy renewedBy(Map<LineField, String> cells) {
    RenewedBy by = in(cells, LineField.RENEWED_BY, RenewedBy::parse);
    Boolean auto = in(cells, LineField.AUTO_RENEW, LineReader::yesOrNo);
    if (auto == null) {
      return by;
    }
    RenewedBy byAuto = auto ? RenewedBy.EVERLINE : RenewedBy.OWNER;
    if (by != null && by != byAuto) {
      String word = auto ? "yes" : "no";
      throw InvalidValue.of(
              LineField.RENEWED_BY.key(),
              by.key(),
              "contradicts auto_renew, which says '" + word + "': that is " + byAuto.key(),
              "keep one of the two")
          .as("CONTRADICTS_AUTO_RENEW", by.key(), word);
    }
    return byAuto;
  }

  private String carrier(String field, String text) {
    if (catalog.carriers().containsKey(text)) {
      return text;
    }
    return catalog
        .names()
        .one(field, text)
        .orElseThrow(
            () ->
                InvalidValue.of(
                        field,
                        text,
                        "is not in the catalog",
                        "give an id that 'everline catalog' lists")
                    .as("CARRIER_UNKNOWN"));
  }

  private String plan(String field, String text, @Nullable String carrier) {
    Plan plan = catalog.plans().get(text);
    if (plan == null) {
      plan = planNamed(text, carrier);
    }
    if (plan == null) {
      throw InvalidValue.of(
              field,
              text,
              "is not in the catalog",
              "give a name or an id that 'everline catalog' lists, or leave it empty")
          .as("PLAN_UNKNOWN");
    }
    if (carrier != null) {
      requireFits(plan, carrier, catalog);
    }
    return plan.id();
  }

  /** By the name that people see, of the carrier or of all; null where it is of none or several. */
  private @Nullable Plan planNamed(String text, @Nullable String carrier) {
    String name = SearchText.folded(text);
    List<Plan> named =
        catalog.plans().values().stream()
            .filter(plan -> carrier == null || plan.carrier().equals(carrier))
            .filter(plan -> SearchText.folded(plan.name()).equals(name))
            .toList();
    return named.size() == 1 ? named.getFirst() : null;
  }

  private String state(String field, String text) {
    String letters = text.toUpperCase(Locale.ROOT);
    String code = letters.length() == 2 ? letters : stateNamed(text).orElse(letters);
    boolean shaped = code.length() == 2 && isLetter(code.charAt(0)) && isLetter(code.charAt(1));
    boolean known =
        catalog.prepaidFees().isEmpty()
            || catalog.prepaidFees().containsKey(code)
            || TERRITORIES.contains(code);
    if (!shaped || !known) {
      throw InvalidValue.of(field, text, "is not a US state", "give two letters such as CA")
          .as("NOT_A_STATE");
    }
    return code;
  }

  /** A state by its English name, which its Spanish one is too in most cases. */
  private Optional<String> stateNamed(String text) {
    String name = SearchText.folded(text);
    return catalog.prepaidFees().values().stream()
        .filter(fee -> SearchText.folded(fee.name()).equals(name))
        .map(PrepaidFee::state)
        .findFirst();
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static Currency currency(String field, String text) {
    return Money.currency(text.length() > 10 ? "" : text.toUpperCase(Locale.ROOT));
  }

  private static Money balance(String field, String text, Currency currency) {
    Money money = amount(field, text, currency);
    if (money.isNegative()) {
      throw InvalidValue.of(field, text, "is negative", "give 0 or more").as("NEGATIVE");
    }
    return money;
  }

  private static Money ceiling(String field, String text, Currency currency) {
    return amount(field, text, currency).requirePositive(field);
  }

  private static Money amount(String field, String text, Currency currency) {
    Money money;
    try {
      money = Money.parse(WrittenAmount.plain(text, currency.getCurrencyCode()), currency);
    } catch (InvalidValue wrong) {
      throw wrong.of(field, text);
    }
    if (money.minor() > MOST_MINOR) {
      throw InvalidValue.of(
              field,
              text,
              "is more than " + new Money(MOST_MINOR, currency),
              "check that the column is the right one")
          .as("AMOUNT_TOO_LARGE");
    }
    return money;
  }

  private LocalDate pastDate(String field, String text) {
    LocalDate date = dates.read(field, text);
    if (date.isAfter(latest)) {
      throw InvalidValue.of(field, text, "lies in the future", "give a day up to today")
          .as("IN_THE_FUTURE");
    }
    return date;
  }

  /**
   * A day is taken from its beginning, wherever it has begun first: a reader in Shanghai gives
   * today's date while it is still yesterday in New York and in UTC.
   */
  private Instant asOf(String field, String text) {
    if (text.length() > 10 && text.charAt(10) == 'T' && LAST_OF_A_TIME.matcher(text).find()) {
      return time(field, text);
    }
    LocalDate day;
    try {
      day = dates.read(field, text);
    } catch (InvalidValue wrong) {
      throw "NOT_A_DATE".equals(wrong.code()) ? notATime(field, text) : wrong;
    }
    if (day.isAfter(latest)) {
      throw inTheFuture(field, text);
    }
    Instant begins = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return begins.isAfter(now) ? now : begins;
  }

  private Instant time(String field, String text) {
    Instant instant;
    try {
      instant = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException wrong) {
      throw notATime(field, text);
    }
    DateReading.ALONE.read(field, LocalDate.ofInstant(instant, ZoneOffset.UTC).toString());
    if (instant.isAfter(now)) {
      throw inTheFuture(field, text);
    }
    return instant;
  }

  private static InvalidValue notATime(String field, String text) {
    return InvalidValue.of(
            field,
            text,
            "is neither a date nor a time with its offset",
            "write it like 2026-11-30 or 2026-11-30T09:00:00Z")
        .as("NOT_A_TIME");
  }

  private static InvalidValue inTheFuture(String field, String text) {
    return InvalidValue.of(field, text, "lies in the future", "give a time up to now")
        .as("IN_THE_FUTURE");
  }

  private static Integer anchorDay(String field, String text) {
    String number = SpreadsheetCell.digits(text);
    boolean digits = number.length() <= 2 && number.chars().allMatch(c -> c >= '0' && c <= '9');
    int day = digits && !number.isEmpty() ? Integer.parseInt(number) : 0;
    if (day < 1 || day > 31) {
      throw InvalidValue.of(
              field, text, "is not a day of the month", "give 1 to 31, or leave it empty")
          .as("NOT_A_DAY");
    }
    return day;
  }

  private static Boolean yesOrNo(String field, String text) {
    Boolean answer = YesOrNo.of(text);
    if (answer == null) {
      throw InvalidValue.of(field, text, "is neither yes nor no", "write yes or no")
          .as("NEITHER_YES_NOR_NO");
    }
    return answer;
  }

  static List<String> tags(String field, String typed) {
    // Keyboards for Chinese write these between the items of a list.
    String text = typed.replace('；', ';').replace('、', ';').replace('，', ';');
    Set<String> tags = new LinkedHashSet<>();
    int from = 0;
    while (from <= text.length() && tags.size() <= MOST_TAGS) {
      int to = text.indexOf(';', from);
      int end = to < 0 ? text.length() : to;
      String tag = text(field, text.substring(from, end).strip(), LONGEST_TAG);
      if (!tag.isEmpty()) {
        tags.add(tag);
      }
      from = end + 1;
    }
    if (tags.size() > MOST_TAGS) {
      throw InvalidValue.of(
              field, text, "holds more than " + MOST_TAGS + " tags", "separate tags by semicolons")
          .as("TOO_MANY_TAGS", MOST_TAGS);
    }
    return List.copyOf(tags);
  }

  /** Any script, emoji and directions; no control characters, and nothing that is half a letter. */
  static String text(String field, String text, int longest) {
    if (text.codePointCount(0, text.length()) > longest) {
      throw InvalidValue.of(field, text, "is too long", "give at most " + longest + " characters")
          .as("TOO_LONG", longest);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        throw InvalidValue.of(
                field, text, "contains a control character or a line break", "remove it")
            .as("CONTROL_CHARACTER");
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == '\uFFFD' || (Character.isSurrogate(c) && !pair)) {
        throw InvalidValue.of(
                field, text, "contains bytes that are not UTF-8 text", "give it as UTF-8")
            .as("NO_LETTERS");
      }
      i += pair ? 1 : 0;
    }
    return text;
  }
}

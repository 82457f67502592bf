package dev.everline.line.message;

import dev.everline.line.message.Token.Day;
import dev.everline.line.message.Written.Calendar;
import dev.everline.line.message.Written.Relative;
import dev.everline.line.message.Written.Unclear;
import dev.everline.line.message.Written.Weekday;
import dev.everline.line.message.text.Lexicon;
import dev.everline.line.message.text.MessageText;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds dates in a folded text, in the spellings of English, Spanish and Chinese. */
final class DayForms {

  private static final Map<String, Integer> MONTHS = months();

  private static final String MONTH =
      "(january|jan|enero|ene|february|febrero|feb|march|marzo|mar|april|abril|apr|abr|may|mayo"
          + "|june|junio|jun|july|julio|jul|august|agosto|aug|ago|september|septiembre|setiembre"
          + "|sept|sep|set|october|octubre|oct|november|noviembre|nov|december|diciembre|dec|dic)"
          + "(?![a-z])(?:\\.(?=\\s?\\d|,|/|-|\\s(?:de|del)\\b))?";

  private static final String WEEKDAY_BEFORE =
      "(?:(monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|thu|fri"
          + "|sat|sun|lunes|martes|miercoles|jueves|viernes|sabado|domingo)(?![a-z])\\.?,?\\s"
          + "(?:(?:the|el|dia)\\s)?)?";

  private static final String YEAR = "(?:(?:,|\\sde|\\sdel|\\sof)?[\\s,/-]*(20\\d\\d)(?![\\d:]))?";

  private static final String ENGLISH_ORDER =
      WEEKDAY_BEFORE + MONTH + "[\\s/-]?(\\d{1,2})(?:st|nd|rd|th)?(?![\\da-z%:])" + YEAR;

  private static final String DAY_BEFORE_MONTH =
      WEEKDAY_BEFORE
          + "(\\d{1,2}|primero)(?:st|nd|rd|th|o|°|º)?(?:\\s(?:de|del|of)\\s|[\\s/.-]{0,2})"
          + MONTH
          + YEAR;

  private static final Pattern MONTH_FIRST = Pattern.compile(ENGLISH_ORDER);
  private static final Pattern DAY_FIRST = Pattern.compile(DAY_BEFORE_MONTH);
  private static final Pattern MONTH_ALONE = Pattern.compile(MONTH + "(?:\\sde)?\\s(20\\d\\d)");
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(20\\d\\d)([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d)(?:t\\d\\d:\\d\\d\\S*)?");
  private static final Pattern NUMERIC =
      Pattern.compile(WEEKDAY_BEFORE + "(\\d{1,2})([/-])(\\d{1,2})\\3(20\\d\\d|\\d\\d)(?![\\d/])");
  private static final Pattern DOTTED =
      Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(20\\d\\d)(?!\\d)");
  private static final Pattern WITHOUT_YEAR =
      Pattern.compile(WEEKDAY_BEFORE + "(\\d{1,2})/(\\d{1,2})(?![\\d/%])");

  /** "12-14 到期": without its year only where a Chinese word follows that takes a day. */
  private static final Pattern DASHED = Pattern.compile("(\\d{1,2})-(\\d{1,2})(?=\\s?[到前续扣过失截止起])");

  private static final Pattern CHINESE =
      Pattern.compile("(?:(20\\d\\d)\\s?年\\s?)?(\\d{1,2})\\s?月\\s?(\\d{1,2})\\s?[日号]");
  private static final Pattern CHINESE_NUMERALS =
      Pattern.compile("([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]");
  private static final Pattern CHINESE_WEEKDAY = Pattern.compile("(?:本|这)?(?:周|星期|礼拜)([一二三四五六日天])");
  private static final Pattern NEXT_CHINESE_WEEKDAY = Pattern.compile("下个?(?:周|星期|礼拜)[一二三四五六日天]");
  private static final Pattern ENGLISH_WEEKDAY =
      Pattern.compile(
          "(next\\s|last\\s|every\\s|proximo\\s)?(monday|tuesday|wednesday|thursday|friday"
              + "|saturday|sunday|lunes|martes|miercoles|jueves|viernes|sabado|domingo)(?![a-z])");

  private static final String NUMBER =
      "(\\d{1,3}|one|two|three|four|five|six|seven|ten|fourteen|thirty|un|una|dos|tres|cuatro|cinco"
          + "|seis|siete|diez|a)";
  private static final String UNIT =
      "(days?|weeks?|hours?|hrs?|dias?|semanas?|horas?)(?![a-z])(?!\\s(?:of(?! service"
          + " (?:left|remain))|after|per|following|habiles|de\\s(?!servicio|vigencia|su |tu )|despues|service)|-)";
  private static final Pattern IN_DAYS =
      Pattern.compile(
          "(in the next|within the next|within|in|en los proximos|en las proximas|dentro de"
              + "|en menos de|en)\\s"
              + "(?:just\\s|solo\\s)?"
              + NUMBER
              + "\\s"
              + UNIT);
  private static final Pattern DAYS_ON =
      Pattern.compile(NUMBER + "\\s" + UNIT + "\\s(?:from (?:now|today)|a partir de hoy)");
  private static final Pattern DAYS_LEFT =
      Pattern.compile(
          "(?:"
              + NUMBER
              + "\\s"
              + UNIT
              + "(?=\\s(?:(?:of|de) serv\\w+ )?(?:left|remain(?:ing|s)?|restantes|(?:until|till|til) (?:your|ur)))|(?<=quedan |queda )"
              + NUMBER
              + "\\s"
              + UNIT
              + ")");
  private static final Pattern CHINESE_DAYS_LEFT =
      Pattern.compile("(?<=(?:还剩|还有|剩余|仅剩|剩下|只剩)\\s?)(\\d{1,3}|[一二两三四五六七八九十]{1,2})\\s?(天|日)");
  private static final Pattern CHINESE_DAYS =
      Pattern.compile("(\\d{1,3}|[一二两三四五六七八九十]{1,2})\\s?(天|日|小时|个小时|周)(?:之)?(后|内|以内)");

  private static final Map<String, Integer> RELATIVE =
      Map.ofEntries(
          Map.entry("today", 0),
          Map.entry("tonight", 0),
          Map.entry("tomorrow", 1),
          Map.entry("day after tomorrow", 2),
          Map.entry("the day after tomorrow", 2),
          Map.entry("yesterday", -1),
          Map.entry("2day", 0),
          Map.entry("2nite", 0),
          Map.entry("2night", 0),
          Map.entry("2moro", 1),
          Map.entry("2morrow", 1),
          Map.entry("tmrw", 1),
          Map.entry("tmw", 1),
          Map.entry("tomorow", 1),
          Map.entry("hoy", 0),
          Map.entry("esta noche", 0),
          Map.entry("manana", 1),
          Map.entry("pasado manana", 2),
          Map.entry("ayer", -1));

  private static final Map<String, Integer> CHINESE_RELATIVE =
      Map.ofEntries(
          Map.entry("今天", 0),
          Map.entry("今日", 0),
          Map.entry("今晚", 0),
          Map.entry("明天", 1),
          Map.entry("明日", 1),
          Map.entry("明晚", 1),
          Map.entry("后天", 2),
          Map.entry("后日", 2),
          Map.entry("大后天", 3),
          Map.entry("昨天", -1),
          Map.entry("昨日", -1));

  /** How the names of months and days, and what stands before these, begin. */
  private static final Set<String> NAMES =
      Set.of(
          "jan", "ene", "feb", "mar", "apr", "abr", "may", "jun", "jul", "aug", "ago", "sep", "set",
          "oct", "nov", "dec", "dic", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mie",
          "jue", "vie", "sab", "dom", "pri", "nex", "las", "eve", "pro");

  private DayForms() {}

  private static Map<String, Integer> months() {
    Map<String, Integer> months = new HashMap<>();
    List<String> english =
        List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    List<String> spanish =
        List.of("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic");
    IntStream.range(0, 12)
        .forEach(
            month -> {
              months.put(english.get(month), month + 1);
              months.put(spanish.get(month), month + 1);
            });
    return Map.copyOf(months);
  }

  /** The day that is written there, or null. */
  static @Nullable Day at(String text, int start) {
    char c = text.charAt(start);
    boolean inWord = start > 0 && Lexicon.isWord(text.charAt(start - 1)) && Lexicon.isWord(c);
    if (inWord) {
      return null;
    }
    if (MessageText.isHan(c)) {
      return chinese(text, start);
    }
    if (Character.isDigit(c)) {
      Day texted = c == '2' ? relative(text, start) : null;
      if (texted != null) {
        return texted;
      }
      Day counted = counted(text, start, DAYS_ON, false);
      counted = counted == null ? left(text, start) : counted;
      counted = counted == null ? chineseDays(text, start) : counted;
      return counted == null ? calendar(text, start) : counted;
    }
    if (c < 'a' || c > 'z') {
      return null;
    }
    Day relative = "tdyhempa".indexOf(c) < 0 ? null : relative(text, start);
    if (relative != null) {
      return relative;
    }
    if (c == 'i' || c == 'w' || c == 'e' || c == 'd') {
      Day counted = counted(text, start, IN_DAYS, true);
      if (counted != null) {
        return counted;
      }
    }
    Day left = "otfsudc".indexOf(c) < 0 ? null : left(text, start);
    boolean named = start + 3 <= text.length() && NAMES.contains(text.substring(start, start + 3));
    Day dated = left == null && named ? calendar(text, start) : left;
    return dated == null && named ? weekday(text, start) : dated;
  }

  /** The days of "3 days left", which stand beside a word of what is left. */
  private static @Nullable Day left(String text, int start) {
    Matcher at = match(DAYS_LEFT, text, start);
    if (at != null) {
      int group = at.group(1) == null ? 3 : 1;
      return new Day(start, at.end(), counted(count(at.group(group)), at.group(group + 1), false));
    }
    at = match(CHINESE_DAYS_LEFT, text, start);
    if (at == null) {
      return null;
    }
    int count = Character.isDigit(text.charAt(start)) ? number(at.group(1)) : han(at.group(1));
    return new Day(start, at.end(), new Relative(count, false));
  }

  private static @Nullable Matcher match(Pattern form, String text, int start) {
    Matcher at = form.matcher(text).region(start, text.length());
    at.useTransparentBounds(true);
    return at.lookingAt() ? at : null;
  }

  private static @Nullable Day calendar(String text, int start) {
    Matcher at = match(YEAR_FIRST, text, start);
    if (at != null) {
      return day(at, number(at.group(1)), number(at.group(3)), number(at.group(4)), null);
    }
    at = match(CHINESE, text, start);
    if (at != null) {
      return day(at, year(at.group(1)), number(at.group(2)), number(at.group(3)), null);
    }
    at = match(NUMERIC, text, start);
    if (at != null) {
      return numeric(at, year(at.group(5)), at.group(2), at.group(4), at.group(1));
    }
    at = match(DOTTED, text, start);
    if (at != null) {
      return numeric(at, year(at.group(3)), at.group(1), at.group(2), null);
    }
    at = match(MONTH_FIRST, text, start);
    if (at != null) {
      Integer month = month(at.group(2));
      return day(at, year(at.group(4)), month, number(at.group(3)), at.group(1));
    }
    at = match(DAY_FIRST, text, start);
    if (at != null) {
      int day = at.group(2).equals("primero") ? 1 : number(at.group(2));
      return day(at, year(at.group(4)), month(at.group(3)), day, at.group(1));
    }
    at = match(MONTH_ALONE, text, start);
    if (at != null) {
      return new Day(start, at.end(), new Unclear());
    }
    at = match(WITHOUT_YEAR, text, start);
    // Always open, and parts of a whole, are no days.
    if (at != null && !text.startsWith("24/7", start) && !text.startsWith("1/2 ", start)) {
      return numeric(at, null, at.group(2), at.group(3), at.group(1));
    }
    at = match(DASHED, text, start);
    return at == null ? null : numeric(at, null, at.group(1), at.group(2), null);
  }

  private static Day numeric(
      Matcher at, @Nullable Integer year, String first, String second, @Nullable String weekday) {
    List<MonthDay> readings = new ArrayList<>();
    add(readings, number(first), number(second));
    if (!first.equals(second)) {
      add(readings, number(second), number(first));
    }
    boolean one = readings.size() == 2 && readings.getFirst().equals(readings.getLast());
    if (readings.isEmpty()) {
      return new Day(at.start(), at.end(), new Unclear());
    }
    return new Day(
        at.start(),
        at.end(),
        new Calendar(year, one ? List.of(readings.getFirst()) : readings, dayOfWeek(weekday)));
  }

  private static void add(List<MonthDay> readings, int month, int day) {
    try {
      readings.add(MonthDay.of(month, day));
    } catch (DateTimeException none) {
      // this order doesn't fit
    }
  }

  private static Day day(
      Matcher at, @Nullable Integer year, int month, int day, @Nullable String weekday) {
    try {
      return new Day(
          at.start(),
          at.end(),
          new Calendar(year, List.of(MonthDay.of(month, day)), dayOfWeek(weekday)));
    } catch (DateTimeException none) {
      return new Day(at.start(), at.end(), new Unclear());
    }
  }

  private static @Nullable Day weekday(String text, int start) {
    Matcher at = match(ENGLISH_WEEKDAY, text, start);
    if (at == null) {
      return null;
    }
    DayOfWeek of = dayOfWeek(at.group(2));
    return new Day(
        start, at.end(), at.group(1) != null || of == null ? new Unclear() : new Weekday(of));
  }

  private static @Nullable Day relative(String text, int start) {
    String longest = null;
    for (String words : RELATIVE.keySet()) {
      int end = start + words.length();
      if (text.startsWith(words, start)
          && (end == text.length() || !Lexicon.isWord(text.charAt(end)))
          && (longest == null || words.length() > longest.length())) {
        longest = words;
      }
    }
    // In Spanish a morning has the same name; it comes with an article.
    if (longest == null || (longest.equals("manana") && text.substring(0, start).endsWith("la "))) {
      return null;
    }
    return new Day(
        start, start + longest.length(), new Relative(RELATIVE.getOrDefault(longest, 0), false));
  }

  private static @Nullable Day counted(String text, int start, Pattern form, boolean prefixed) {
    Matcher at = match(form, text, start);
    if (at == null) {
      return null;
    }
    int group = prefixed ? 2 : 1;
    boolean within =
        prefixed && (at.group(1).startsWith("within") || at.group(1).contains("proxim"));
    return new Day(start, at.end(), counted(count(at.group(group)), at.group(group + 1), within));
  }

  private static Written counted(int count, String unit, boolean within) {
    return switch (unit.charAt(0)) {
      case 'd', '天', '日' -> new Relative(count, within);
      case 'w', 's', '周' -> new Relative(7 * count, within);
      // Part of a day may end on this day or the next.
      default -> count % 24 == 0 && count > 0 ? new Relative(count / 24, within) : new Unclear();
    };
  }

  private static @Nullable Day chineseDays(String text, int start) {
    Matcher at = match(CHINESE_DAYS, text, start);
    if (at == null) {
      return null;
    }
    int count = Character.isDigit(text.charAt(start)) ? number(at.group(1)) : han(at.group(1));
    return new Day(start, at.end(), counted(count, at.group(2), at.group(3).endsWith("内")));
  }

  private static @Nullable Day chinese(String text, int start) {
    for (Map.Entry<String, Integer> each : CHINESE_RELATIVE.entrySet()) {
      if (text.startsWith(each.getKey(), start)) {
        int end = start + each.getKey().length();
        return new Day(start, end, new Relative(each.getValue(), false));
      }
    }
    Day left = left(text, start);
    if (left != null) {
      return left;
    }
    Matcher at = match(CHINESE_NUMERALS, text, start);
    if (at != null) {
      return day(at, null, han(at.group(1)), han(at.group(2)), null);
    }
    Day days = chineseDays(text, start);
    if (days != null) {
      return days;
    }
    at = match(NEXT_CHINESE_WEEKDAY, text, start);
    if (at != null) {
      return new Day(start, at.end(), new Unclear());
    }
    at = match(CHINESE_WEEKDAY, text, start);
    if (at == null) {
      return null;
    }
    int of = "一二三四五六日".indexOf(at.group(1).replace('天', '日')) + 1;
    return new Day(start, at.end(), new Weekday(DayOfWeek.of(of)));
  }

  private static int han(String numerals) {
    String digits = "一二三四五六七八九";
    int tens = numerals.indexOf('十');
    if (tens < 0) {
      return numerals.equals("两") ? 2 : digits.indexOf(numerals.charAt(0)) + 1;
    }
    int before = tens == 0 ? 1 : digits.indexOf(numerals.charAt(0)) + 1;
    int after = tens + 1 < numerals.length() ? digits.indexOf(numerals.charAt(tens + 1)) + 1 : 0;
    return before * 10 + after;
  }

  private static int count(String written) {
    return switch (written) {
      case "one", "un", "una", "a" -> 1;
      case "two", "dos" -> 2;
      case "three", "tres" -> 3;
      case "four", "cuatro" -> 4;
      case "five", "cinco" -> 5;
      case "six", "seis" -> 6;
      case "seven", "siete" -> 7;
      case "ten", "diez" -> 10;
      case "fourteen" -> 14;
      case "thirty" -> 30;
      default -> number(written);
    };
  }

  private static @Nullable DayOfWeek dayOfWeek(@Nullable String written) {
    if (written == null) {
      return null;
    }
    return switch (written.substring(0, 3).toLowerCase(Locale.ROOT)) {
      case "mon", "lun" -> DayOfWeek.MONDAY;
      case "tue", "mar" -> DayOfWeek.TUESDAY;
      case "wed", "mie" -> DayOfWeek.WEDNESDAY;
      case "thu", "jue" -> DayOfWeek.THURSDAY;
      case "fri", "vie" -> DayOfWeek.FRIDAY;
      case "sat", "sab" -> DayOfWeek.SATURDAY;
      default -> DayOfWeek.SUNDAY;
    };
  }

  private static @Nullable Integer year(@Nullable String written) {
    if (written == null) {
      return null;
    }
    return written.length() == 2 ? 2000 + number(written) : number(written);
  }

  private static int month(String written) {
    return MONTHS.getOrDefault(written.substring(0, 3), 0);
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}

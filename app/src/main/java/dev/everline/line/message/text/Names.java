package dev.everline.line.message.text;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.MessageForms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The carriers that a message names.
 *
 * @param at by where each name begins
 * @param sender the carrier whose message it seems to be, or null
 */
public record Names(Map<Integer, Named> at, @Nullable String sender) {

  public record Named(int end, String carrier) {}

  /** Where the name that begins there ends, or -1. */
  public int endOfNameAt(int start) {
    Named named = at.get(start);
    return named == null ? -1 : named.end();
  }

  /** All the names that carriers go by. */
  public static final class Known {

    private static final Pattern BEFORE_A_SENDER =
        Pattern.compile(
            "[\\W]*(?:(?:vz|att|at&t)?\\s?free\\s?m(?:sg|essage)|msg|message|alert|notice|fwd|fw|from|hello"
                + " from|hi from|rv|de|sms|aviso|this is|it's|hey there, it's|hi, it's|hey,"
                + " it's|yo,? it'?s|its)?\\W{0,6}(?:from|de)?\\W{0,6}");
    private static final Pattern AFTER_A_SENDER =
        Pattern.compile(
            "(?s)^\\s?(?:[\\u3400-\\u9fff:|,!\\])】<>]|[-.](?:\\s|$)|\\s?(?:$|\\n"
                + ")|(?:mobile|wireless|alerts?|reminder|notice|msg|message|customer|support|care|prepaid|here|account|update|member|autopay|le"
                + " informa|informa|prepago|free"
                + " msg|info|team|service|billing|plan|rewards|perks)\\b).*");
    private static final Set<String> OWN = Set.of("your", "su", "tu", "ur", "yr", "our", "the");
    private static final Set<String> WITH =
        Set.of(
            "from",
            "with",
            "choosing",
            "using",
            "de",
            "con",
            "team",
            "elegir",
            "preferir",
            "by",
            "to",
            "at",
            "usar",
            "of",
            "get",
            "plan:",
            "my");
    private static final Pattern THING =
        Pattern.compile(
            "(?s)^\\s(?:prepaid |wireless |mobile |unlimited |\\$?\\d+\\S*"
                + " )?(?:plan|service|line|account|wireless|mobile|phone|app|bill|wallet|sim|esim|autopay|auto"
                + " pay|number|member|membership|prepaid|balance"
                + "|subscription|unlimited|paygo|cuenta|linea|plan|servicio|saldo|payment|renewal)\\b.*");
    private static final Pattern THING_BEFORE =
        Pattern.compile(
            "(?s).*\\b(?:su|tu) (?:plan|servicio|linea|cuenta|saldo|numero|sim|recarga|pago)"
                + "(?: movil| prepago)?(?: de| con)? $");
    private static final Pattern OF_A_CODE =
        Pattern.compile("(?s).*(?:code|pin|codigo)\\b[^.]{0,30}\\b(?:de|for|from|para) $");
    private static final Pattern IS = Pattern.compile("(?s)^ ?(?:is|es|:).*");
    private static final Pattern LAST = Pattern.compile("(?s)^[\\s.!,)]*$");

    private static final int LONGEST_LEAD = 40;
    private static final int NEAR = 60;

    private record Name(String words, String carrier, boolean ordinary) {}

    private final Map<String, List<Name>> byFirstWord = new HashMap<>();

    public Known(Catalog catalog, List<MessageForms> forms) {
      List<Name> names = new ArrayList<>();
      for (Carrier carrier : catalog.carriers().values()) {
        names.add(new Name(folded(brand(carrier)), carrier.id(), false));
      }
      for (MessageForms form : forms) {
        form.names().forEach(name -> names.add(new Name(folded(name), form.carrier(), false)));
        form.ordinaryNames()
            .forEach(name -> names.add(new Name(folded(name), form.carrier(), true)));
      }
      names.stream()
          .sorted(Comparator.comparingInt((Name name) -> name.words().length()).reversed())
          .forEach(
              name ->
                  byFirstWord
                      .computeIfAbsent(firstWord(name.words(), 0), first -> new ArrayList<>())
                      .add(name));
    }

    private static String folded(String name) {
      return MessageText.of(name).folded();
    }

    /** As the carrier calls itself. */
    private static String brand(Carrier carrier) {
      return carrier.brand().replaceAll("\\s*\\(.*\\)", "").replaceAll(" Prepaid$", "");
    }

    public Names in(String text) {
      Map<Integer, Named> found = new TreeMap<>();
      String sender = null;
      for (int i = 0; i < text.length(); i++) {
        boolean han = MessageText.isHan(text.charAt(i));
        boolean starts =
            han
                || (Lexicon.isWord(text.charAt(i))
                    && (i == 0 || !Lexicon.isWord(text.charAt(i - 1))));
        if (!starts) {
          continue;
        }
        for (Name name : byFirstWord.getOrDefault(firstWord(text, i), List.of())) {
          int end = i + name.words().length();
          if (!text.startsWith(name.words(), i)
              || (!han && end < text.length() && Lexicon.isWord(text.charAt(end)))) {
            continue;
          }
          boolean opens = isSender(text, i, end);
          if (name.ordinary() && !opens && !isNamed(text, i, end)) {
            continue;
          }
          found.put(i, new Named(end, name.carrier()));
          sender = sender == null && opens ? name.carrier() : sender;
          i = end - 1;
          break;
        }
      }
      Set<String> carriers =
          found.values().stream().map(Named::carrier).collect(Collectors.toSet());
      String only = carriers.size() == 1 ? carriers.iterator().next() : null;
      return new Names(found, sender == null ? only : sender);
    }

    /** Whether it stands where a sender does: first, before a colon or a word such as alert. */
    private static boolean isSender(String text, int start, int end) {
      String before = text.substring(text.lastIndexOf('\n', start - 1) + 1, start);
      return before.length() <= LONGEST_LEAD
          && BEFORE_A_SENDER.matcher(before).matches()
          && AFTER_A_SENDER.matcher(near(text, end)).matches();
    }

    private static String near(String text, int end) {
      return text.substring(end, Math.min(text.length(), end + NEAR));
    }

    /** Whether a carrier's name may stand there: your … plan, thanks for choosing …. */
    private static boolean isNamed(String text, int start, int end) {
      String before = text.substring(Math.max(0, start - NEAR), start);
      String after = near(text, end);
      String word = before.strip().replaceAll(" (?:next|new|current)$", "");
      word = word.substring(word.lastIndexOf(' ') + 1);
      boolean last = LAST.matcher(after).matches();
      boolean marked = after.isEmpty() || ".,!:;)+".indexOf(after.charAt(0)) >= 0;
      boolean chinese =
          (start > 0 && isHanOrBracket(text.charAt(start - 1)))
              || (end < text.length() && MessageText.isHan(text.charAt(end)));
      return (OWN.contains(word) && THING.matcher(after).matches())
          || (WITH.contains(word) && (marked || THING.matcher(after).matches()))
          || THING_BEFORE.matcher(before).matches()
          || (OF_A_CODE.matcher(before).matches() && IS.matcher(after).matches())
          || (last && (word.endsWith("-") || word.endsWith("~") || word.equals("thanks,")))
          || chinese;
    }

    private static boolean isHanOrBracket(char c) {
      return MessageText.isHan(c) || c == '【';
    }

    private static String firstWord(String text, int start) {
      if (MessageText.isHan(text.charAt(start))) {
        return text.substring(start, start + 1);
      }
      int end = start;
      while (end < text.length() && Lexicon.isWord(text.charAt(end))) {
        end++;
      }
      return text.substring(start, end);
    }
  }
}

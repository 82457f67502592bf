package dev.everline.line.message;

import dev.everline.catalog.identify.Identification;
import dev.everline.catalog.identify.Identifier;
import dev.everline.line.message.Token.Figure;
import dev.everline.line.message.text.MessageText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose line a message is about.
 *
 * @param number in E.164 digits, or null
 * @param last4 the last digits of its number, where the message gives only those
 * @param iccid of its SIM, or null
 * @param several whether the message names several lines, so that nobody can tell of which it says
 *     what
 */
public record OwnLine(
    @Nullable String number, @Nullable String last4, @Nullable String iccid, boolean several) {

  private static final Pattern TOLL_FREE =
      Pattern.compile("1(?:800|822|833|844|855|866|877|888)\\d+");

  /** Digits behind such words are to be dialled, or of something else than a line. */
  private static final Pattern TO_DIAL =
      Pattern.compile(
          "(?s).*(?:\\bcall|\\bdial|\\btext|\\bat|\\bcontact|\\bphone"
              + " us|\\bllame|\\bllama|\\bmarque|\\bvia|\\bsupport|\\bcare|\\bhelp"
              + "|拨打|致电|客服|热线|电话|咨询|order|#|ref|confirmation|case|ticket|tracking|pedido|orden"
              + "|account|invoice|transaction|id|订单|单号|流水号|pin|code)[\\s:#.(+-]*(?:al\\s|us\\sat\\s|no\\.?\\s|number\\s|us\\s|号)?[\\s:#(+-]*$");

  private static final Pattern OF_A_LINE =
      Pattern.compile(
          "(?s).*(?:line|number|phone|service|mobile|linea|numero|celular|telefono|线路|号码|手机|号|servicio|plan|cuenta"
              + " celular)"
              + "(?:\\s(?:number|no\\.?|is|that|que|de|for|your|su|tu|telefonico|celular|movil))*[\\s(:.#-]*$");
  private static final Pattern CARD =
      Pattern.compile(
          "(?s).*(?:card|visa|mastercard|amex|discover|debit|credit|tarjeta|account|bank|paypal|银行卡|信用卡|储蓄卡|借记卡|卡)[^.]{0,12}$");
  private static final Pattern PARTS = Pattern.compile("[x*•·#]{3}[-. ][x*•·#]{3}[-. ]\\d{4}");
  private static final Pattern ENDING =
      Pattern.compile(
          "(?:ending|ends|terminad[oa]|termina|terminacion|finaliza(?:do|da)?|尾号)(?:\\s?(?:in|with|en|为|是))?[\\s:#]{0,3}[x*•]*(\\d{4})(?!\\d)");

  static OwnLine of(MessageText text, List<Token> tokens, Identifier identifier) {
    Set<String> numbers = new LinkedHashSet<>();
    Set<String> endings = new LinkedHashSet<>();
    Set<String> iccids = new LinkedHashSet<>();
    for (Token token : tokens) {
      if (!(token instanceof Figure figure)) {
        continue;
      }
      String before = text.folded().substring(Math.max(0, figure.start() - 40), figure.start());
      switch (figure.kind()) {
        case PHONE -> {
          boolean own =
              !TOLL_FREE.matcher(figure.digits()).matches() && !TO_DIAL.matcher(before).matches();
          if (own) {
            numbers.add(figure.digits());
          }
        }
        case ICCID -> {
          Identification found = identifier.identify(figure.digits());
          if (found.kind() == Identification.Kind.ICCID && found.valid()) {
            iccids.add(figure.digits());
          }
        }
        case LAST_FOUR -> {
          String written = text.folded().substring(figure.start(), figure.end());
          boolean telephone = PARTS.matcher(written).matches();
          if (telephone || !CARD.matcher(before).matches()) {
            endings.add(figure.digits());
          }
        }
        default -> {}
      }
    }
    endings.addAll(endings(text.folded()));
    Set<String> lines =
        numbers.stream()
            .map(number -> number.substring(number.length() - 4))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    lines.addAll(endings);
    boolean several = numbers.size() > 1 || lines.size() > 1 || iccids.size() > 1;
    return new OwnLine(
        several ? null : first(numbers),
        several || !numbers.isEmpty() ? null : first(endings),
        several ? null : first(iccids),
        several);
  }

  /** "Your line ending in 0142"; a card's ending is no line's. */
  private static Set<String> endings(String text) {
    Set<String> endings = new LinkedHashSet<>();
    java.util.regex.Matcher at = ENDING.matcher(text);
    while (at.find()) {
      String before = text.substring(Math.max(0, at.start() - 40), at.start());
      String after = text.substring(at.end(), Math.min(text.length(), at.end() + 8));
      boolean chinese = MessageText.isHan(text.charAt(at.start()));
      boolean card =
          CARD.matcher(before).matches() || after.matches("(?s)(?:的)?(?:银行卡|信用卡|储蓄卡|借记卡|卡).*");
      if (!card && (chinese || OF_A_LINE.matcher(before).matches())) {
        endings.add(at.group(1));
      }
    }
    return endings;
  }

  private static @Nullable String first(Set<String> values) {
    return values.isEmpty() ? null : values.iterator().next();
  }

  /** Without numbers, so that it may be logged. */
  @Override
  public String toString() {
    return "OwnLine[" + (number != null) + ", " + (last4 != null) + ", " + (iccid != null) + "]";
  }
}

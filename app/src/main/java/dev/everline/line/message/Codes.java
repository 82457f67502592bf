package dev.everline.line.message;

import dev.everline.catalog.Confidence;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import dev.everline.line.message.Token.Figure;
import dev.everline.line.message.text.Meaning;
import dev.everline.line.message.text.MessageText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells messages with a code for signing in, or with a PIN that moves a number to another carrier.
 * Only that there is one: the digits are left nowhere.
 */
final class Codes {

  /** A code as such: digits, with a letter or two among them, or in two groups. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?<![\\da-z$.,/-])(?:[a-z]{1,3}-)?(?:\\d{3}[-"
              + " ]\\d{3,4}|\\d{2} \\d{2} \\d{2}|\\d{4,10}|(?=[a-z0-9]{6,10}(?![a-z0-9]))(?=(?:\\d*[a-z]){1,4})[a-z]*\\d[a-z0-9]*\\d[a-z0-9]*)(?![\\da-z/%]|\\.\\d)");

  private static final Pattern CUE =
      Pattern.compile(
          "verif|security code|one time|otp|passcode|log ?in|sign ?in|signin|authentic|do not"
              + " share|don't share|never share|expires in \\d+ min|valid for \\d+ min|access"
              + " code|temporary|single use|2fa|confirmation code|identity|no (?:lo )?comparta|no"
              + " (?:lo )?compartas|iniciar sesion|acceso|seguridad|un solo uso|temporal|valido por"
              + " \\d+ min|vence en \\d+ min|expira en \\d+ min"
              + "|验证|登录|口令|动态|一次性|校验|安全码|请勿泄露|勿泄露|勿告知|不要告诉|分钟内有效|切勿");
  private static final Pattern ALONE =
      Pattern.compile(
          "to (?:verify|sign in|log in|confirm your identity)"
              + "|para (?:verificar|iniciar sesion|entrar|ingresar|acceder)"
              + "|用于登录|登录.{0,4}输入|输入.{0,16}登录|登入.{0,4}输入");
  private static final Pattern OFFER =
      Pattern.compile(
          "promo|discount|coupon|checkout|% off|save |descuento|promocion|优惠|折扣|zip code|area"
              + " code|qr|refill pin|codigo postal|referral|invite");
  private static final Pattern TRANSFER =
      Pattern.compile(
          "request|generat|creat|sent|issued|here"
              + " is|is:|solicit|gener|cread|enviad|申请|请求|生成|发送|为您|有人|port"
              + " out|portabilidad|pidio|leave|cancel");
  private static final Pattern DIGITS = Pattern.compile("[A-Za-z\\d]*\\d[A-Za-z\\d-]*");

  private Codes() {}

  /** The statement that the message has such a code, or null. */
  static @Nullable Statement in(MessageText text, List<Sentence> sentences) {
    String folded = text.folded();
    Sentence transfer = null;
    Sentence code = null;
    for (Sentence s : sentences) {
      boolean denied = isDenied(s) && !hasCode(folded, s);
      if (s.has(Meaning.TRANSFER_PIN) && !denied && !s.isQuestion()) {
        transfer = transfer == null ? s : transfer;
      }
      if (s.has(Meaning.CODE)) {
        code = code == null ? s : code;
      }
    }
    if (code == null && transfer == null && !ALONE.matcher(folded).find()) {
      return null;
    }
    boolean digits = CODE.matcher(withoutFigures(folded, sentences)).find();
    if (transfer != null
        && (digits
            || (TRANSFER.matcher(words(folded, transfer)).find()
                && !transfer.has(
                    Meaning.NEWCUSTOMER, Meaning.NEEDS, Meaning.EXAMPLE, Meaning.TO)))) {
      return statement(What.TRANSFER_PIN, text, transfer);
    }
    boolean cued = CUE.matcher(folded).find() || ALONE.matcher(folded).find();
    boolean owned = code != null && code.has(Meaning.YOUR, Meaning.BE, Meaning.CARRIER);
    boolean offer = OFFER.matcher(folded).find() && !folded.contains("verif");
    if (digits && !offer && (code != null || ALONE.matcher(folded).find()) && (cued || owned)) {
      return statement(What.ONE_TIME_CODE, text, code == null ? sentences.getFirst() : code);
    }
    return null;
  }

  /** "If you need a transfer PIN": denied or conditional before it is named. */
  private static boolean isDenied(Sentence s) {
    for (int i = 0; i < s.size() && s.meaning(i) != Meaning.TRANSFER_PIN; i++) {
      if (s.meaning(i) == Meaning.NOT || s.meaning(i) == Meaning.IF) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasCode(String folded, Sentence s) {
    return CODE.matcher(words(folded, s)).find();
  }

  private static String words(String folded, Sentence s) {
    return folded.substring(s.start(), s.end());
  }

  /** The text without what is surely no code: money, days, telephone numbers, links. */
  private static String withoutFigures(String folded, List<Sentence> sentences) {
    StringBuilder rest = new StringBuilder(folded);
    for (Sentence s : sentences) {
      for (int i = 0; i < s.size(); i++) {
        Token token = s.at(i);
        boolean known =
            token instanceof Token.Sum
                || token instanceof Token.Day
                || token instanceof Token.Link
                || (token instanceof Figure figure
                    && figure.kind() != Figure.Kind.OTHER
                    && figure.kind() != Figure.Kind.PHONE)
                || isDialled(folded, token);
        for (int at = token.start(); known && at < token.end(); at++) {
          rest.setCharAt(at, ' ');
        }
      }
    }
    return rest.toString();
  }

  private static boolean isDialled(String folded, Token token) {
    return token instanceof Figure figure
        && (figure.kind() == Figure.Kind.PHONE
            || folded
                .substring(Math.max(0, token.start() - 14), token.start())
                .matches(
                    "(?s).*(?:call|dial|text|to|llame al?|ending in|ends in|拨打|致电|order"
                        + " #?|#)\\s?"));
  }

  private static Statement statement(What what, MessageText text, Sentence s) {
    String words = text.shown().substring(s.start(), s.end()).replace('\n', ' ');
    String hidden = masked(words);
    return new Statement(
        About.CODE,
        what,
        null,
        null,
        Confidence.HIGH,
        hidden.length() > 160 ? hidden.substring(0, 160) + "…" : hidden);
  }

  /** A text without whatever could be a code. */
  static String masked(String text) {
    Matcher digits = DIGITS.matcher(text);
    return digits.replaceAll("•••");
  }
}

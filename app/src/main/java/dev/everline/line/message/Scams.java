package dev.everline.line.message;

import dev.everline.catalog.link.Judgement;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.line.message.text.MessageText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells frauds by their link, or by what they ask for together with a link nobody knows. */
final class Scams {

  private static final Pattern PRIZE =
      Pattern.compile(
          "you(?:'ve| have)? (?:been selected|won)|winner|claim your"
              + " (?:prize|reward|gift|refund)|free iphone|congratulations|ha ganado|has"
              + " ganado|felicidades|reclame su (?:premio|regalo)|reclama tu"
              + " (?:premio|regalo)|中奖|大奖|抽中|恭喜您|恭喜你|领取奖");
  private static final Pattern PARCEL =
      Pattern.compile(
          "(?:parcel|package|shipment|delivery|paquete|envio|包裹|快递).*(?:held|hold|fee|no pudo entregar|address|failed|unable|pending|redeliver|customs|reten|direccion|tarifa|aduana|无法|地址|滞留|清关|重新)");
  private static final Pattern BANK =
      Pattern.compile(
          "(?:bank|chase|wells fargo|citi|paypal|zelle|cuenta"
              + " bancaria|banco|银行).*(?:lock|suspend|unusual|verify|restrict|blocked|bloque|verifi|冻结|异常|核实)");
  private static final Pattern SIM =
      Pattern.compile(
          "(?:sim|esim|line|account|number|service|cuenta|linea|numero|chip|号码|账户|手机卡|sim卡|实名).*(?:deactivat|will"
              + " be (?:blocked|disabled|suspended|terminated|closed)|verify your identity|verify"
              + " now|update your (?:details|information|kyc)|kyc|desactiv|sera bloquead|sera"
              + " suspendid|verifique su identidad|将被(?:停用|注销|冻结|关闭|停机)|重新认证|实名认证|验证身份)");
  private static final Pattern TOLL =
      Pattern.compile(
          "unpaid toll|toll (?:balance|fee|violation)|outstanding toll|fastrak|e"
              + " zpass|sunpass|peaje|irs|tax refund|stimulus|etc 欠费|违章");
  private static final Pattern REFUND =
      Pattern.compile(
          "(?:overpa|refund|reembolso|credit of|double"
              + " charged|退款).*(?:claim|click|tap|confirm|verify|reclame|haga clic|点击|领取)|bill"
              + " (?:is )?paid.*(?:gift|thank)|pago de mas");
  private static final Pattern REQUEST =
      Pattern.compile(
          "(?:send|reply with|give|text|enter|share|envie|responda con|提供|回复|填写).{0,30}(?:your"
              + " pin|account pin|password|ssn|social security|card number|verification code|su"
              + " pin|contrasena|numero de tarjeta|密码|验证码|卡号|身份证|社会安全号|社安号|number and pin)"
              + "|(?:read|tell|give|send|forward|text|reply)(?: to| back to)? (?:me|us)\\b.{0,40}(?:code|pin)\\b"
              + "|(?:reply|respond|text back|text me back)\\b.{0,12}with the (?:code|pin)\\b"
              + "|(?:manda|envia|pasa|dime|digame|diganos|dinos|reenvia|responda|responde|envie)(?:me|nos)?\\b.{0,30}(?:codigo|clave)"
              + "|foto de (?:tu|su) tarjeta|photo of your (?:card|id)|加微信.{0,20}转账"
              + "|(?:numero nuevo|nuevo numero|new number|新号码).{0,160}(?:zelle|venmo|cash app|transfer|wire|转账|汇款)"
              + "|把.{0,12}(?:验证码|密码|口令|卡号).{0,12}(?:回复|发给|发送|发到|告诉|告知)");
  private static final Pattern NOT_ASKED =
      Pattern.compile(
          "(?:never|not|don't|won't|no|nunca|勿|不会|不要|切勿)\\W.{0,30}(?:share|ask|give|send|compart|solicit|pid|泄露|索取|提供|告诉|回复)|请勿|切勿|不会向");
  private static final Pattern GIFT_CARDS =
      Pattern.compile(
          "(?:buy|purchase|send|pay|compre|envie|mande|pague|购买|用).{0,40}(?:gift cards?|tarjetas? de regalo|礼品卡)");

  private static final Pattern THREAT =
      Pattern.compile(
          "fee|fine|crime|arrest|cut off|on the back|unless|closed|disconnect|suspend|clear|owe|multa|delito|cargo|arresto|suspend|corta|罚款|涉嫌|停机|冻结");

  private static final Pattern AT_ONCE =
      Pattern.compile(
          "(?:disconnect|terminat|deactivat|block|permanently|cancel)\\w*.{0,30}(?:today|immediately|tonight|in \\d+ hours|within \\d+ hours)"
              + "|(?:desconect|cancel|bloque|desactiv)\\w*.{0,30}(?:hoy|inmediatamente|en \\d+ horas)"
              + "|(?:今天|立即|马上|小时内).{0,12}(?:停机|注销|冻结|销号)");

  private static final Pattern CALL =
      Pattern.compile(
          "(?:call|dial|llame|llama|marque|致电|拨打|回电)[^0-9+(]{0,20}(\\+?1?[-. ]?\\(?[2-9]\\d{2}\\)?[-. ]?\\d{3}[-. ]?\\d{4})");

  /** Money is to be sent somewhere "safe", or an authority threatens. */
  private static final Pattern TO_SAFETY =
      Pattern.compile(
          "(?:wire|transfer|move) .{0,40}(?:safe|secure) account|arrest warrant|orden de arresto"
              + "|transfier.{0,40}cuenta segura|转账.{0,20}(?:安全账户|配合)|涉嫌(?:洗钱|诈骗|犯罪|违法).{0,40}(?:回电|致电|转账|联系|配合)");

  /** A fraud comes to its point sooner. */
  private static final int LONGEST = 800;

  private Scams() {}

  /**
   * @param care how to reach the customer care of the carrier that the message names, as the
   *     catalog has it, or null when not known
   */
  static boolean isOne(MessageText text, List<LinkJudgement> links, @Nullable String care) {
    if (has(links, Judgement.LOOK_ALIKE)) {
      return true;
    }
    String folded = text.folded().replace('\n', ' ');
    folded = folded.substring(0, Math.min(LONGEST, folded.length()));
    boolean asks = REQUEST.matcher(folded).find() && !NOT_ASKED.matcher(folded).find();
    if (care != null && isThreatWithAnothersNumber(folded, care)) {
      return true;
    }
    boolean refuses = NOT_ASKED.matcher(folded).find();
    if (asks || (GIFT_CARDS.matcher(folded).find() && !refuses && THREAT.matcher(folded).find())) {
      return true;
    }
    if (TO_SAFETY.matcher(folded).find() && !refuses) {
      return true;
    }
    boolean strange = has(links, Judgement.UNKNOWN) || has(links, Judgement.SHORTENER);
    return strange
        && (PRIZE.matcher(folded).find()
            || PARCEL.matcher(folded).find()
            || BANK.matcher(folded).find()
            || SIM.matcher(folded).find()
            || TOLL.matcher(folded).find()
            || REFUND.matcher(folded).find());
  }

  /** "Your number will be disconnected today. Call 1-888-…", which isn't the carrier's number. */
  private static boolean isThreatWithAnothersNumber(String folded, String care) {
    if (!AT_ONCE.matcher(folded).find()) {
      return false;
    }
    String known = care.replaceAll("[^0-9]", "");
    Matcher call = CALL.matcher(folded);
    while (call.find()) {
      String digits = call.group(1).replaceAll("[^0-9]", "");
      if (!known.contains(digits.substring(Math.max(0, digits.length() - 10)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<LinkJudgement> links, Judgement judgement) {
    return links.stream().anyMatch(link -> link.judgement() == judgement);
  }
}

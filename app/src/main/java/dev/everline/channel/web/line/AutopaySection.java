package dev.everline.channel.web.line;

import dev.everline.catalog.Autopay;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.decide.ExpectedCharge;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line's page says of its carrier's own autopay, and asks about it.
 *
 * @param end the last day served that it is to extend
 * @param sentences what is expected, and what isn't known
 * @param asks whether it may have charged already, so that its owner can say how it went
 * @param fact false when the day of the charge has no reliable source
 * @param source who says when it charges, or null when nobody does
 */
record AutopaySection(
    LocalDate end, List<String> sentences, boolean asks, boolean fact, @Nullable String source) {

  /** Where the day of the charge isn't known, it isn't asked about earlier before the end. */
  private static final Duration ASKED_BEFORE_END = Duration.ofDays(7);

  AutopaySection {
    sentences = List.copyOf(sentences);
  }

  /**
   * @return null when the line isn't to be renewed by its carrier's own autopay
   */
  static @Nullable AutopaySection of(Visit visit, Line line, LineCard card) {
    ExpectedCharge charge = card.outlook().charge();
    if (charge == null) {
      return null;
    }
    Instant now = card.outlook().at();
    Instant first = charge.from() == null ? charge.to().minus(ASKED_BEFORE_END) : charge.from();
    Autopay known = charge.known();
    List<String> said = new ArrayList<>();
    said.add(card.standing(visit.words()));
    if (charge.isDayUnknown()) {
      said.add(visit.say("autopay.day-unknown", card.brand()));
    }
    Money need = card.need();
    if (need != null) {
      said.add(visit.say("autopay.amount", visit.money(need)));
    }
    if (line.renewedBy() == RenewedBy.EVERLINE) {
      said.add(visit.say("autopay.then-everline", card.brand()));
    }
    addDangers(said, visit, card, charge, now);
    return new AutopaySection(
        charge.end(),
        said,
        !now.isBefore(first),
        known == null || charge.isDayUnknown() || known.provenance().isFact(),
        known == null || charge.isDayUnknown() ? null : visit.source(known.provenance()));
  }

  private static void addDangers(
      List<String> said, Visit visit, LineCard card, ExpectedCharge charge, Instant now) {
    if (charge.danger() != null && now.isBefore(charge.to())) {
      said.add(visit.say("notice." + charge.danger().notice(), card.brand()));
    }
    Integer effect = charge.known() == null ? null : charge.known().noEffectWithinDays();
    if (effect != null
        && now.isBefore(charge.to())
        && !card.outlook().today().isBefore(charge.end().minusDays(effect))) {
      said.add(visit.say("autopay.no-effect", effect));
    }
    LocalDate loss = charge.lossOn();
    if (card.outlook().isAutopayToBeChecked() && loss != null) {
      said.add(visit.say("autopay.if-failed", visit.date(loss)));
    }
  }
}

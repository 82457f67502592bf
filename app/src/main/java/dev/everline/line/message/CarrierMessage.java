package dev.everline.line.message;

import dev.everline.catalog.link.Judgement;
import dev.everline.catalog.link.LinkJudgement;
import dev.everline.line.message.Statement.About;
import dev.everline.line.message.Statement.What;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a carrier's message says, as far as it can be read for certain; none of it is trusted before
 * its owner has confirmed it.
 *
 * @param carrier whose message it seems to be, by its id in the catalog, or null
 * @param statements what it says; in a fraud only that it is one
 * @param line whose it is
 * @param links judged
 * @param unsure whether there is a date or an amount that could be read in two ways, and so was
 *     left out
 */
public record CarrierMessage(
    @Nullable String carrier,
    List<Statement> statements,
    OwnLine line,
    List<LinkJudgement> links,
    boolean unsure) {

  public CarrierMessage {
    statements = List.copyOf(statements);
    links = List.copyOf(links);
  }

  /** Whether one of its links hides where it leads. */
  public boolean hidesALink() {
    return links.stream().anyMatch(link -> link.judgement() == Judgement.SHORTENER);
  }

  public boolean isScam() {
    return statements.stream().anyMatch(each -> each.what() == What.SCAM);
  }

  /** Whether it has a code of which nothing may be shown or kept. */
  public boolean hasCode() {
    return statements.stream().anyMatch(each -> each.about() == About.CODE);
  }

  /** The statement that could be noted as the line's end. */
  public Optional<Statement> end() {
    return statements.stream()
        .filter(each -> each.what() == What.SERVICE_END && each.date() != null)
        .filter(each -> each.about() == About.LINE || each.about() == About.PLAN)
        .findFirst();
  }

  /** The statement that could be noted as the line's balance. */
  public Optional<Statement> balance() {
    return statements.stream().filter(each -> each.what() == What.BALANCE).findFirst();
  }

  /** The statement that could be noted as the end of the line's balance. */
  public Optional<Statement> balanceEnd() {
    return statements.stream().filter(each -> each.what() == What.BALANCE_END).findFirst();
  }

  /** The last day paid, or null. */
  public @Nullable LocalDate validUntil() {
    return end().map(Statement::date).orElse(null);
  }

  /** Without numbers, so that it may be logged. */
  @Override
  public String toString() {
    return "CarrierMessage["
        + carrier
        + ", "
        + statements.size()
        + " statements, "
        + links.size()
        + " links]";
  }
}

package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.channel.web.frame.Visit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of an account's audit trail. Operators see the same page of theirs in the console.
 *
 * @param at the page's address
 * @param rows the newest first
 * @param next the parameter of the following page, or null at the end
 */
public record TrailPage(
    String at, AuditTrail.Finding finding, List<Row> rows, @Nullable Long next) {

  private static final int ROWS = 100;

  /**
   * An entry, together with the one that says that it was refused.
   *
   * @param refusal the number of that, or null
   * @param who did it
   * @param subject null where it is shown as it was written
   */
  record Row(
      AuditTrail.Event event,
      @Nullable Long refusal,
      String who,
      TrailSubjects.@Nullable Subject subject) {

    String numbers() {
      return refusal == null ? Long.toString(event.number()) : event.number() + ", " + refusal;
    }

    /** What was done, or was only tried. */
    String act(Visit visit) {
      String act = visit.say("act." + event.act());
      return refusal == null ? act : visit.say("audit.refused", act);
    }
  }

  /** The trail of the operators, who work with ids. */
  public static TrailPage ofOperators(
      Visit visit, @Nullable Long below, AuditTrail audit, Members members) {
    return of("/console/audit", visit, below, audit, members, null);
  }

  /** The trail of an account, whose people know their things by name. */
  static TrailPage ofAccount(
      Visit visit, @Nullable Long below, AuditTrail audit, Members members, TrailSubjects known) {
    return of("/settings/audit", visit, below, audit, members, known);
  }

  private static TrailPage of(
      String at,
      Visit visit,
      @Nullable Long below,
      AuditTrail audit,
      Members members,
      @Nullable TrailSubjects known) {
    List<AuditTrail.Event> found = audit.list(visit.accountId(), below, ROWS + 1);
    boolean more = found.size() > ROWS;
    List<AuditTrail.Event> shown = more ? found.subList(0, ROWS) : found;
    Map<String, String> names =
        members.list(visit.accountId()).stream()
            .collect(Collectors.toMap(member -> member.id().toString(), Member::name));
    Map<String, TrailSubjects.Subject> subjects =
        known == null ? Map.of() : known.of(visit, shown, names);
    Map<Long, Long> refusals =
        shown.isEmpty()
            ? Map.of()
            : audit.refusals(
                visit.accountId(), shown.getLast().number(), shown.getFirst().number());
    List<Row> rows =
        shown.stream()
            // Said beside what was refused.
            .filter(event -> !event.act().equals(AuditTrail.Act.REFUSED.name()))
            .map(
                event ->
                    new Row(
                        event,
                        refusals.get(event.number()),
                        names.getOrDefault(event.actor(), stranger(visit, event)),
                        isReason(event) ? null : subjects.get(event.subject())))
            .toList();
    return new TrailPage(
        at, audit.verify(visit.accountId()), rows, more ? shown.getLast().number() : null);
  }

  private static boolean isReason(AuditTrail.Event event) {
    return event.act().equals(AuditTrail.Act.OPERATOR_LOOKED.name());
  }

  /** Somebody who is no member, or is none any more. */
  private static String stranger(Visit visit, AuditTrail.Event event) {
    return event.act().startsWith("OPERATOR_")
        ? visit.say("audit.operator", event.actor())
        : visit.say("audit.former-member");
  }
}

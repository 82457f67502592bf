package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.account.Role;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.AccountId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of an account's audit trail. Operators see the same page of theirs in the console.
 *
 * @param at the page's address
 * @param names of the members who are still there, by their ids
 * @param next the parameter of the following page, or null at the end
 */
public record TrailPage(
    String at,
    AuditTrail.Finding finding,
    List<AuditTrail.Event> events,
    Map<String, String> names,
    @Nullable Long next) {

  private static final int ROWS = 100;

  private static final Set<String> ROLES =
      Arrays.stream(Role.values()).map(Role::name).collect(Collectors.toUnmodifiableSet());

  /** What it was done to; roles are called what the other pages call them. */
  String subject(Visit visit, AuditTrail.Event event) {
    return Arrays.stream(event.subject().split(" ", -1))
        .map(word -> ROLES.contains(word) ? visit.say("role." + word) : word)
        .collect(Collectors.joining(" "));
  }

  /**
   * @param at the page's own address
   * @param below the number of the entry above those wanted; null for the newest
   */
  public static TrailPage of(
      String at, AccountId account, @Nullable Long below, AuditTrail audit, Members members) {
    List<AuditTrail.Event> found = audit.list(account, below, ROWS + 1);
    boolean more = found.size() > ROWS;
    List<AuditTrail.Event> shown = more ? found.subList(0, ROWS) : found;
    Map<String, String> names =
        members.list(account).stream()
            .collect(Collectors.toMap(member -> member.id().toString(), Member::name));
    return new TrailPage(
        at, audit.verify(account), shown, names, more ? shown.getLast().number() : null);
  }
}

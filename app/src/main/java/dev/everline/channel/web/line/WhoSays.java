package dev.everline.channel.web.line;

import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.MemberId;
import dev.everline.line.FactSource;
import dev.everline.line.Line;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who says what is known of a line: the reader, another member by name, a file or the carrier.
 *
 * @param names of the members, where somebody else than the reader gave a fact
 */
record WhoSays(Visit visit, Map<MemberId, String> names) {

  static WhoSays of(Visit visit, Line line, Members members) {
    MemberId reader = visit.member().id();
    boolean others =
        Stream.of(line.planFrom(), line.validityFrom(), line.balanceFrom())
            .anyMatch(from -> from != null && from.by() != null && !from.by().equals(reader));
    return new WhoSays(
        visit,
        others
            ? members.list(visit.accountId()).stream()
                .collect(Collectors.toMap(Member::id, Member::name))
            : Map.of());
  }

  /** In words, with the time; null when nobody is known to have said it. */
  @Nullable String says(@Nullable FactSource from) {
    if (from == null) {
      return null;
    }
    String at = visit.time(from.asOf());
    return switch (from.source()) {
      case FactSource.OWNER -> {
        if (visit.member().id().equals(from.by())) {
          yield visit.say("fact.from", visit.say("source.owner"), at);
        }
        String name = from.by() == null ? null : names.get(from.by());
        yield name == null
            ? visit.say("fact.from", visit.say("source.by-hand"), at)
            : visit.say("fact.from-member", name, at);
      }
      case FactSource.FILE -> visit.say("fact.from", visit.say("source.file"), at);
      default -> visit.say("fact.from", visit.say("source.carrier"), at);
    };
  }
}

package dev.everline.channel.web.settings;

import dev.everline.account.AuditTrail;
import dev.everline.account.Role;
import dev.everline.channel.web.frame.Visit;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.UploadId;
import dev.everline.line.Line;
import dev.everline.line.LineStore;
import dev.everline.renewal.OrderDesk;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a trail were done to, in people's words and with the page that shows it: the
 * trail itself holds ids only, so that it needn't be changed when an account is erased.
 */
final class TrailSubjects {

  private static final Set<String> ROLES =
      Arrays.stream(Role.values()).map(Role::name).collect(Collectors.toUnmodifiableSet());

  private final LineStore lines;
  private final OrderDesk orders;

  TrailSubjects(LineStore lines, OrderDesk orders) {
    this.lines = lines;
    this.orders = orders;
  }

  /**
   * What something was done to.
   *
   * @param text empty where the act says it all
   * @param link empty where no page shows it
   */
  record Subject(String text, String link) {

    static final Subject NONE = new Subject("", "");
  }

  /**
   * By the texts of the entries; looked up together.
   *
   * @param names of the members, by their ids
   */
  Map<String, Subject> of(Visit visit, List<AuditTrail.Event> events, Map<String, String> names) {
    AccountId account = visit.accountId();
    Set<String> texts =
        events.stream().map(AuditTrail.Event::subject).collect(Collectors.toUnmodifiableSet());
    Map<String, LineId> lineIds = ids(texts, LineId::parse);
    Map<String, OrderId> orderIds = ids(texts, OrderId::parse);
    Map<String, LineId> linesOfOrders = new HashMap<>();
    orderIds.forEach(
        (text, id) ->
            given(() -> orders.order(account, id))
                .ifPresent(order -> linesOfOrders.put(text, order.line())));
    Map<LineId, Line> found = found(account, lineIds, linesOfOrders);
    Map<String, Subject> subjects = new HashMap<>();
    for (String text : texts) {
      subjects.put(text, plain(visit, text, names));
    }
    lineIds.forEach((text, id) -> subjects.put(text, line(visit, found.get(id))));
    linesOfOrders.forEach(
        (text, id) -> {
          Line line = found.get(id);
          String title = line == null ? visit.say("audit.removed-line") : title(line);
          subjects.put(text, new Subject(title, "/orders/" + text));
        });
    ids(texts, JobId::parse)
        .forEach(
            (text, id) ->
                subjects.put(
                    text, new Subject(visit.say("audit.bulk-action"), "/lines/jobs/" + id)));
    ids(texts, UploadId::parse)
        .forEach(
            (text, id) ->
                subjects.put(text, new Subject(visit.say("audit.file"), "/lines/import/" + id)));
    return subjects;
  }

  private Map<LineId, Line> found(
      AccountId account, Map<String, LineId> lineIds, Map<String, LineId> linesOfOrders) {
    Set<LineId> wanted = new HashSet<>(lineIds.values());
    wanted.addAll(linesOfOrders.values());
    return lines.find(account, List.copyOf(wanted)).stream()
        .collect(Collectors.toMap(Line::id, Function.identity()));
  }

  private static Subject line(Visit visit, @Nullable Line line) {
    return line == null
        ? new Subject(visit.say("audit.removed-line"), "")
        : new Subject(title(line), "/lines/" + line.id());
  }

  private static String title(Line line) {
    return line.label().isBlank() ? line.maskedNumber() : line.label();
  }

  /** Members and roles by their names, as "Rosa: manager"; ids of other things say nothing. */
  private static Subject plain(Visit visit, String text, Map<String, String> names) {
    String said =
        Arrays.stream(text.split(" ", -1))
            .map(
                word ->
                    ROLES.contains(word) ? visit.say("role." + word) : names.getOrDefault(word, ""))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(visit.say("colon")));
    return said.isEmpty() ? Subject.NONE : new Subject(said, "");
  }

  private static <T> Map<String, T> ids(Set<String> texts, Function<String, T> parse) {
    Map<String, T> ids = new HashMap<>();
    for (String text : texts) {
      given(() -> parse.apply(text)).ifPresent(id -> ids.put(text, id));
    }
    return ids;
  }

  /** What isn't an id of the kind, or is of something that is gone, gives nothing. */
  private static <T> Optional<T> given(Supplier<T> look) {
    try {
      return Optional.of(look.get());
    } catch (ProblemException none) {
      return Optional.empty();
    }
  }
}

package dev.everline.carrier.tmf654;

import dev.everline.carrier.CallGuard.Judged;
import dev.everline.carrier.CallGuard.Sign;
import dev.everline.carrier.CarrierConnector.CarrierFacts;
import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.carrier.CarrierConnector.LookUpAnswer;
import dev.everline.carrier.CarrierConnector.NotFound;
import dev.everline.carrier.CarrierConnector.Pending;
import dev.everline.carrier.CarrierConnector.ReadAnswer;
import dev.everline.carrier.CarrierConnector.ReferenceUsed;
import dev.everline.carrier.CarrierConnector.Refused;
import dev.everline.carrier.CarrierConnector.TopUp;
import dev.everline.carrier.CarrierConnector.TopUpAnswer;
import dev.everline.carrier.CarrierConnector.Unknown;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Says what a server's reply means. A pure function of the reply and the settings that never
 * throws: what can't be read, or says two things, is unknown.
 *
 * <p>The rule behind every case: <em>refused</em> only where the carrier has surely not taken the
 * request, <em>not found</em> only where it has surely been asked about all it holds, <em>done</em>
 * only where it says so of our reference, our amount and our line.
 */
final class AnswerReader {

  private static final int LONGEST_ID = 200;
  private static final int LONGEST_CODE = 64;
  private static final int LONGEST_MESSAGE = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int PROXY_UNAUTHORIZED = 407;
  private static final int TIMED_OUT = 408;
  private static final int THROTTLED = 429;

  /** Ten digits or more, however grouped: a phone number or a SIM's, which messages don't show. */
  private static final Pattern NUMBER = Pattern.compile("[0-9](?:[ ().-]{0,2}[0-9]){9,}");

  private final Tmf654Settings settings;
  private final BoundedJson json;

  AnswerReader(Tmf654Settings settings, BoundedJson json) {
    this.settings = settings;
    this.json = json;
  }

  /** What a resource says of the top-up we ask about. */
  private sealed interface Shown {}

  /** It is ours. */
  private record Ours(String id, Status status, String reason, @Nullable String end)
      implements Shown {}

  /** It is another one. */
  private record Another() implements Shown {}

  /** It is unreadable, or says what can't be. */
  private record Contradiction(String what) implements Shown {}

  private enum Status {
    CREATED,
    COMPLETED,
    FAILED,
    CANCELLED
  }

  /** One page of a list. */
  sealed interface Page {}

  /**
   * The resources of a page.
   *
   * @param total how many there are on all pages; empty when the server doesn't say
   * @param partial true when the server says that there is more
   */
  record Items(List<JsonNode> items, OptionalLong total, boolean partial) implements Page {}

  /**
   * The list can't be had.
   *
   * @param absent true when the server says, in the standard's form, that there is no such thing
   */
  record NoList(boolean absent, String cause) implements Page {}

  /** The answer to a top-up. */
  Judged<TopUpAnswer> topUp(TopUp request, Reply reply, Instant asOf) {
    return switch (reply) {
      case Reply.NotSent(String cause) -> ill(new Refused("not-sent", cause, true));
      case Reply.Lost(String cause) -> ill(new Unknown(cause));
      case Reply.Answered answered -> topUp(request, answered, asOf);
    };
  }

  private Judged<TopUpAnswer> topUp(TopUp request, Reply.Answered reply, Instant asOf) {
    int status = reply.status();
    if (status >= 200 && status < 300) {
      return created(request, reply, asOf);
    }
    Optional<Failure> failure = failure(reply.body());
    if (status == THROTTLED) {
      Failure said = failure.orElse(new Failure("throttled", "too many requests"));
      return new Judged<>(new Refused(said.code(), said.message(), true), Sign.NEITHER);
    }
    if (status == UNAUTHORIZED || status == PROXY_UNAUTHORIZED) {
      return ill(
          new Refused("unauthorized", "the server doesn't accept the route's credentials", true));
    }
    if (failure.isPresent() && status >= 400 && status < 500 && status != TIMED_OUT) {
      Failure said = failure.get();
      return well(
          settings.referenceUsedCodes().contains(said.code())
              ? new ReferenceUsed(said.message())
              : new Refused(said.code(), said.message(), false));
    }
    if (failure.isPresent()
        && status >= 500
        && settings.refusingCodes().contains(failure.get().code())) {
      return ill(new Refused(failure.get().code(), failure.get().message(), true));
    }
    return ill(new Unknown("HTTP status " + status));
  }

  private Judged<TopUpAnswer> created(TopUp request, Reply.Answered reply, Instant asOf) {
    Optional<JsonNode> body = json.read(reply.body());
    if (body.isEmpty()) {
      return ill(new Unknown("HTTP status " + reply.status() + " with an unreadable body"));
    }
    return switch (shown(request, body.get(), false)) {
      case Contradiction(String what) -> ill(new Unknown("the answer contradicts us: " + what));
      case Another() -> ill(new Unknown("the answer is about another reference"));
      case Ours ours ->
          well(
              switch (ours.status()) {
                case COMPLETED -> new Done(ours.id(), facts(request.carrier(), ours, asOf), 1);
                case CREATED -> new Pending(ours.id());
                case FAILED, CANCELLED -> refused(ours);
              });
    };
  }

  /**
   * The answer to a look-up.
   *
   * @param items all that the server shows for our reference
   */
  Judged<LookUpAnswer> found(TopUp request, List<JsonNode> items, Instant asOf) {
    List<Ours> completed = new ArrayList<>();
    Ours open = null;
    Ours ended = null;
    for (JsonNode item : items) {
      switch (shown(request, item, true)) {
        case Contradiction(String what) -> {
          return ill(new Unknown("the list contradicts us: " + what));
        }
        // A server that doesn't filter shows everybody's.
        case Another() -> {}
        case Ours ours -> {
          switch (ours.status()) {
            case COMPLETED -> completed.add(ours);
            case CREATED -> open = ours;
            case FAILED, CANCELLED -> ended = ours;
          }
        }
      }
    }
    if (!completed.isEmpty()) {
      Ours first = completed.getFirst();
      return well(new Done(first.id(), facts(request.carrier(), first, asOf), completed.size()));
    }
    if (open != null) {
      return well(new Pending(open.id()));
    }
    return well(ended == null ? new NotFound() : refused(ended));
  }

  /** The page that a reply holds. */
  Page page(Reply reply) {
    return switch (reply) {
      case Reply.NotSent(String cause) -> new NoList(false, cause);
      case Reply.Lost(String cause) -> new NoList(false, cause);
      case Reply.Answered(int status, String body, OptionalLong total) -> {
        if (status != 200 && status != 206) {
          yield new NoList(
              status == NOT_FOUND && failure(body).isPresent(), "HTTP status " + status);
        }
        Optional<JsonNode> read = json.read(body);
        yield read.isPresent() && read.get().isArray()
            ? new Items(List.copyOf(read.get().values()), total, status == 206)
            : new NoList(false, "HTTP status " + status + " with a body that is no list");
      }
    };
  }

  /**
   * What a line's buckets say.
   *
   * @param items all buckets that the server shows for the number
   */
  Judged<ReadAnswer> known(String carrier, String msisdn, List<JsonNode> items, Instant asOf) {
    JsonNode service = null;
    JsonNode money = null;
    boolean any = false;
    for (JsonNode item : items) {
      if (!ofNumber(item, msisdn)) {
        continue;
      }
      any = true;
      if (settings.naming().serviceBucket().equalsIgnoreCase(text(item, "name"))) {
        service = service == null ? item : service;
      } else if (holdsMoney(item, msisdn)) {
        if (money != null) {
          return ill(new Unknown("the line has several buckets of money"));
        }
        money = item;
      }
    }
    if (!any) {
      return well(new NotFound());
    }
    if (money == null && service == null) {
      return ill(new Unknown("the line has neither a bucket of money nor one of service"));
    }
    Money balance = null;
    if (money != null && money.path("remainingValue").isObject()) {
      Optional<Money> read = money(money.path("remainingValue"));
      if (read.isEmpty()) {
        return ill(new Unknown("the balance is no amount in a configured unit"));
      }
      balance = read.get();
    }
    return well(
        new CarrierFacts(
            service == null ? null : lastDay(carrier, end(service)),
            balance,
            money == null ? null : lastDay(carrier, end(money)),
            asOf));
  }

  /**
   * The id of the one bucket that holds a line's money.
   *
   * @return empty when there is none, or more than one
   */
  Optional<String> moneyBucket(String msisdn, List<JsonNode> items) {
    List<String> ids =
        items.stream()
            .filter(item -> ofNumber(item, msisdn) && holdsMoney(item, msisdn))
            .map(item -> id(item))
            .flatMap(Optional::stream)
            .toList();
    return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
  }

  private boolean holdsMoney(JsonNode bucket, String msisdn) {
    String template = settings.naming().bucketId();
    return "monetary".equalsIgnoreCase(text(bucket, "usageType"))
        && !settings.naming().serviceBucket().equalsIgnoreCase(text(bucket, "name"))
        && (template == null
            || id(bucket).equals(Optional.of(TopUpWriter.filled(template, msisdn))));
  }

  private Shown shown(TopUp request, JsonNode item, boolean mustNameReference) {
    if (!item.isObject()) {
      return new Contradiction("it is no top-up");
    }
    String reference = text(item, settings.naming().referenceAttribute());
    if (reference != null && !reference.equals(request.reference())) {
      return new Another();
    }
    if (reference == null && mustNameReference) {
      return new Contradiction("a top-up without our reference");
    }
    Optional<String> id = id(item);
    if (id.isEmpty()) {
      return new Contradiction("a top-up without an id");
    }
    JsonNode amount = item.path("amount");
    if (!amount.isMissingNode()
        && !amount.isNull()
        && !money(amount).equals(Optional.of(request.amount()))) {
      return new Contradiction("another amount, or one in a unit that isn't configured");
    }
    if (!ofNumber(item, request.msisdn())) {
      return new Contradiction("another line");
    }
    if (!TermCharacteristic.agrees(item, request.term())) {
      return new Contradiction("another term");
    }
    String status = text(item, "status");
    return switch (status == null ? "" : status.toLowerCase(Locale.ROOT)) {
      case "created" -> ours(id.get(), Status.CREATED, item);
      case "completed" -> ours(id.get(), Status.COMPLETED, item);
      case "failed" -> ours(id.get(), Status.FAILED, item);
      case "cancelled" -> ours(id.get(), Status.CANCELLED, item);
      default -> new Contradiction("a status that the standard doesn't have");
    };
  }

  private static Ours ours(String id, Status status, JsonNode item) {
    String reason = text(item, "reason");
    return new Ours(id, status, reason == null ? "" : reason, end(item));
  }

  private static Refused refused(Ours ended) {
    String status = ended.status().name().toLowerCase(Locale.ROOT);
    String reason = ended.reason();
    boolean likeACode = !reason.isBlank() && reason.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    return new Refused(
        likeACode ? code(reason) : status,
        reason.isBlank() ? "the carrier shows the top-up as " + status : message(reason),
        false);
  }

  private @Nullable CarrierFacts facts(String carrier, Ours completed, Instant asOf) {
    LocalDate until = lastDay(carrier, completed.end());
    return until == null ? null : new CarrierFacts(until, null, null, asOf);
  }

  private @Nullable LocalDate lastDay(String carrier, @Nullable String end) {
    return end == null ? null : settings.endDates().lastDay(carrier, end);
  }

  private static @Nullable String end(JsonNode item) {
    return text(item.path("validFor"), "endDateTime");
  }

  /** True when the resource names our number, or none. */
  private boolean ofNumber(JsonNode item, String msisdn) {
    JsonNode resources = item.path("logicalResource");
    if (!resources.isArray() || resources.isEmpty()) {
      return true;
    }
    String expected = TopUpWriter.filled(settings.naming().logicalResourceId(), msisdn);
    for (JsonNode resource : resources.values()) {
      if (id(resource).equals(Optional.of(expected))) {
        return true;
      }
    }
    return false;
  }

  private Optional<Money> money(JsonNode quantity) {
    String unitText = text(quantity, "units");
    JsonNode number = quantity.path("amount");
    if (unitText == null || !number.isNumber()) {
      return Optional.empty();
    }
    for (MoneyUnit unit : settings.units()) {
      if (unit.text().equals(unitText)) {
        try {
          return Optional.of(unit.toMoney(number.decimalValue(BigDecimal.ZERO)));
        } catch (InvalidValue notMoney) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> id(JsonNode item) {
    JsonNode id = item.path("id");
    String text = id.isIntegralNumber() ? id.asString("") : id.isString() ? id.stringValue("") : "";
    return text.isBlank() || text.length() > LONGEST_ID || hasControls(text)
        ? Optional.empty()
        : Optional.of(text);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static @Nullable String text(JsonNode item, String name) {
    JsonNode value = item.path(name);
    return value.isString() ? value.stringValue("") : null;
  }

  private record Failure(String code, String message) {}

  /** The standard's {@code Error}, which has at least a code. */
  private Optional<Failure> failure(String body) {
    return json.read(body)
        .flatMap(
            error -> {
              JsonNode code = error.path("code");
              String text =
                  code.isIntegralNumber()
                      ? code.asString("")
                      : code.isString() ? code.stringValue("") : "";
              if (text.isBlank()) {
                return Optional.empty();
              }
              String reason = text(error, "reason");
              String message = text(error, "message");
              String said = message == null || message.isBlank() ? reason : message;
              return Optional.of(
                  new Failure(code(text), said == null ? code(text) : message(said)));
            });
  }

  private static String code(String text) {
    return shortened(masked(text).replaceAll("[^A-Za-z0-9._:…-]+", "-"), LONGEST_CODE);
  }

  private static String message(String text) {
    String tidy = masked(text).replaceAll("\\p{Cntrl}|\\p{Cf}|\\p{Cs}", " ").strip();
    return shortened(tidy, LONGEST_MESSAGE);
  }

  private static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  private static String masked(String text) {
    return NUMBER.matcher(text).replaceAll(Matcher.quoteReplacement("…"));
  }

  private static <A> Judged<A> well(A answer) {
    return new Judged<>(answer, Sign.WELL);
  }

  private static <A> Judged<A> ill(A answer) {
    return new Judged<>(answer, Sign.ILL);
  }
}

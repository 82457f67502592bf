package dev.everline.channel.api;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.Catalog;
import dev.everline.channel.api.http.ApiJson;
import dev.everline.channel.api.http.Caller;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.renewal.decide.Outlook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.LocalDate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An account's lines. */
@RestController
@RequestMapping(path = "/api/v1/lines", produces = "application/json")
@Tag(name = "Lines", description = "What is known about lines, and what their owner wants.")
final class LineController {

  private final LineService service;
  private final LineStore store;
  private final Accounts accounts;
  private final Outlook outlook;
  private final Catalog catalog;
  private final JsonMapper json = ApiJson.mapper();

  LineController(
      LineService service, LineStore store, Accounts accounts, Outlook outlook, Catalog catalog) {
    this.service = service;
    this.store = store;
    this.accounts = accounts;
    this.outlook = outlook;
    this.catalog = catalog;
  }

  @GetMapping
  @Operation(
      operationId = "listLines",
      summary = "The lines, in the order in which they were added")
  Page<LineView> lines(
      @Caller AccountId account,
      @Parameter(description = "Only of this carrier, by its id or name.")
          @RequestParam(required = false)
          @Nullable String carrier,
      @Parameter(description = "Only with this tag.") @RequestParam(required = false)
          @Nullable String tag,
      @Parameter(description = "Only those known to end before this day.")
          @RequestParam(name = "valid_until_before", required = false)
          @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
          @Nullable LocalDate validUntilBefore,
      @Parameter(description = "Only those renewed by EVERLINE, CARRIER or OWNER.")
          @RequestParam(name = "renewed_by", required = false)
          @Nullable RenewedBy renewedBy,
      @Parameter(description = "Only those that are, or aren't, paused.")
          @RequestParam(required = false)
          @Nullable Boolean paused,
      @Parameter(
              description =
                  "Only those of which nobody has said this: END_DATE, PLAN, BRAND (that the"
                      + " carrier is right), RENEWER, or ANYTHING of these.")
          @RequestParam(required = false)
          LineFilter.@Nullable Missing missing,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    Long after = Page.after(cursor, "ln");
    LinePage page =
        store.list(
            account,
            new LineFilter(
                catalog.names().filter(text(carrier)),
                text(tag),
                validUntilBefore,
                renewedBy,
                paused,
                missing),
            after == null ? null : new LineId(after),
            Page.limit(limit));
    String state = state(account);
    LineId next = page.next();
    return new Page<>(
        page.lines().stream().map(line -> LineView.of(line, outlook.of(line, state))).toList(),
        next == null ? null : Page.cursor(next.toString()));
  }

  @GetMapping("/{line}")
  @Operation(operationId = "getLine", summary = "One line")
  LineView line(@Caller AccountId account, @PathVariable String line) {
    return view(own(account, line));
  }

  @PostMapping(consumes = "application/json")
  @Operation(
      operationId = "addLine",
      summary = "Add a line",
      description =
          "A number that the account removed earlier comes back with its history. A second line with"
              + " the same number is refused (409), so repeating the request is harmless.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = LineInput.class))))
  ResponseEntity<LineView> add(@Caller AccountId account, @RequestBody ObjectNode given) {
    Line line = inItsWords(() -> service.add(account, input(given).values(given, false)));
    return ResponseEntity.status(HttpStatus.CREATED)
        .location(URI.create("/api/v1/lines/" + line.id()))
        .body(view(line));
  }

  @PatchMapping(path = "/{line}", consumes = "application/json")
  @Operation(
      operationId = "changeLine",
      summary = "Change a line",
      description =
          "Omitted fields stay as they are; null makes a field unknown again (RFC 7396). The number,"
              + " carrier, plan and currency stay (409) while an order is in progress or held. After"
              + " a new number or carrier, the brand is to be confirmed again.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content = @Content(schema = @Schema(implementation = LineInput.class))))
  LineView change(
      @Caller AccountId account, @PathVariable String line, @RequestBody ObjectNode given) {
    LineId id = own(account, line).id();
    return view(inItsWords(() -> service.change(id, input(given).values(given, true))));
  }

  @DeleteMapping("/{line}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "removeLine",
      summary = "Remove a line from the account",
      description = "Its orders and history are kept.")
  void remove(@Caller AccountId account, @PathVariable String line) {
    service.remove(own(account, line).id());
  }

  @PostMapping("/{line}/pause")
  @Operation(
      operationId = "pauseLine",
      summary = "Pause a line: nothing is done for it until it is resumed",
      description = "An order in progress is still finished.")
  LineView pause(@Caller AccountId account, @PathVariable String line) {
    return view(service.pause(own(account, line).id()));
  }

  @PostMapping("/{line}/let-go")
  @Operation(
      operationId = "letLineGo",
      summary = "Let a line go: pause it for good, until its number is lost",
      description = "Nothing is done for it and nobody is reminded of it. Resuming it undoes that.")
  LineView letGo(@Caller AccountId account, @PathVariable String line) {
    return view(service.letGo(own(account, line).id(), null));
  }

  @PostMapping("/{line}/resume")
  @Operation(operationId = "resumeLine", summary = "Resume a paused line")
  LineView resume(@Caller AccountId account, @PathVariable String line) {
    return view(service.resume(own(account, line).id()));
  }

  @PostMapping("/{line}/confirm-brand")
  @Operation(
      operationId = "confirmBrand",
      summary = "Confirm that the line belongs to its carrier",
      description =
          "No money is sent before: a top-up to the wrong brand usually can't be recovered.")
  LineView confirmBrand(@Caller AccountId account, @PathVariable String line) {
    return view(service.confirmBrand(own(account, line).id()));
  }

  @PostMapping("/{line}/confirm-autopay")
  @Operation(
      operationId = "confirmAutopay",
      summary = "Confirm that the carrier's own autopay has renewed the line",
      description =
          "Sets the end that one more period leads to, as your word; see autopay.next_valid_until."
              + " A conflict before the charge can have come, so that a repeated call confirms nothing"
              + " twice. If the carrier shows another date, change valid_until instead.")
  LineView confirmAutopay(@Caller AccountId account, @PathVariable String line) {
    Line found = own(account, line);
    LocalDate next = outlook.of(found, state(account)).requireCharged(found.id());
    return view(service.autopayConfirmed(found.id(), found.facts().validUntil(), next, null));
  }

  @PostMapping("/{line}/autopay-failed")
  @Operation(
      operationId = "autopayFailed",
      summary = "Say that the carrier's own autopay failed for the line's present end",
      description =
          "The line becomes due like one you renew yourself, until it has a later end; orders for"
              + " it are accepted.")
  LineView autopayFailed(@Caller AccountId account, @PathVariable String line) {
    Line found = own(account, line);
    LocalDate end = outlook.of(found, state(account)).requireCharge(found.id()).end();
    return view(service.autopayFailed(found.id(), end));
  }

  @GetMapping("/{line}/timeline")
  @Operation(
      operationId = "getTimeline",
      summary = "What happens if nobody acts, and the cheapest way to keep the number")
  TimelineView timeline(@Caller AccountId account, @PathVariable String line) {
    Line found = own(account, line);
    return TimelineView.of(found.id().toString(), outlook.timeline(found, state(account)));
  }

  /** Ids only: numbers have no place in addresses, which many write into their logs. */
  private Line own(AccountId account, String line) {
    return service.get(account, LineId.parse(line).toString());
  }

  private LineView view(Line line) {
    return LineView.of(line, outlook.of(line, state(line.account())));
  }

  private @Nullable String state(AccountId account) {
    return accounts.find(account).map(Account::state).orElse(null);
  }

  /** Files and forms call the two end dates otherwise. */
  private static <T> T inItsWords(Supplier<T> act) {
    try {
      return act.get();
    } catch (InvalidValue wrong) {
      throw switch (wrong.name()) {
        case "last_day" -> wrong.named("valid_until");
        case "valid_until" -> wrong.named("end_as_shown");
        default -> wrong;
      };
    }
  }

  private LineInput input(ObjectNode given) {
    return json.treeToValue(given, LineInput.class);
  }

  /** The database takes no NUL, so nothing has it. */
  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}

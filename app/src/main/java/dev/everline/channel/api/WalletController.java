package dev.everline.channel.api;

import dev.everline.channel.api.http.Amount;
import dev.everline.channel.api.http.Caller;
import dev.everline.channel.api.http.Page;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.BucketedId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.Posting;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The prepaid wallet that renewals are paid from. */
@RestController
@RequestMapping(path = "/api/v1/wallet", produces = "application/json")
@Tag(name = "Wallet", description = "The money to spend, and where it went.")
final class WalletController {

  private static final String ENTRY = "tr";

  private final Wallet wallet;
  private final Renewals renewals;

  WalletController(Wallet wallet, Renewals renewals) {
    this.wallet = wallet;
    this.renewals = renewals;
  }

  @Schema(name = "Wallet")
  record WalletView(
      @Schema(
              description =
                  "What can be spent, without the money set aside for orders in progress.")
          Amount balance) {}

  @Schema(name = "NewDeposit")
  record NewDeposit(
      @Schema(
              description = "Above zero; US dollars, at most 1999.99 in all per day (UTC).",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable Amount amount) {}

  /**
   * A line of the wallet's statement.
   *
   * @param order the order that it belongs to, or null
   */
  @Schema(name = "WalletEntry")
  record Entry(
      @Schema(example = "tr_0G00000000001X") String id,
      Posting.Kind kind,
      @Schema(description = "Above zero for money in, below for money out.") Amount amount,
      @Nullable String order,
      Instant at) {

    static Entry of(Ledger.Entry entry) {
      Long order = entry.orderId();
      return new Entry(
          BucketedId.write(ENTRY, entry.number()),
          entry.kind(),
          Amount.of(entry.amount()),
          order == null ? null : new OrderId(order).toString(),
          entry.at());
    }
  }

  @GetMapping
  @Operation(operationId = "getWallet", summary = "The wallet's balance")
  WalletView balance(@Caller AccountId account) {
    return new WalletView(Amount.of(wallet.balance(account, Money.USD)));
  }

  @GetMapping("/entries")
  @Operation(operationId = "listWalletEntries", summary = "The wallet's entries, newest first")
  Page<Entry> entries(
      @Caller AccountId account,
      @Parameter(description = "The next of the previous page.") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500.") @RequestParam(defaultValue = Page.USUAL) int limit) {
    int most = Page.limit(limit);
    List<Ledger.Entry> found =
        wallet.entries(account, Money.USD, Page.after(cursor, ENTRY), most + 1);
    return Page.of(found, most, entry -> BucketedId.write(ENTRY, entry.number()), Entry::of);
  }

  @PostMapping(path = "/deposits", consumes = "application/json")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "deposit",
      summary = "Record money received for the wallet",
      description =
          "Done once per Idempotency-Key: a repeat returns the balance right after that one"
              + " deposit. Lines that waited for money are checked at once.")
  WalletView deposit(
      @Caller AccountId account,
      @Parameter(
              description = "Your own key for this deposit, 1 to 200 printable ASCII characters.")
          @RequestHeader("Idempotency-Key")
          String key,
      @RequestBody NewDeposit deposit) {
    Amount given = deposit.amount();
    if (given == null) {
      throw InvalidValue.withoutValue(
          "amount", "is missing", "give {\"amount\": \"25.00\", \"currency\": \"USD\"}");
    }
    Money amount = given.money("amount");
    if (!amount.currency().equals(Money.USD)) {
      throw InvalidValue.of(
          "amount.currency",
          amount.currency().getCurrencyCode(),
          "is not the wallet's currency",
          "give an amount in USD");
    }
    Money balance = wallet.deposit(account, amount, key);
    renewals.wakeWaiting(account);
    return new WalletView(Amount.of(balance));
  }
}

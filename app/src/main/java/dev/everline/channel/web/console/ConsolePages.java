package dev.everline.channel.web.console;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.AuditTrail.Act;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.backup.BackupRuns;
import dev.everline.catalog.install.Bundles;
import dev.everline.channel.web.frame.Background;
import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.Refusal;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.channel.web.settings.TrailPage;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.ledger.LedgerCheck;
import dev.everline.ledger.LedgerProofs;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.payment.Wallet;
import dev.everline.renewal.OrderDesk;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.operate.Survey;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.Releaser;
import dev.everline.storage.ClockGuard;
import dev.everline.storage.RestoreMark;
import dev.everline.storage.Transactions;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * The operator's console: how the installation does, and any account as far as running it needs.
 * What is personal is shown only to who has given a reason, in the trail of the account too, and
 * only for a while. All that an operator does is noted before it is done.
 */
@ServesPages
final class ConsolePages {

  private static final int ACCOUNTS = 25;
  private static final int ORDERS = 20;
  private static final int LINES = 50;
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 200;

  /** How long a reason holds. */
  static final Duration LOOK = Duration.ofMinutes(15);

  private static final Set<Act> SIGN_INS = Set.of(Act.SIGNED_IN, Act.JOINED);

  private final Accounts accounts;
  private final Members members;
  private final AuditTrail audit;
  private final LineStore lines;
  private final Wallet wallet;
  private final Renewals renewals;
  private final OrderDesk orderDesk;
  private final Transactions transactions;
  private final Clock clock;
  private final ClockGuard guard;
  private final Pages pages;
  private final Background<Survey.Findings> survey;
  private final Background<LedgerCheck.Proof> proof;

  ConsolePages(
      Accounts accounts,
      Members members,
      AuditTrail audit,
      LineStore lines,
      Wallet wallet,
      Renewals renewals,
      OrderDesk orderDesk,
      Survey survey,
      DataSource dataSource,
      Clock clock,
      ClockGuard guard,
      Pages pages) {
    this.accounts = accounts;
    this.members = members;
    this.audit = audit;
    this.lines = lines;
    this.wallet = wallet;
    this.renewals = renewals;
    this.orderDesk = orderDesk;
    this.clock = clock;
    this.guard = guard;
    this.pages = pages;
    this.survey = new Background<>("survey", survey::run, clock);
    this.transactions = new Transactions(dataSource);
    this.proof = new Background<>("ledger-proof", done -> prove(transactions, clock, done), clock);
  }

  private static LedgerCheck.Proof prove(Transactions transactions, Clock clock, IntConsumer done) {
    return transactions.run(
        connection -> {
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
          LedgerCheck.Proof proof = new LedgerCheck().run(connection, done);
          LedgerProofs.note(connection, proof, clock.instant());
          return proof;
        });
  }

  /**
   * @param clockBehind whether this server renews nothing because its clock was set back
   * @param backups how they stand
   * @param backupAge how long ago the last was made; null when there is none
   * @param restored while nothing is paid after a restore; else null
   * @param newerCatalog whether a newer catalog waits to be looked at
   * @param operators who has this console
   */
  record ConsolePage(
      Background.State<Survey.Findings> survey,
      Background.State<LedgerCheck.Proof> proof,
      boolean clockBehind,
      BackupRuns.LatestRuns backups,
      @Nullable Duration backupAge,
      @Nullable RestoreMark restored,
      boolean newerCatalog,
      List<Member> operators) {

    boolean running() {
      return survey.running() || proof.running();
    }
  }

  @GetMapping("/console")
  View overview(Visit visit) {
    BackupRuns.LatestRuns backups = transactions.run(BackupRuns::latest);
    BackupRuns.Run made = backups.made();
    return pages.show(
        "console/console",
        visit,
        new ConsolePage(
            survey.state(),
            proof.state(),
            !guard.behind().isZero(),
            backups,
            made == null ? null : Duration.between(made.at(), clock.instant()),
            renewals.heldSinceRestore().orElse(null),
            !transactions.read(Bundles::newer).isEmpty(),
            members.list(visit.accountId())));
  }

  @PostMapping("/console/survey")
  View lookAtAll(Visit visit) {
    note(visit, Act.OPERATOR_SURVEYED, visit.accountId().toString());
    survey.start();
    return Pages.to("/console");
  }

  @PostMapping("/console/proof")
  View proveTheLedger(Visit visit) {
    note(visit, Act.OPERATOR_PROVED, visit.accountId().toString());
    proof.start();
    return Pages.to("/console");
  }

  /** Removes an operator, who is signed out everywhere. */
  @PostMapping("/console/operators/{member}/remove")
  View removeOperator(Visit visit, @PathVariable String member) {
    MemberId id = MemberId.parse(member);
    audit.attempt(
        visit.accountId(),
        visit.member(),
        Act.OPERATOR_REMOVED,
        id.toString(),
        () -> {
          members.remove(visit.accountId(), id);
          return id;
        });
    return Pages.to("/console");
  }

  // --- accounts

  /**
   * What can be said of an account without saying who it is.
   *
   * @param lastSignIn of any of its members, or null when there was none of late
   */
  record Row(
      AccountId id, Instant openedAt, long lines, Money wallet, @Nullable Instant lastSignIn) {}

  /**
   * @param sought as typed
   * @param refusal null where nothing is refused
   * @param next what the following page is asked for by, or null at the end
   */
  record AccountsPage(
      String sought, @Nullable Refusal refusal, List<Row> rows, @Nullable AccountId next) {}

  @GetMapping("/console/accounts")
  View accounts(
      Visit visit,
      @RequestParam(defaultValue = "") String sought,
      @RequestParam(required = false) @Nullable String after) {
    Refusal refusal = null;
    if (!sought.isBlank()) {
      try {
        return Pages.to("/console/accounts/" + accounts.get(accountOf(sought.strip())).id());
      } catch (ProblemException nothing) {
        refusal = Refusal.of(visit, "console.not-found").at("sought");
      }
    }
    List<Account> found =
        accounts.after(after == null ? null : AccountId.parse(after), ACCOUNTS + 1);
    boolean more = found.size() > ACCOUNTS;
    List<Row> rows = found.stream().limit(ACCOUNTS).map(this::row).toList();
    return pages.show(
        refusal == null ? HttpStatus.OK : HttpStatus.NOT_FOUND,
        "console/console-accounts",
        visit,
        new AccountsPage(sought, refusal, rows, more ? rows.getLast().id() : null));
  }

  /** By its own id, or by that of a line, which people find in their addresses. */
  private AccountId accountOf(String sought) {
    return sought.regionMatches(true, 0, "ln_", 0, 3)
        ? lines
            .find(LineId.parse(sought))
            .map(Line::account)
            .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no line."))
        : AccountId.parse(sought);
  }

  private Row row(Account account) {
    return new Row(
        account.id(),
        account.createdAt(),
        lines.count(account.id()),
        wallet.balance(account.id(), Money.USD),
        audit.newest(account.id(), SIGN_INS, null).map(AuditTrail.Event::at).orElse(null));
  }

  /**
   * @param orders the newest first
   * @param until when what is personal is hidden again, or null while it is
   * @param personal null while it is hidden
   * @param reason as typed, where it was refused
   * @param refusal null where nothing is refused
   */
  record AccountPage(
      Row row,
      List<Order> orders,
      @Nullable Instant until,
      @Nullable Personal personal,
      String reason,
      @Nullable Refusal refusal) {}

  /** What says who somebody is. */
  record Personal(String name, List<Member> members, List<Line> lines, boolean moreLines) {}

  @GetMapping("/console/accounts/{account}")
  View account(Visit visit, @PathVariable String account) {
    return show(HttpStatus.OK, visit, known(account), "", null);
  }

  /** The reason goes into both trails before anything is shown. */
  @PostMapping("/console/accounts/{account}/look")
  View look(Visit visit, @PathVariable String account, @RequestParam String reason) {
    Account known = known(account);
    String why = reason.replaceAll("\\p{Cntrl}", " ").strip();
    if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON) {
      return show(
          HttpStatus.BAD_REQUEST,
          visit,
          known,
          reason,
          Refusal.of(visit, "console.reason-wrong").at("reason"));
    }
    noteOf(visit, known.id(), Act.OPERATOR_LOOKED, why);
    return Pages.to("/console/accounts/" + known.id());
  }

  private View show(
      HttpStatus status, Visit visit, Account account, String reason, @Nullable Refusal refusal) {
    Instant until = looksUntil(visit, account.id());
    return pages.show(
        status,
        "console/console-account",
        visit,
        new AccountPage(
            row(account),
            orderDesk.orders(account.id(), null, ORDERS),
            until,
            until == null ? null : personal(account),
            reason,
            refusal));
  }

  /** By the trail itself: what isn't noted there isn't shown. */
  private @Nullable Instant looksUntil(Visit visit, AccountId account) {
    return audit
        .newest(account, Set.of(Act.OPERATOR_LOOKED), visit.member().id())
        .map(event -> event.at().plus(LOOK))
        .filter(until -> until.isAfter(clock.instant()))
        .orElse(null);
  }

  private Personal personal(Account account) {
    List<Line> found = lines.list(account.id(), LineFilter.ALL, null, LINES + 1).lines();
    return new Personal(
        account.name(),
        members.list(account.id()),
        found.stream().limit(LINES).toList(),
        found.size() > LINES);
  }

  @PostMapping("/console/accounts/{account}/orders/{order}/release")
  View release(Visit visit, @PathVariable String account, @PathVariable String order) {
    Order own = own(account, order);
    attempt(
        visit,
        own,
        Act.OPERATOR_RELEASED,
        () -> orderDesk.release(own.account(), own.id(), Releaser.OPERATOR));
    return Pages.to("/console/accounts/" + own.account());
  }

  @PostMapping("/console/accounts/{account}/orders/{order}/cancel")
  View cancel(Visit visit, @PathVariable String account, @PathVariable String order) {
    Order own = own(account, order);
    attempt(visit, own, Act.OPERATOR_CANCELLED, () -> orderDesk.cancel(own.account(), own.id()));
    return Pages.to("/console/accounts/" + own.account());
  }

  private Account known(String account) {
    return accounts.get(AccountId.parse(account));
  }

  private Order own(String account, String order) {
    return orderDesk.order(known(account).id(), OrderId.parse(order));
  }

  // --- what operators did

  @GetMapping("/console/audit")
  View audit(Visit visit, @RequestParam(required = false) @Nullable Long below) {
    if (below != null && below < 0) {
      throw InvalidValue.of("below", below.toString(), "is no entry", "follow the page's link");
    }
    return pages.show("settings/trail", visit, TrailPage.ofOperators(visit, below, audit, members));
  }

  private void attempt(Visit visit, Order order, Act act, Supplier<Order> work) {
    String id = order.id().toString();
    audit.attempt(
        order.account(),
        visit.member(),
        act,
        id,
        () ->
            audit.attempt(
                visit.accountId(), visit.member(), act, order.account() + " " + id, work));
  }

  private void note(Visit visit, Act act, String subject) {
    audit.add(visit.accountId(), visit.member(), act, subject);
  }

  /** Into the trail of the account it is about, and into that of the operators. */
  private void noteOf(Visit visit, AccountId account, Act act, String subject) {
    audit.add(account, visit.member(), act, subject);
    note(visit, act, account + " " + subject);
  }
}

package dev.everline.crash;

import static dev.everline.fixture.LineBuilder.aLine;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.fixture.LineBuilder;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.ProblemException;
import dev.everline.ledger.Ledger;
import dev.everline.ledger.LedgerCheck;
import dev.everline.line.StoredLines;
import dev.everline.payment.Wallet;
import dev.everline.sandbox.carrier.CarrierSandbox;
import dev.everline.sandbox.carrier.CarrierSandboxProcess;
import dev.everline.storage.Database;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.StorageSettings;
import dev.everline.storage.Transactions;
import dev.everline.storage.embedded.EmbeddedPostgres;
import dev.everline.storage.key.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many due lines, a carrier, and one process after another that renews them and is killed. The
 * carrier pays a reference as often as it is asked to, so that only Everline keeps it from paying
 * twice.
 */
public final class CrashTrial {

  private static final int LINES_OF_AN_ACCOUNT = 50;
  private static final Duration TIME_TO_START = Duration.ofSeconds(60);
  private static final int TRIES_TO_START = 20;

  /** About how long a process lives, its start included: the lines fall due over all of it. */
  private static final Duration A_LIFE = Duration.ofMillis(2_500);

  /** Once nothing is killed any more, all must be done within this. */
  private static final Duration TIME_TO_FINISH = Duration.ofMinutes(15);

  private final int lines;
  private final int kills;
  private final SplittableRandom random;
  private final LongConsumer progress;
  private final Instant start =
      Instant.now(Clock.systemUTC()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  private final JsonMapper json = new JsonMapper();

  private CrashTrial(int lines, int kills, long seed, LongConsumer progress) {
    this.lines = lines;
    this.kills = kills;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
  }

  /**
   * What a trial found.
   *
   * @param nodeKills how often the renewing process was killed
   * @param databaseKills how often PostgreSQL was
   * @param toppedUp what the carrier's own books hold
   * @param faults what does not hold, in words; empty when all does
   */
  public record Verdict(
      int lines,
      int nodeKills,
      int databaseKills,
      long toppedUp,
      long seconds,
      List<String> faults) {}

  /**
   * Runs a trial in a folder of its own, which goes with it.
   *
   * @param seed of the moments and of what is killed
   * @param progress is told of each kill
   */
  public static Verdict run(int lines, int kills, long seed, LongConsumer progress)
      throws IOException, InterruptedException {
    Path home =
        Path.of(System.getProperty("java.io.tmpdir"), "everline-crash-" + UUID.randomUUID());
    try {
      return new CrashTrial(lines, kills, seed, progress).in(home);
    } finally {
      delete(home);
    }
  }

  private Verdict in(Path home) throws IOException, InterruptedException {
    Path data = home.resolve("database");
    Files.createDirectories(home);
    new KeyFile(home.resolve("keys.json")).create();
    try (EmbeddedPostgres server = EmbeddedPostgres.open(StorageSettings.embedded(data, 4));
        CarrierSandboxProcess sandbox =
            CarrierSandboxProcess.start(CarrierSandbox.Options.in(home.resolve("carrier")))) {
      TrialCarrier carrier = new TrialCarrier(sandbox);
      List<Account> accounts = new ArrayList<>();
      Map<String, LineId> numbers = new HashMap<>();
      try (Database database = Database.open(settings(server, home))) {
        settle(database, accounts, numbers);
      }
      carrier.serve(numbers.keySet(), validUntil());
      int databaseKills = 0;
      int done = 0;
      RenewingProcess node = new RenewingProcess(server, carrier.address(), home, start);
      try {
        while (done < kills) {
          node.awaitStart();
          TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(1_200));
          if (random.nextInt(4) == 0) {
            killDatabase(server);
            databaseKills++;
            startAgain(server);
          } else {
            node.kill();
            node = new RenewingProcess(server, carrier.address(), home, start);
          }
          progress.accept(++done);
        }
        try (Database database = Database.open(settings(server, home))) {
          finish(node, server, carrier, home, database.dataSource());
          node.kill();
          List<String> faults = new ArrayList<>();
          long toppedUp = checkBooks(carrier, numbers, faults);
          checkOrders(database.dataSource(), faults);
          checkMoney(database.dataSource(), accounts, faults);
          return new Verdict(
              lines,
              kills - databaseKills,
              databaseKills,
              toppedUp,
              Duration.between(start, Instant.now(Clock.systemUTC())).toSeconds(),
              faults);
        }
      } finally {
        node.kill();
      }
    }
  }

  /**
   * A killed process lives on for a moment; a look at the server then would find it running and not
   * start it again. So this returns once it is gone.
   */
  private static void killDatabase(EmbeddedPostgres server) throws InterruptedException {
    server.process().ifPresent(ProcessHandle::destroyForcibly);
    Instant end = Instant.now(Clock.systemUTC()).plus(TIME_TO_START);
    while (server.process().isPresent()) {
      if (Instant.now(Clock.systemUTC()).isAfter(end)) {
        throw new IllegalStateException(
            "PostgreSQL was killed " + TIME_TO_START + " ago and lives");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** The dead server's processes may need a moment to see that they are alone, and to go. */
  private static void startAgain(EmbeddedPostgres server) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        server.ensureRunning();
        return;
      } catch (ProblemException notYet) {
        if (attempt == TRIES_TO_START) {
          throw notYet;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private static StorageSettings settings(EmbeddedPostgres server, Path home) {
    return new StorageSettings(
        home,
        home.resolve("cache"),
        server.jdbcUrl("postgres"),
        server.user(),
        server.password(),
        4,
        home.resolve("keys.json"));
  }

  private void settle(Database opened, List<Account> accounts, Map<String, LineId> numbers) {
    Clock clock = new FastClock(start);
    DataSource database = opened.dataSource();
    IdAllocator ids = new IdAllocator(database);
    Transactions transactions = new Transactions(database);
    Accounts book = new Accounts(database, opened.seal(), ids, clock, random);
    Wallet wallet = new Wallet(transactions, new Ledger(ids), clock);
    StoredLines stored = new StoredLines(database, opened.seal(), ids);
    for (int first = 0; first < lines; first += LINES_OF_AN_ACCOUNT) {
      Account account = book.open("Owner " + accounts.size(), CrashCatalog.ZONE.getId(), null);
      accounts.add(account);
      wallet.deposit(account.id(), walletAtFirst());
      List<String> its =
          IntStream.range(first, Math.min(lines, first + LINES_OF_AN_ACCOUNT))
              .mapToObj(CrashTrial::number)
              .toList();
      List<LineBuilder> added = new ArrayList<>();
      for (String number : its) {
        added.add(
            aLine()
                .number(number)
                .with(CrashCatalog.CARRIER)
                .on(CrashCatalog.PLAN)
                .expiring(validUntil())
                .due(due(first + added.size()))
                .added(start));
      }
      List<LineId> own = stored.add(account.id(), added);
      for (int i = 0; i < own.size(); i++) {
        numbers.put(its.get(i), own.get(i));
      }
    }
  }

  /** In the fast clock, over the lives of all the processes that will be killed. */
  private Instant due(int line) {
    Duration over = A_LIFE.multipliedBy(Math.max(1, kills) * (long) FastClock.SPEED);
    return start.plus(over.multipliedBy(line % 1_000).dividedBy(1_000));
  }

  private static Money walletAtFirst() {
    return CrashCatalog.PRICE.times(LINES_OF_AN_ACCOUNT + 10);
  }

  private LocalDate validUntil() {
    return LocalDate.ofInstant(start, CrashCatalog.ZONE).plusDays(1);
  }

  /** Numbers kept for fiction: 555-0100 to 555-0199 of area codes 200 to 999. */
  private static String number(int i) {
    return "1%03d55501%02d".formatted(200 + i / 100, i % 100);
  }

  /** Nothing is killed any more: what is open must come to its end. */
  private void finish(
      RenewingProcess last,
      EmbeddedPostgres server,
      TrialCarrier carrier,
      Path home,
      DataSource database)
      throws IOException, InterruptedException {
    Instant end = Instant.now(Clock.systemUTC()).plus(TIME_TO_FINISH);
    RenewingProcess node = last;
    String sql =
        """
        SELECT (SELECT count(*) FROM line WHERE valid_until = ?)
             + (SELECT count(*) FROM renewal_order
                 WHERE state NOT IN ('RENEWED', 'REVERSED', 'DECLINED', 'CANCELLED', 'EXPIRED'))
        """;
    try {
      while (Instant.now(Clock.systemUTC()).isBefore(end)) {
        if (!node.isAlive()) {
          node = new RenewingProcess(server, carrier.address(), home, start);
        }
        if (count(database, sql, validUntil()) == 0) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(250);
      }
    } finally {
      node.kill();
    }
  }

  private long checkBooks(TrialCarrier carrier, Map<String, LineId> numbers, List<String> faults)
      throws IOException, InterruptedException {
    String books = carrier.books();
    Map<String, Integer> byNumber = new HashMap<>();
    Map<String, Integer> byReference = new HashMap<>();
    long count = 0;
    for (String line : books.lines().toList()) {
      JsonNode entry = json.readTree(line);
      byNumber.merge(entry.path("msisdn").asString(), 1, Integer::sum);
      byReference.merge(entry.path("reference").asString(), 1, Integer::sum);
      count++;
    }
    long twice = byNumber.values().stream().filter(times -> times > 1).count();
    long references = byReference.values().stream().filter(times -> times > 1).count();
    long never = numbers.keySet().stream().filter(number -> !byNumber.containsKey(number)).count();
    addUnlessZero(faults, twice, "lines were topped up more than once by the carrier's books");
    addUnlessZero(faults, references, "references were paid more than once");
    addUnlessZero(faults, never, "lines were never topped up");
    return count;
  }

  private void checkOrders(DataSource database, List<String> faults) {
    long renewed =
        count(database, "SELECT count(*) FROM renewal_order WHERE state = 'RENEWED'", null);
    if (renewed != lines) {
      faults.add(renewed + " orders are renewed, not " + lines);
    }
    addUnlessZero(
        faults,
        count(
            database,
            "SELECT count(*) FROM renewal_order WHERE state IN ('PAID', 'FULFILLING', 'IN_DOUBT')",
            null),
        "orders are still under way");
  }

  private void checkMoney(DataSource database, List<Account> accounts, List<String> faults) {
    long wrong =
        count(
            database,
            "SELECT count(*) FROM ledger_account WHERE kind = 'WALLET' AND balance <> "
                + (walletAtFirst().minor() - CrashCatalog.PRICE.times(LINES_OF_AN_ACCOUNT).minor()),
            null);
    if (lines % LINES_OF_AN_ACCOUNT == 0) {
      addUnlessZero(faults, wrong, "of " + accounts.size() + " wallets were not charged once");
    }
    LedgerCheck.Proof proof = new Transactions(database).run(new LedgerCheck()::run);
    if (!proof.isSound()) {
      faults.add("the ledger does not balance: " + proof.sums() + " " + proof.faults());
    }
  }

  private static void addUnlessZero(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(count + " " + what);
    }
  }

  private static long count(DataSource database, String sql, @Nullable LocalDate day) {
    return new Transactions(database)
        .run(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                if (day != null) {
                  statement.setObject(1, day);
                }
                try (var row = statement.executeQuery()) {
                  row.next();
                  return row.getLong(1);
                }
              }
            });
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package dev.everline.renewal.operate;

import dev.everline.carrier.CarrierConnector;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LinePage;
import dev.everline.line.LineStore;
import dev.everline.notice.Notice;
import dev.everline.notice.NoticeKind;
import dev.everline.renewal.RenewalSettings;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Reach;
import dev.everline.renewal.decide.Routes;
import dev.everline.renewal.engine.RenewalEngine;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.order.OrderState;
import dev.everline.renewal.price.Quote;
import dev.everline.storage.Seal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Runs the real engine forward on a copy of an account's lines and wallet: what will be renewed,
 * what will lapse, what it costs, and when the wallet runs dry. The real account isn't touched, and
 * no carrier is called: each carrier with a connected route is assumed to renew at once, and no
 * other.
 */
public final class WhatIf {

  private static final int LONGEST = 800;

  private final DataSource dataSource;
  private final Seal seal;
  private final Catalog catalog;
  private final Routes routes;
  private final RenewalSettings settings;
  private final Clock clock;

  public WhatIf(
      DataSource dataSource,
      Seal seal,
      Catalog catalog,
      Routes routes,
      RenewalSettings settings,
      Clock clock) {
    this.dataSource = dataSource;
    this.seal = seal;
    this.catalog = catalog;
    this.routes = routes;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The forecast, as far as is known today.
   *
   * @param renewals in order of time
   * @param notices in order of time
   * @param lapses the lines that end within the time unless their owner acts, the earliest first
   * @param byCarriers the lines whose carrier's own autopay is expected to renew them, the earliest
   *     first; what that costs is no part of the cost
   * @param cost of all renewals that Everline pays
   * @param wallet what is left in the wallet at the end
   * @param dryOn the first day on which it holds too little for a renewal, or null when it never
   *     does
   * @param missing what the wallet lacks in total over that time, or zero
   */
  public record Forecast(
      LocalDate from,
      LocalDate to,
      List<ComingRenewal> renewals,
      List<ForecastNotice> notices,
      List<Lapse> lapses,
      List<ByCarrier> byCarriers,
      Money cost,
      Money wallet,
      @Nullable LocalDate dryOn,
      Money missing) {}

  /** An expected renewal. */
  public record ComingRenewal(
      LocalDate on, LineId line, Quote.Kind kind, Money total, @Nullable LocalDate validUntil) {}

  /**
   * A line that ends unless its owner acts.
   *
   * @param on the last paid day
   * @param why Everline can't renew it from here, or null when it could
   */
  public record Lapse(LocalDate on, LineId line, Reach.@Nullable Cause why) {}

  /**
   * A line that its carrier's own autopay is expected to renew.
   *
   * @param on the last paid day, which the next charge is to extend
   * @param amount what the carrier takes for a period, or null when not known
   */
  public record ByCarrier(LocalDate on, LineId line, @Nullable Money amount) {}

  /** A notice that the owner will get on a day. */
  public record ForecastNotice(
      LocalDate on, LineId line, NoticeKind kind, @Nullable Money needed) {}

  /**
   * @param days how far to look, 1 to 800
   * @param progress takes the number of days simulated so far
   * @throws InvalidValue when the days are out of range
   */
  public Forecast forecast(AccountId account, int days, LongConsumer progress) {
    if (days < 1 || days > LONGEST) {
      throw InvalidValue.of(
          "days", Integer.toString(days), "is out of range", "give 1 to " + LONGEST);
    }
    Instant now = clock.instant();
    try (AccountCopy copy = AccountCopy.of(account, dataSource, seal, now)) {
      return run(copy.dataSource(), account, now, days, progress);
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The copy could not be created", failure);
    }
  }

  private Forecast run(
      DataSource copy, AccountId account, Instant start, int days, LongConsumer progress) {
    ForecastClock ahead = new ForecastClock(start);
    RenewalEngine engine =
        RenewalEngine.on(
            copy,
            seal,
            catalog,
            carrier -> routes.to(carrier).map(any -> new WillingCarrier()),
            settings,
            Runnable::run,
            ahead,
            new SplittableRandom(1));
    Instant end = start.plus(Duration.ofDays(days));
    while (ahead.instant().isBefore(end)) {
      engine.heartbeat().beat();
      Instant next = engine.heartbeat().nextWake().orElse(end);
      // At least a second later, so that the loop always ends.
      Instant least = ahead.instant().plusSeconds(1);
      ahead.moveTo(next.isBefore(least) ? least : next);
      progress.accept(Duration.between(start, ahead.instant()).toDays());
    }
    return read(engine, account, start, end, ends(copy, engine, account, ahead));
  }

  /** The lines whose paid days have passed at the end, by whether someone is to renew them. */
  private record Ends(List<Lapse> lapses, List<ByCarrier> byCarriers) {}

  private Ends ends(DataSource copy, RenewalEngine engine, AccountId account, Clock ahead) {
    Outlook outlook = new Outlook(catalog, engine.quoter(), routes, ahead);
    LineStore lines = new LineStore(copy, seal);
    List<Lapse> lapses = new ArrayList<>();
    List<ByCarrier> byCarriers = new ArrayList<>();
    LineId after = null;
    do {
      LinePage page = lines.list(account, LineFilter.ALL, after, LineStore.LARGEST_PAGE);
      for (Line line : page.lines()) {
        Outlook.Standing standing = outlook.of(line, null);
        LocalDate until = standing.coveredUntil();
        if (!line.isPaused() && until != null && until.isBefore(standing.today())) {
          if (standing.charge() == null) {
            lapses.add(new Lapse(until, line.id(), standing.obstacle()));
          } else {
            byCarriers.add(new ByCarrier(until, line.id(), standing.need()));
          }
        }
      }
      after = page.next();
    } while (after != null);
    lapses.sort(Comparator.comparing(Lapse::on));
    byCarriers.sort(Comparator.comparing(ByCarrier::on));
    return new Ends(lapses, byCarriers);
  }

  private Forecast read(
      RenewalEngine engine, AccountId account, Instant start, Instant end, Ends ends) {
    ZoneId zone = ZoneOffset.UTC;
    List<ComingRenewal> renewals = new ArrayList<>();
    Money cost = Money.usd(0);
    List<Order> orders = engine.orderDesk().orders(account, null, Integer.MAX_VALUE).reversed();
    for (Order order : orders) {
      if (order.state() instanceof OrderState.Renewed
          && !order.createdAt().isBefore(start)
          && order.createdAt().isBefore(end)) {
        renewals.add(
            new ComingRenewal(
                LocalDate.ofInstant(order.createdAt(), zone),
                order.line(),
                order.kind(),
                order.total(),
                order.validUntil()));
        cost = cost.plus(order.total());
      }
    }
    List<ForecastNotice> notices = new ArrayList<>();
    LocalDate dry = null;
    Money missing = Money.usd(0);
    for (Notice notice : engine.notices().list(account, false, Integer.MAX_VALUE).reversed()) {
      LocalDate on = LocalDate.ofInstant(notice.at(), zone);
      notices.add(new ForecastNotice(on, notice.line(), notice.kind(), notice.needed()));
      Money needed = notice.needed();
      if (notice.kind() == NoticeKind.WALLET_SHORT && needed != null) {
        dry = dry == null ? on : dry;
        missing = missing.plus(needed);
      }
    }
    return new Forecast(
        LocalDate.ofInstant(start, zone),
        LocalDate.ofInstant(end, zone),
        renewals,
        notices,
        ends.lapses(),
        ends.byCarriers(),
        cost,
        engine.wallet().balance(account, Money.USD),
        dry,
        missing);
  }

  /** The simulated time. */
  private static final class ForecastClock extends Clock {

    private Instant now;

    ForecastClock(Instant now) {
      this.now = now;
    }

    void moveTo(Instant instant) {
      now = instant;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(now, zone);
    }
  }

  /** A carrier that always renews at once. */
  private static final class WillingCarrier implements CarrierConnector {

    @Override
    public String route() {
      return "forecast";
    }

    @Override
    public Duration deadline() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration settlingTime() {
      return Duration.ZERO;
    }

    @Override
    public TopUpAnswer topUp(TopUp request) {
      return new Done(request.reference(), null, 1);
    }

    @Override
    public LookUpAnswer find(TopUp request) {
      return new NotFound();
    }

    @Override
    public ReadAnswer read(String carrier, String msisdn) {
      return new NotFound();
    }
  }
}

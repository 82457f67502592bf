package dev.everline.channel.web.welcome;

import dev.everline.catalog.Carrier;
import dev.everline.catalog.Catalog;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.FactSource;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineFacts;
import dev.everline.line.LineWishes;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.words.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sample lines to look around with, one or more in every state a line can be in. They are generated
 * on each request and stored nowhere, so they can't be counted, renewed, reminded of or exported.
 */
final class Samples {

  /** Carriers and plans are data, here too. */
  private static final Properties PLANS = read("/portal/sample-lines.properties");

  private final Catalog catalog;
  private final AccountId account;
  private final Instant now;

  /**
   * @param account whose bucket the ids use; none of its data is read
   */
  Samples(Catalog catalog, AccountId account, Instant now) {
    this.catalog = catalog;
    this.account = account;
    this.now = now;
  }

  List<Line> all(Words words) {
    return Stream.of(
            sample(words.say("sample.mother"), 0, RenewedBy.OWNER, 100),
            sample(words.say("sample.father"), -4, RenewedBy.OWNER, 101),
            sample(words.say("sample.tablet"), -1, RenewedBy.CARRIER, 102),
            sample(words.say("sample.spare"), null, RenewedBy.OWNER, 103),
            sample(words.say("sample.me"), 24, RenewedBy.OWNER, 104),
            sample(words.say("sample.van", 1), 11, RenewedBy.CARRIER, 111),
            sample(words.say("sample.van", 2), 12, RenewedBy.CARRIER, 112),
            sample(words.say("sample.van", 3), 19, RenewedBy.CARRIER, 113))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * @param days from today to its end, or null when it has none
   * @param number its last digits, of those that belong to nobody
   */
  private Optional<Line> sample(String label, @Nullable Integer days, RenewedBy by, int number) {
    String[] of = PLANS.getProperty(Integer.toString(number), "").split(" ", 2);
    String carrier = of[0];
    String plan = of[1];
    Carrier its = catalog.carriers().get(carrier);
    if (its == null) {
      return Optional.empty();
    }
    LocalDate today = LocalDate.ofInstant(now, its.zone());
    FactSource said = new FactSource(FactSource.OWNER, now);
    boolean sold = catalog.plans().containsKey(plan);
    return Optional.of(
        new Line(
            LineId.of(account.bucket(), number),
            account,
            new Line.Identity("12125550" + number, null, label, List.of()),
            new Line.Subscription(
                carrier, now, sold ? plan : null, sold ? said : null, null, Money.USD),
            new Line.Known(
                new LineFacts(
                    days == null ? null : today.plusDays(days), null, null, 0, null, null),
                days == null ? null : said,
                null,
                true),
            new LineWishes(Renewer.of(by), null, IfNotRenewed.TELL, null, null),
            null,
            null,
            null,
            now,
            now));
  }

  private static Properties read(String resource) {
    Properties read = new Properties();
    try (InputStream in = Samples.class.getResourceAsStream(resource)) {
      read.load(Objects.requireNonNull(in, resource));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return read;
  }
}

package dev.everline.sandbox.carrier.books;

import dev.everline.sandbox.carrier.fault.FaultKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an {@link Entry} is written in the journal. */
final class EntryFormat {

  /** As journals had them that knew periods in days only; read, but no longer written. */
  private static final int LINE_IN_DAYS = 1;

  private static final int TOP_UP_OF_PERIODS = 2;
  private static final int CLOCK = 3;
  private static final int FAULTS = 4;
  private static final int SETTINGS = 5;
  private static final int SUBSCRIPTION = 6;
  private static final int FAULT = 7;
  private static final int ACT = 8;
  private static final int LINE = 9;
  private static final int TOP_UP = 10;

  private EntryFormat() {}

  /** Finds the line that a top-up is about, as it stood when the entry was written. */
  interface LineLookup {
    Line line(String carrier, long msisdn);
  }

  static byte[] encode(Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (entry) {
        case Entry.LineSet(Line line) -> {
          out.writeByte(LINE);
          writeTerms(out, line.terms());
          out.writeLong(line.msisdn());
          writeMoving(out, line);
        }
        case Entry.TopUpSet(TopUp topUp, Line after) -> {
          out.writeByte(TOP_UP);
          writeTopUp(out, topUp);
          out.writeBoolean(after != null);
          if (after != null) {
            writeMoving(out, after);
          }
        }
        case Entry.ActSet(BalanceAct act, List<Line> after) -> {
          out.writeByte(ACT);
          writeAct(out, act);
          out.writeByte(after.size());
          for (Line line : after) {
            out.writeLong(line.msisdn());
            writeMoving(out, line);
          }
        }
        case Entry.ClockSet(Instant now) -> {
          out.writeByte(CLOCK);
          out.writeBoolean(now != null);
          if (now != null) {
            out.writeLong(now.getEpochSecond());
            out.writeInt(now.getNano());
          }
        }
        case Entry.FaultsSet(String json) -> {
          out.writeByte(FAULTS);
          writeText(out, json);
        }
        case Entry.SettingsSet(String json) -> {
          out.writeByte(SETTINGS);
          writeText(out, json);
        }
        case Entry.SubscriptionSet(String id, String carrier, String callback, String query) -> {
          out.writeByte(SUBSCRIPTION);
          writeText(out, id);
          writeText(out, carrier);
          writeText(out, callback);
          writeText(out, query);
        }
        case Entry.FaultPlayed(FaultKind kind, String carrier, String reference) -> {
          out.writeByte(FAULT);
          writeText(out, kind.name());
          writeText(out, carrier);
          writeText(out, reference);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Entry decode(byte[] record, LineLookup lines) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int kind = in.readByte();
      return switch (kind) {
        case LINE, LINE_IN_DAYS -> {
          Terms terms = readTerms(in, kind == LINE_IN_DAYS);
          long msisdn = in.readLong();
          yield new Entry.LineSet(readMoving(in, terms, msisdn));
        }
        case TOP_UP, TOP_UP_OF_PERIODS -> {
          TopUp topUp = readTopUp(in, lines, kind == TOP_UP_OF_PERIODS);
          Line after = in.readBoolean() ? readMoving(in, topUp.terms(), topUp.msisdn()) : null;
          yield new Entry.TopUpSet(topUp, after);
        }
        case ACT -> {
          BalanceAct act = readAct(in);
          int count = in.readByte();
          List<Line> after = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            long msisdn = in.readLong();
            after.add(readMoving(in, lines.line(act.carrier(), msisdn).terms(), msisdn));
          }
          yield new Entry.ActSet(act, List.copyOf(after));
        }
        case CLOCK ->
            new Entry.ClockSet(
                in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null);
        case FAULTS -> new Entry.FaultsSet(readText(in));
        case SETTINGS -> new Entry.SettingsSet(readText(in));
        case SUBSCRIPTION ->
            new Entry.SubscriptionSet(
                readText(in), readText(in), readTextOrNull(in), readTextOrNull(in));
        case FAULT ->
            new Entry.FaultPlayed(
                FaultKind.valueOf(readText(in)), readText(in), readTextOrNull(in));
        default -> throw new IOException("The journal holds a record of unknown kind " + kind);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeTerms(DataOutputStream out, Terms terms) throws IOException {
    writeText(out, terms.carrier());
    writeText(out, terms.plan());
    out.writeLong(terms.priceMinor());
    out.writeLong(terms.taxMinor());
    writeText(out, terms.currency().getCurrencyCode());
    writeText(out, terms.period().key());
    writeText(out, terms.basis().name());
    writeText(out, terms.zone().getId());
    out.writeByte(terms.balanceLives().size());
    for (Terms.BalanceLife life : terms.balanceLives()) {
      out.writeLong(life.atLeastMinor());
      out.writeInt(life.days());
    }
    out.writeByte(terms.terms().size());
    for (Terms.Term term : terms.terms()) {
      writeText(out, term.length().key());
      out.writeLong(term.priceMinor());
    }
    out.writeBoolean(terms.late().firstDayCounts());
    out.writeByte(terms.late().fees().size());
    for (LateTerms.Fee fee : terms.late().fees()) {
      out.writeInt(fee.fromDay());
      out.writeLong(fee.amountMinor());
    }
  }

  private static Terms readTerms(DataInputStream in, boolean inDays) throws IOException {
    String carrier = readText(in);
    String plan = readTextOrNull(in);
    long price = in.readLong();
    long tax = in.readLong();
    Currency currency = Currency.getInstance(readText(in));
    Length written = inDays ? Length.ofDays(in.readInt()) : readLength(in);
    Basis basis = Basis.valueOf(readText(in));
    Length period = inDays ? asMeant(written.count(), basis) : written;
    ZoneId zone = ZoneId.of(readText(in));
    int count = in.readByte();
    List<Terms.BalanceLife> lives = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lives.add(new Terms.BalanceLife(in.readLong(), in.readInt()));
    }
    List<Terms.Term> terms = inDays ? List.of() : readSoldTerms(in);
    LateTerms late = inDays ? LateTerms.NONE : readLate(in);
    return new Terms(
        carrier, plan, price, tax, currency, period, basis, List.copyOf(lives), zone, terms, late);
  }

  private static List<Terms.Term> readSoldTerms(DataInputStream in) throws IOException {
    int count = in.readByte();
    List<Terms.Term> terms = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      terms.add(new Terms.Term(readLength(in), in.readLong()));
    }
    return List.copyOf(terms);
  }

  private static LateTerms readLate(DataInputStream in) throws IOException {
    boolean firstDayCounts = in.readBoolean();
    int count = in.readByte();
    List<LateTerms.Fee> fees = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fees.add(new LateTerms.Fee(in.readInt(), in.readLong()));
    }
    return new LateTerms(firstDayCounts, List.copyOf(fees));
  }

  private static Length readLength(DataInputStream in) throws IOException {
    return Length.parse(readText(in), "length");
  }

  /** Journals in days took these lengths for calendar months, where a date has a day of month. */
  private static Length asMeant(int days, Basis basis) {
    boolean byMonth = basis == Basis.BILLING_DATE || basis == Basis.ANNIVERSARY;
    if (byMonth && days >= 28 && days <= 31) {
      return Length.ofMonths(1);
    }
    if (byMonth && days % 365 == 0) {
      return Length.ofMonths(12 * (days / 365));
    }
    return byMonth && days % 30 == 0 ? Length.ofMonths(days / 30) : Length.ofDays(days);
  }

  private static void writeMoving(DataOutputStream out, Line line) throws IOException {
    out.writeInt(line.validUntilDay());
    out.writeLong(line.balanceMinor());
    out.writeInt(line.balanceEndDay());
    out.writeByte(line.anchorDay());
  }

  private static Line readMoving(DataInputStream in, Terms terms, long msisdn) throws IOException {
    return new Line(terms, msisdn, in.readInt(), in.readLong(), in.readInt(), in.readByte());
  }

  private static void writeTopUp(DataOutputStream out, TopUp topUp) throws IOException {
    out.writeLong(topUp.id());
    writeText(out, topUp.terms().carrier());
    out.writeLong(topUp.msisdn());
    writeText(out, topUp.reference());
    writeBought(out, topUp.bought());
    out.writeLong(topUp.amountMinor());
    writeText(out, topUp.status().name());
    writeText(out, topUp.progress().planned().name());
    writeText(out, topUp.progress().reason());
    out.writeLong(topUp.progress().requestedAt());
    out.writeLong(topUp.progress().settledAt());
    out.writeLong(topUp.progress().dueAt());
    out.writeInt(topUp.validBefore());
    out.writeInt(topUp.validAfter());
    writeText(out, topUp.body());
  }

  private static void writeBought(DataOutputStream out, Bought bought) throws IOException {
    out.writeInt(bought.isPlan() ? bought.periods() : 0);
    writeText(out, bought instanceof Bought.Term(Length length) ? length.key() : null);
  }

  private static Bought readBought(DataInputStream in) throws IOException {
    int periods = in.readInt();
    String term = readTextOrNull(in);
    if (term != null) {
      return new Bought.Term(Length.parse(term, "term"));
    }
    return periods == 0 ? new Bought.Credit() : new Bought.Periods(periods);
  }

  private static Bought readBoughtPeriods(DataInputStream in) throws IOException {
    boolean forPlan = in.readBoolean();
    int periods = in.readInt();
    return forPlan ? new Bought.Periods(periods) : new Bought.Credit();
  }

  private static TopUp readTopUp(DataInputStream in, LineLookup lines, boolean ofPeriods)
      throws IOException {
    long id = in.readLong();
    String carrier = readText(in);
    long msisdn = in.readLong();
    return new TopUp(
        id,
        lines.line(carrier, msisdn).terms(),
        msisdn,
        readTextOrNull(in),
        ofPeriods ? readBoughtPeriods(in) : readBought(in),
        in.readLong(),
        new TopUp.Progress(
            TopUp.Status.valueOf(readText(in)),
            TopUp.Status.valueOf(readText(in)),
            readTextOrNull(in),
            in.readLong(),
            in.readLong(),
            in.readLong()),
        in.readInt(),
        in.readInt(),
        readTextOrNull(in));
  }

  private static void writeAct(DataOutputStream out, BalanceAct act) throws IOException {
    out.writeLong(act.id());
    writeText(out, act.kind().name());
    writeText(out, act.carrier());
    out.writeLong(act.msisdn());
    out.writeLong(act.receiver());
    writeText(out, act.reference());
    out.writeLong(act.amountMinor());
    writeText(out, act.currency().getCurrencyCode());
    writeText(out, act.status().name());
    out.writeLong(act.requestedAt());
    out.writeLong(act.settledAt());
    writeText(out, act.body());
  }

  private static BalanceAct readAct(DataInputStream in) throws IOException {
    return new BalanceAct(
        in.readLong(),
        BalanceAct.Kind.valueOf(readText(in)),
        readText(in),
        in.readLong(),
        in.readLong(),
        readTextOrNull(in),
        in.readLong(),
        Currency.getInstance(readText(in)),
        TopUp.Status.valueOf(readText(in)),
        in.readLong(),
        in.readLong(),
        readText(in));
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    String text = readTextOrNull(in);
    if (text == null) {
      throw new IOException("The journal holds a record that lacks a text");
    }
    return text;
  }

  private static @Nullable String readTextOrNull(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}

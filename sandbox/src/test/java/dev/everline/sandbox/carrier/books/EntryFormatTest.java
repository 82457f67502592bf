package dev.everline.sandbox.carrier.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the journal remembers comes back, also from journals that knew no months and no terms. */
class EntryFormatTest {

  private static final long NUMBER = 12125550101L;
  private static final EntryFormat.LineLookup NONE =
      (carrier, msisdn) -> {
        throw new IllegalStateException("no line is asked for");
      };

  private static Line line() {
    Terms terms =
        new Terms(
            "cricket",
            "unlimited",
            55_00,
            0,
            Currency.getInstance("USD"),
            Length.ofMonths(1),
            Basis.BILLING_DATE,
            List.of(new Terms.BalanceLife(10_00, 30)),
            ZoneId.of("America/Chicago"),
            List.of(new Terms.Term(Length.ofMonths(12), 300_00)),
            new LateTerms(true, List.of(new LateTerms.Fee(1, 5_00))));
    return new Line(terms, NUMBER, Line.day(LocalDate.parse("2026-12-31")), 7_00, Line.NEVER, 31);
  }

  @Test
  void aLineComesBackAsItWas() {
    Entry set = new Entry.LineSet(line());
    assertThat(EntryFormat.decode(EntryFormat.encode(set), NONE)).isEqualTo(set);
  }

  @Test
  void aTopUpComesBackWithWhatItBought() {
    for (Bought bought :
        List.of(new Bought.Credit(), new Bought.Periods(3), new Bought.Term(Length.ofMonths(12)))) {
      TopUp topUp = topUp(bought);
      Entry set = new Entry.TopUpSet(topUp, line());
      assertThat(EntryFormat.decode(EntryFormat.encode(set), (carrier, msisdn) -> line()))
          .isEqualTo(set);
    }
  }

  private static TopUp topUp(Bought bought) {
    return new TopUp(
        7,
        line().terms(),
        NUMBER,
        "ref-1",
        bought,
        300_00,
        new TopUp.Progress(TopUp.Status.COMPLETED, TopUp.Status.COMPLETED, null, 1, 2, 0),
        1,
        2,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "BILLING_DATE, 30, P1M",
    "BILLING_DATE, 90, P3M",
    "ANNIVERSARY, 365, P12M",
    "ANNIVERSARY, 7, P7D",
    "FROM_EXPIRY, 30, P30D",
    "PLAN_CYCLE, 365, P365D",
  })
  void aLineOfAnOlderJournalCountsOnAsItDid(Basis basis, int days, String period)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(1);
    text(out, "metro");
    text(out, "plan");
    out.writeLong(40_00);
    out.writeLong(0);
    text(out, "USD");
    out.writeInt(days);
    text(out, basis.name());
    text(out, "America/New_York");
    out.writeByte(0);
    out.writeLong(NUMBER);
    out.writeInt(20_000);
    out.writeLong(0);
    out.writeInt(Line.NEVER);
    out.writeByte(15);
    Line line = ((Entry.LineSet) EntryFormat.decode(bytes.toByteArray(), NONE)).line();
    assertThat(line.terms().period().key()).isEqualTo(period);
    assertThat(line.terms().terms()).isEmpty();
    assertThat(line.terms().late()).isEqualTo(LateTerms.NONE);
    assertThat(line.anchorDay()).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({"true, 3", "false, 1"})
  void aTopUpOfAnOlderJournalBoughtPeriodsOrCredit(boolean forPlan, int periods)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(2);
    out.writeLong(7);
    text(out, "cricket");
    out.writeLong(NUMBER);
    text(out, "ref-1");
    out.writeBoolean(forPlan);
    out.writeInt(periods);
    out.writeLong(300_00);
    text(out, "COMPLETED");
    text(out, "COMPLETED");
    out.writeInt(-1);
    out.writeLong(1);
    out.writeLong(2);
    out.writeLong(0);
    out.writeInt(1);
    out.writeInt(2);
    out.writeInt(-1);
    out.writeBoolean(false);
    Entry read = EntryFormat.decode(bytes.toByteArray(), (carrier, msisdn) -> line());
    Bought bought = forPlan ? new Bought.Periods(periods) : new Bought.Credit();
    assertThat(read).isEqualTo(new Entry.TopUpSet(topUp(bought), null));
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}

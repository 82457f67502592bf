package dev.everline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.CatalogLoader;
import dev.everline.line.LineFacts;
import dev.everline.line.renewer.RenewedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final LocalDate END = LocalDate.of(2027, 1, 10);
  private static final Instant LATER = Instant.parse("2027-01-20T12:00:00Z");

  @Test
  void aLineThatItsCarrierServesIsKept() {
    assertThat(judge().fate(line(true, false, "simple-25"), LocalDate.of(2027, 1, 20)))
        .isEqualTo(new LineFate.Kept());
  }

  @Test
  void aLineThatLapsedWithoutAWordIsAFault() {
    assertThat(judge().fate(line(true, false, "simple-25"), END))
        .isEqualTo(new LineFate.Silent(END));
  }

  @Test
  void anOwnerToldWhenItWasTooLateWasNotTold() {
    DemoBooks.DemoNotice late = told("WALLET_SHORT", END, Instant.parse("2027-01-11T05:00:00Z"));
    assertThat(judge(late).fate(line(true, false, "simple-25"), END))
        .isEqualTo(new LineFate.Silent(END));
  }

  @Test
  void anOwnerToldOfAnotherEndWasNotToldOfThisOne() {
    DemoBooks.DemoNotice before =
        told("WALLET_SHORT", END.minusDays(30), Instant.parse("2026-12-10T05:00:00Z"));
    assertThat(judge(before).fate(line(true, false, "simple-25"), END))
        .isEqualTo(new LineFate.Silent(END));
  }

  @Test
  void aLineMayLapseWhenItsOwnerWasToldInTime() {
    DemoBooks.DemoNotice told = told("WALLET_SHORT", END, Instant.parse("2027-01-09T05:00:00Z"));
    assertThat(judge(told).fate(line(true, false, "simple-25"), END))
        .isInstanceOf(LineFate.Lapsed.class);
  }

  @Test
  void aPausedLineMayLapse() {
    assertThat(judge().fate(line(true, true, "simple-25"), END))
        .isInstanceOf(LineFate.Lapsed.class);
  }

  @Test
  void aLineThatRenewsByHandMayNotLapseWithoutAReminder() {
    assertThat(judge().fate(line(false, false, "simple-25"), END))
        .isEqualTo(new LineFate.Silent(END));
  }

  @Test
  void aLineThatItsCarrierDoesNotKnowIsAFault() {
    assertThat(judge().fate(line(true, false, "simple-25"), null))
        .isEqualTo(new LineFate.Silent(null));
  }

  @Test
  void aLineThatABillKeepsIsNotOursToKeepOnceItsOwnerIsTold() {
    DemoBooks.DemoNotice told = told("KEPT_OTHERWISE", END, Instant.parse("2027-01-03T05:00:00Z"));
    assertThat(judge(told).fate(line(true, false, "fi-flexible"), null))
        .isEqualTo(new LineFate.NotOurs());
    assertThat(judge().fate(line(true, false, "fi-flexible"), null))
        .isEqualTo(new LineFate.Silent(END));
  }

  private static Judge judge(DemoBooks.DemoNotice... told) {
    return new Judge(CatalogLoader.builtIn().load(), List.of(told), LATER);
  }

  private static DemoBooks.DemoNotice told(String kind, LocalDate end, Instant at) {
    return new DemoBooks.DemoNotice(1, kind, end, null, null, at, false);
  }

  private static DemoLine line(boolean byEverline, boolean paused, @Nullable String plan) {
    String carrier = "fi-flexible".equals(plan) ? "google-fi" : "simple-mobile";
    LineFacts facts = new LineFacts(END, null, null, 0, null, null);
    return new DemoLine(
        1,
        "A test",
        "12125550100",
        "Line",
        carrier,
        plan,
        "NY",
        byEverline ? RenewedBy.EVERLINE : RenewedBy.OWNER,
        paused,
        facts);
  }
}

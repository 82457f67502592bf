package dev.everline.renewal.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SpanTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  @Test
  void theSamePeriodNamedByAnotherDayIsTheSamePeriod() {
    assertThat(span(0, 30).isSamePeriodAs(span(0, 30))).isTrue();
    assertThat(span(0, 30).isSamePeriodAs(span(3, 33))).isTrue();
    assertThat(span(0, 30).isSamePeriodAs(span(-14, 16))).isTrue();
  }

  @Test
  void theNextPeriodIsAnotherEvenWhereAnEndWasCorrectedBySomeDays() {
    assertThat(span(0, 30).isSamePeriodAs(span(30, 60))).isFalse();
    assertThat(span(0, 30).isSamePeriodAs(span(22, 52))).isFalse();
  }

  @Test
  void aPeriodWithinALongTermIsPaidByIt() {
    assertThat(span(0, 180).isSamePeriodAs(span(60, 90))).isTrue();
    assertThat(span(0, 180).isSamePeriodAs(span(170, 200))).isFalse();
  }

  @Test
  void whereNoEndMovedThePeriodBeforeItIsMeant() {
    assertThat(Span.of(DAY.plusDays(30), DAY, DAY.plusDays(30), 30)).isEqualTo(span(0, 30));
  }

  @Test
  void daysWithoutServiceBeforeALatePaymentAreNotPaid() {
    assertThat(Span.of(DAY, DAY.plusDays(40), DAY.plusDays(70), 30)).isEqualTo(span(40, 70));
  }

  private static Span span(int from, int until) {
    return new Span(DAY.plusDays(from), DAY.plusDays(until));
  }
}

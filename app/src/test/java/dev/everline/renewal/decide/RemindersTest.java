package dev.everline.renewal.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** When owners are reminded of an end: by day, in good time, and never of what has passed. */
class RemindersTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId HONOLULU = ZoneId.of("Pacific/Honolulu");
  private static final LocalDate END = LocalDate.of(2026, 11, 20);
  private static final LocalDate LOSS = LocalDate.of(2027, 1, 19);
  private static final Instant EXPIRY = Instant.parse("2026-11-21T05:00:00Z");

  private final Reminders reminders = new Reminders(END, LOSS, NEW_YORK, NEW_YORK);

  private static Instant at(String local) {
    return java.time.LocalDateTime.parse(local).atZone(NEW_YORK).toInstant();
  }

  private static Decision remind(NoticeKind kind, int step, Instant tooLate, Instant now) {
    return new Decision.Remind(kind, END, step, tooLate, now.plus(Duration.ofHours(1)));
  }

  @Test
  void anEndIsToldOfSevenThreeAndOneDaysBeforeAtNine() {
    assertThat(reminders.next(0, at("2026-11-01T12:00")))
        .isEqualTo(new Decision.Wait(at("2026-11-13T09:00")));
    Instant first = at("2026-11-13T09:00");
    assertThat(reminders.next(0, first))
        .isEqualTo(remind(NoticeKind.EXPIRES_SOON, 1, EXPIRY, first));
    assertThat(reminders.next(1, first)).isEqualTo(new Decision.Wait(at("2026-11-17T09:00")));
    assertThat(reminders.next(2, first)).isEqualTo(new Decision.Wait(at("2026-11-19T09:00")));
  }

  @Test
  void theLossOfTheNumberIsToldOfFourteenAndThreeDaysBefore() {
    Instant lapsed = at("2026-11-25T12:00");
    assertThat(reminders.next(3, lapsed)).isEqualTo(new Decision.Wait(at("2027-01-05T09:00")));
    Instant fourth = at("2027-01-05T09:00");
    assertThat(reminders.next(3, fourth))
        .isEqualTo(remind(NoticeKind.NUMBER_AT_RISK, 4, at("2027-01-19T00:00"), fourth));
    assertThat(reminders.next(4, fourth)).isEqualTo(new Decision.Wait(at("2027-01-16T09:00")));
  }

  @Test
  void afterTheLastReminderNothingIsWaitedFor() {
    assertThat(reminders.next(5, at("2027-01-17T12:00"))).isEqualTo(new Decision.Wait(null));
    Reminders withoutLoss = new Reminders(END, null, NEW_YORK, NEW_YORK);
    assertThat(withoutLoss.next(3, at("2026-11-20T12:00"))).isEqualTo(new Decision.Wait(null));
  }

  @Test
  void ofSeveralRemindersThatAreDueOnlyTheLastIsSent() {
    Instant late = at("2026-11-18T12:00");
    assertThat(reminders.next(0, late)).isEqualTo(remind(NoticeKind.EXPIRES_SOON, 2, EXPIRY, late));
  }

  @Test
  void anEndThatHasPassedIsNotRemindedOf() {
    assertThat(reminders.next(0, at("2026-11-22T12:00")))
        .isEqualTo(new Decision.Wait(at("2027-01-05T09:00")));
  }

  @Test
  void nobodyIsRemindedAtNight() {
    assertThat(reminders.next(0, at("2026-11-17T21:00")))
        .isEqualTo(new Decision.Wait(at("2026-11-18T09:00")));
    assertThat(reminders.next(0, at("2026-11-18T06:00")))
        .isEqualTo(new Decision.Wait(at("2026-11-18T09:00")));
  }

  @Test
  void inTheLastNightThereIsNoMorningToWaitFor() {
    Instant lastEvening = at("2026-11-20T21:00");
    assertThat(reminders.next(2, lastEvening))
        .isEqualTo(remind(NoticeKind.EXPIRES_SOON, 3, EXPIRY, lastEvening));
  }

  @Test
  void theHoursAreThoseOfTheOwnerAndTheEndIsTheCarriers() {
    Reminders faraway = new Reminders(END, null, NEW_YORK, HONOLULU);
    Instant nine = Instant.parse("2026-11-13T19:00:00Z");
    assertThat(faraway.next(0, nine.minusSeconds(1))).isEqualTo(new Decision.Wait(nine));
    assertThat(faraway.next(0, nine)).isEqualTo(remind(NoticeKind.EXPIRES_SOON, 1, EXPIRY, nine));
  }
}

package dev.everline.channel.web.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calendar of a month, and the days ahead on Home. */
class CalendarTest {

  private final PortalServer server = PortalServer.shared();
  private final Messages messages = Messages.load(Language.ENGLISH);
  private Account account;
  private Plan plan;
  private Browser viewer;

  @BeforeEach
  void aHousehold() {
    account = server.account();
    plan = server.plan(account.id());
    viewer = server.member(account.id(), Role.VIEWER);
  }

  private Page month(LocalDate day) {
    return viewer.get("/calendar?month=" + YearMonth.from(day));
  }

  @Test
  void aLineThatEndsStandsOnItsDay() {
    LocalDate end = server.today().plusDays(5);
    LineId line = server.line(account.id(), plan, end);

    Page page = month(end);

    assertThat(page.status()).isEqualTo(200);
    String day =
        page.text().substring(page.text().indexOf("datetime=\"" + end + "\"")).split("</ul>", 2)[0];
    assertThat(day).contains("/lines/" + line).contains(messages.say("day.END"));
    assertThat(viewer.get("/").text())
        .contains("href=\"/calendar\"")
        .contains("class=\"month\"")
        .contains("datetime=\"" + end + "\"");
  }

  @Test
  void manyLinesOfADayAreAddedUp() {
    LocalDate end = server.today().plusDays(9);
    for (int i = 0; i < 5; i++) {
      server.line(account.id(), plan, end);
    }

    assertThat(month(end).text())
        .contains(messages.say("day.many", 5))
        .contains("/lines?within=9&amp;sort=validity");
  }

  @Test
  void ofVeryManyLinesEachDayIsAddedUpToo() {
    LocalDate end = server.today().plusDays(59);
    server.lines(account.id(), plan, end, 1001);

    assertThat(month(end).text()).contains(messages.say("day.many", 1001));
    assertThat(viewer.get("/").text()).contains("href=\"/calendar\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "2026-13", "2026-1", "0001-01", "9999-12", "2026-12-01", "-2026-12"})
  void aMonthThatIsNoneIsSaidToBeNoneWithThePresentOneShown(String wrong) {
    Page page = viewer.get("/calendar?month=" + wrong);

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text())
        .contains("role=\"alert\"")
        .contains("calendar__day--today")
        .contains(messages.say("calendar.none"));
  }

  @Test
  void oneTurnsToTheMonthsBesideAndBackToThePresentOne() {
    YearMonth now = YearMonth.from(server.today());

    assertThat(viewer.get("/calendar").text())
        .contains("/calendar?month=" + now.minusMonths(1))
        .contains("/calendar?month=" + now.plusMonths(1))
        .contains("calendar__day--today");
    assertThat(viewer.get("/calendar?month=" + now.plusMonths(24)).text())
        .contains("href=\"/calendar\"")
        .doesNotContain("rel=\"next\"")
        .doesNotContain("calendar__day--today");
  }
}

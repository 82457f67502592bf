package dev.everline.channel.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Catalog;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.kernel.JobId;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineFilter;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.renewer.RenewedBy;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Saying of many lines at once what is known of them. */
class CompletePagesTest {

  private static PortalServer server;

  private Account account;
  private Browser manager;

  @BeforeAll
  static void start() {
    server = new PortalServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aFleet() {
    server.get(FleetRunner.class).stop();
    account = server.account();
    manager = server.member(account.id(), Role.MANAGER);
  }

  private Line line(String number, String carrier, Map<LineField, String> more) {
    Map<LineField, String> values = new HashMap<>(more);
    values.put(LineField.NUMBER, number);
    values.put(LineField.CARRIER, carrier);
    return server.get(LineService.class).add(account.id(), values);
  }

  private Line now(Line line) {
    return server.get(LineStore.class).find(line.id()).orElseThrow();
  }

  private String end() {
    return server.today().plusDays(30).toString();
  }

  private Job job(String at) {
    return server.get(Jobs.class).get(account.id(), JobId.parse(at.substring(12)));
  }

  private void done(String at) {
    assertThat(manager.post(at + "/confirm", Map.of()).location()).isEqualTo(at);
    server.get(Jobs.class).work(job(at).id(), () -> false);
    assertThat(job(at).state()).isEqualTo(Job.State.DONE);
  }

  private Map<String, String> outcomes(String at) {
    return server.get(Jobs.class).entries(job(at), null, null, 1_000).stream()
        .collect(
            Collectors.toMap(
                entry -> entry.line().toString(),
                entry -> entry.outcome() + (entry.reason() == null ? "" : " " + entry.reason())));
  }

  @Test
  void eachLineTakesWhatItLacksAndIsItsOwn() {
    Line mint = line("2125550101", "mint", Map.of());
    Line visible = line("2125550102", "visible", Map.of());
    Line known =
        line(
            "2125550103",
            "mint",
            Map.of(
                LineField.PLAN, "mint-6gb",
                LineField.VALID_UNTIL, "2027-02-01",
                LineField.BRAND_CONFIRMED, "yes",
                LineField.RENEWED_BY, "carrier"));
    Page asked = manager.get("/lines/complete?missing=anything");
    assertThat(asked.text())
        .contains("Complete 2 lines")
        .contains("Plan (Mint Mobile, 1 line)")
        .contains("Missing for 2 lines.");
    String plan =
        server.get(Catalog.class).plansOf("mint").stream()
            .filter(each -> !each.legacy())
            .findFirst()
            .orElseThrow()
            .id();
    Page sent =
        manager.post(
            "/lines/complete",
            Map.of(
                "plan-mint",
                plan,
                "valid_until",
                end(),
                "renewed_by",
                "owner",
                "brand_confirmed",
                "yes"));
    String at = sent.location();
    assertThat(manager.get(at).text())
        .contains("Complete details")
        .contains("Do it for 2 lines")
        .contains("Renewed by: me");
    assertThat(now(mint).plan()).isNull();
    done(at);
    assertThat(now(mint).plan()).isEqualTo(plan);
    assertThat(now(mint).facts().validUntil()).hasToString(end());
    assertThat(now(mint).brandConfirmedAt()).isNotNull();
    assertThat(Objects.requireNonNull(now(mint).validityFrom()).by()).isNotNull();
    assertThat(now(mint).known().renewerSaid()).isTrue();
    assertThat(now(visible).plan()).isNull();
    assertThat(now(visible).facts().validUntil())
        .as("which shows the first day without service")
        .isEqualTo(LocalDate.parse(end()).minusDays(1));
    assertThat(outcomes(at)).containsEntry(known.id().toString(), "SKIPPED ALREADY_SO");
    assertThat(now(known).plan()).isEqualTo("mint-6gb");
    assertThat(now(known).renewedBy()).isEqualTo(RenewedBy.CARRIER);
    assertThat(manager.get(at).text())
        .contains("Still missing")
        .contains("1 line has no plan.")
        .contains("href=\"/lines/complete?missing=plan\"");
  }

  @Test
  void whatIsKnownIsReplacedOnlyWhereThatIsWished() {
    Line known =
        line(
            "2125550104",
            "mint",
            Map.of(LineField.VALID_UNTIL, "2027-02-01", LineField.STATE, "NY"));
    Map<String, String> form = new HashMap<>(Map.of("valid_until", end(), "state", "TX"));
    String kept = manager.post("/lines/complete", form).location();
    assertThat(manager.get(kept).text()).contains("Nothing to do");
    form.put("replace", "yes");
    String at = manager.post("/lines/complete", form).location();
    assertThat(manager.get(at).text()).contains("also replaces what is known");
    done(at);
    assertThat(now(known).facts().validUntil()).hasToString(end());
    assertThat(now(known).state()).isEqualTo("TX");
  }

  @Test
  void tickedLinesAreCompletedAndNoOthers() {
    Line one = line("2125550105", "mint", Map.of());
    Line other = line("2125550106", "mint", Map.of());
    Page form =
        manager.post(
            "/lines/jobs",
            Map.of("whose", "ticked", "act", "complete", "line", one.id().toString()));
    assertThat(form.text())
        .contains("Complete 1 line")
        .contains("name=\"line\" value=\"" + one.id() + "\"");
    String at =
        manager
            .post("/lines/complete", Map.of("line", one.id().toString(), "valid_until", end()))
            .location();
    done(at);
    assertThat(now(one).facts().validUntil()).isNotNull();
    assertThat(now(other).facts().validUntil()).isNull();
  }

  @Test
  void whatCantBeTakenIsSaidAndWhatWasTypedIsKept() {
    line("2125550107", "mint", Map.of());
    assertThat(manager.post("/lines/complete", Map.of()).text())
        .contains("Nothing is filled in yet");
    Page wrong = manager.post("/lines/complete", Map.of("valid_until", "soon", "state", "TX"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text()).contains("<option value=\"TX\" selected>");
    Map<String, String> far = new HashMap<>(Map.of("valid_until", "2062-12-24"));
    Page doubtful = manager.post("/lines/complete", far);
    assertThat(doubtful.status()).isEqualTo(409);
    assertThat(doubtful.text()).contains("more than two years away").contains("2062-12-24");
    far.put("sure_of", "2062-12-24");
    assertThat(manager.post("/lines/complete", far).status()).isEqualTo(303);
    assertThat(server.member(account.id(), Role.VIEWER).get("/lines/complete").status())
        .isEqualTo(403);
  }

  @Test
  void aPlanThatAnOpenOrderWasMadeForStays() {
    Line line = line("2125550108", "mint", Map.of());
    server.database.execute(
        "UPDATE everline.line SET open_order_id = 1 WHERE id = " + line.id().value());
    String at =
        manager
            .post("/lines/complete", Map.of("plan-mint", "mint-6gb", "valid_until", end()))
            .location();
    assertThat(outcomes(at)).containsEntry(line.id().toString(), "SKIPPED UNDER_WAY");
    server.database.execute(
        "UPDATE everline.line SET open_order_id = NULL WHERE id = " + line.id().value());
  }

  @Test
  void nobodysLinesAreCompletedByOthers() {
    Line line = line("2125550109", "mint", Map.of());
    Account others = server.account();
    Browser stranger = server.member(others.id(), Role.MANAGER);
    String at =
        stranger
            .post("/lines/complete", Map.of("line", line.id().toString(), "valid_until", end()))
            .location();
    List<Line> theirs =
        server.get(LineStore.class).list(others.id(), LineFilter.ALL, null, 10).lines();
    assertThat(theirs).isEmpty();
    assertThat(stranger.get(at == null ? "/lines" : at).text()).doesNotContain("Do it for 1 line");
    assertThat(now(line).facts().validUntil()).isNull();
  }
}

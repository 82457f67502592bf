package dev.everline.channel.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.everline.TestCarrier;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Basis;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.fleet.FleetRunner;
import dev.everline.fleet.Job;
import dev.everline.fleet.Job.Outcome;
import dev.everline.fleet.Job.Reason;
import dev.everline.fleet.Jobs;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.Line;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.LineStore;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Quotes;
import dev.everline.renewal.Renewals;
import dev.everline.words.Language;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acts on many lines: seen before they are done, done once, and told line by line. */
class JobPagesTest {

  private static PortalServer server;
  private static Plan plan;

  private Account account;
  private Browser manager;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    plan = server.plan(server.account().id());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The tests do the work themselves, where they don't say otherwise. */
  @BeforeEach
  void aFleet() {
    server.get(FleetRunner.class).stop();
    server.carrier.mood = TestCarrier.Mood.WILLING;
    server.carrier.paid.clear();
    account = server.account();
    manager = server.member(account.id(), Role.MANAGER);
    server.get(Wallet.class).deposit(account.id(), Money.usd(1_900_00));
  }

  private LineId line(int days) {
    return server.line(account.id(), plan, server.today().plusDays(days));
  }

  private List<LineId> lines(int many) {
    List<LineId> lines = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      lines.add(line(3));
    }
    return lines;
  }

  private Money balance() {
    return server.get(Wallet.class).balance(account.id(), Money.USD);
  }

  private Money price(LineId line) {
    return server
        .get(Quotes.class)
        .quote(account.id(), line, Renewals.Wish.wholePeriods(1))
        .total();
  }

  /** Prepares an act on ticked lines and tells where it is shown. */
  private String prepare(String act, List<LineId> lines, String... more) {
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("whose", "ticked"));
    form.add(Map.entry("act", act));
    lines.forEach(line -> form.add(Map.entry("line", line.toString())));
    for (int i = 0; i < more.length; i += 2) {
      form.add(Map.entry(more[i], more[i + 1]));
    }
    Page sent = manager.post("/lines/jobs", form);
    assertThat(sent.status()).as(sent.text()).isEqualTo(303);
    return sent.location();
  }

  private static JobId id(String at) {
    return JobId.parse(at.substring("/lines/jobs/".length()));
  }

  private Job job(String at) {
    return server.get(Jobs.class).get(account.id(), id(at));
  }

  private void work(String at) {
    server.get(Jobs.class).work(id(at), () -> false);
  }

  private void confirmAndWork(String at) {
    assertThat(manager.post(at + "/confirm", Map.of()).location()).isEqualTo(at);
    work(at);
    assertThat(job(at).state()).isEqualTo(Job.State.DONE);
  }

  /** What became of each line, such as {@code SKIPPED PAUSED}. */
  private Map<LineId, String> outcomes(String at) {
    return server.get(Jobs.class).entries(job(at), null, null, 1_000).stream()
        .collect(
            Collectors.toMap(
                Job.Entry::line,
                entry -> entry.outcome() + (entry.reason() == null ? "" : " " + entry.reason())));
  }

  private static String skipped(Reason why) {
    return Outcome.SKIPPED + " " + why;
  }

  private Line now(LineId line) {
    return server.get(LineStore.class).find(line).orElseThrow();
  }

  // --- seeing it first

  @Test
  void aRenewalOfManyIsShownWithItsPriceAndWhatItLeavesOutBeforeAnythingIsDone() {
    LineId one = line(3);
    LineId other = line(-1);
    LineId paused = line(3);
    server.get(LineService.class).pause(paused);
    LineId unconfirmed = line(3);
    server.database.execute(
        "UPDATE everline.line SET brand_confirmed_at = NULL WHERE id = " + unconfirmed.value());
    LineId unknown = line(3);
    server.database.execute("UPDATE everline.line SET plan = NULL WHERE id = " + unknown.value());
    LineId gone = line(3);
    server.get(LineService.class).remove(gone);
    Account others = server.account();
    LineId stranger = server.line(others.id(), plan, server.today());
    Money before = balance();

    String at = prepare("renew", List.of(one, other, paused, unconfirmed, unknown, gone, stranger));
    Page shown = manager.get(at);
    Money total = price(one).plus(price(other));
    assertThat(shown.text())
        .contains("Ready to confirm")
        .contains("Nothing has been done yet.")
        .contains(total.format(Language.ENGLISH.locale()))
        .contains("Do it for 2 lines")
        .contains("1 line: paused")
        .contains("carrier isn’t confirmed")
        .contains("its plan or price is unknown");
    Map<LineId, String> outcomes = outcomes(at);
    assertThat(outcomes)
        .containsEntry(one, "PLANNED")
        .containsEntry(other, "PLANNED")
        .containsEntry(paused, skipped(Reason.PAUSED))
        .containsEntry(unconfirmed, skipped(Reason.BRAND_NOT_CONFIRMED))
        .containsEntry(unknown, skipped(Reason.NOT_RENEWABLE))
        .containsEntry(gone, skipped(Reason.GONE));
    assertThat(outcomes.getOrDefault(stranger, skipped(Reason.GONE)))
        .isEqualTo(skipped(Reason.GONE));
    assertThat(balance()).isEqualTo(before);
    assertThat(server.carrier.paid).isEmpty();

    confirmAndWork(at);
    assertThat(server.carrier.paid).hasSize(2);
    assertThat(balance()).isEqualTo(before.minus(total));
    assertThat(manager.get(at).text()).contains("Done").contains("1 line: paused");
    assertThat(manager.get(at + "?of=done").text()).contains("/orders/or_");
    assertThat(manager.get(at + "/lines.csv").text())
        .contains(masked(one) + "," + masked(one) + ",Done,,")
        .contains(masked(paused) + ",Skipped,paused,")
        .doesNotContain("ln_");
    Browser owner = server.member(account.id(), Role.OWNER);
    assertThat(owner.get("/settings/audit").text()).contains(id(at).toString());
  }

  private static String masked(LineId line) {
    return "•••" + server.number(line).substring(7);
  }

  @Test
  void withoutALineNothingIsPrepared() {
    line(3);
    Page sent = manager.post("/lines/jobs", Map.of("whose", "ticked", "act", "pause"));
    assertThat(sent.location()).isEqualTo("/lines?nothing-ticked=");
    assertThat(manager.follow(sent).text()).contains("No lines are selected");
    assertThat(manager.post("/lines/jobs", Map.of("whose", "x", "act", "pause")).status())
        .isEqualTo(400);
    assertThat(manager.get("/lines/jobs").text()).contains("None yet.");
  }

  @Test
  void allThatFitAViewAreMeantAndNoOthers() {
    List<LineId> lines = lines(60);
    String tagged = prepare("tag", lines.subList(0, 55), "new-tag", "north");
    confirmAndWork(tagged);
    Page listing = manager.get("/lines?tag=north&sort=validity");
    assertThat(listing.text())
        .contains("all 55 that match")
        .contains("name=\"tag\" value=\"north\"");
    Page sent =
        manager.post(
            "/lines/jobs",
            Map.of("whose", "all", "act", "pause", "tag", "north", "sort", "validity"));
    confirmAndWork(sent.location());
    assertThat(lines.stream().filter(line -> now(line).isPaused()))
        .containsExactlyElementsOf(lines.subList(0, 55));
  }

  @Test
  void anEmptyWalletIsSaidAndLeavesNothingToConfirm() {
    Account poor = server.account();
    Browser member = server.member(poor.id(), Role.MANAGER);
    LineId line = server.line(poor.id(), plan, server.today());
    Page sent =
        member.post(
            "/lines/jobs", Map.of("whose", "page", "act", "renew", "shown", line.toString()));
    assertThat(member.follow(sent).text())
        .contains("The wallet doesn’t have enough money for all of them")
        .doesNotContain("/confirm\"");
  }

  // --- doing it once

  @Test
  void aDoubleClickAndTwoTabsDoItOnce() throws Exception {
    List<LineId> lines = lines(12);
    Money before = balance();
    Money total = price(lines.getFirst()).times(12);
    String at = prepare("renew", lines);
    Map<String, String> form = Map.of("_csrf", manager.token());
    try (ExecutorService hands = Executors.newFixedThreadPool(8)) {
      List<Callable<String>> clicks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        clicks.add(() -> manager.postWithoutToken(at + "/confirm", form).location());
        // Each node that there is begins to work on it.
        clicks.add(
            () -> {
              work(at);
              return at;
            });
      }
      for (Future<String> click : hands.invokeAll(clicks)) {
        assertThat(click.get()).isEqualTo(at);
      }
    }
    work(at);
    assertThat(job(at).state()).isEqualTo(Job.State.DONE);
    assertThat(outcomes(at).values()).hasSize(12).containsOnly("DONE");
    assertThat(server.carrier.paid).hasSize(12);
    assertThat(balance()).isEqualTo(before.minus(total));
    manager.post(at + "/confirm", Map.of());
    work(at);
    assertThat(server.carrier.paid).hasSize(12);
  }

  @Test
  void twoActsThatWerePreparedBesideEachOtherRenewEachLineOnce() {
    List<LineId> lines = lines(5);
    String one = prepare("renew", lines);
    String other = prepare("renew", lines);
    confirmAndWork(one);
    confirmAndWork(other);
    assertThat(server.carrier.paid).hasSize(5);
    assertThat(outcomes(other).values()).containsOnly("DONE");
    assertThat(
            server.get(Jobs.class).entries(job(other), null, null, 10).stream()
                .map(Job.Entry::order))
        .isEqualTo(
            server.get(Jobs.class).entries(job(one), null, null, 10).stream()
                .map(Job.Entry::order)
                .toList());
    assertThat(lines.stream().filter(line -> now(line).openOrder() != null)).isEmpty();
  }

  /** What was renewed stands in its order, but the process died before the job could note it. */
  @Test
  void afterACrashInTheMiddleEachLineIsRenewedOnce() {
    List<LineId> lines = lines(40);
    Money before = balance();
    Money total = price(lines.getFirst()).times(40);
    String at = prepare("renew", lines);
    manager.post(at + "/confirm", Map.of());
    server.database.execute(
        """
        CREATE FUNCTION everline.crash() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the process died here'; END $$;
        CREATE TRIGGER crash BEFORE UPDATE ON everline.job_line
          FOR EACH STATEMENT EXECUTE FUNCTION everline.crash()
        """);
    try {
      org.assertj.core.api.Assertions.assertThatException().isThrownBy(() -> work(at));
    } finally {
      server.database.execute("DROP FUNCTION everline.crash() CASCADE");
    }
    assertThat(server.carrier.paid).hasSize(32);
    assertThat(outcomes(at).values()).containsOnly("PLANNED");
    // As a process leaves it that could not even let it go.
    server.database.execute(
        "UPDATE everline.job SET claimed_until = '%s' WHERE id = %d"
            .formatted(server.clock.instant().plusSeconds(60), id(at).value()));
    work(at);
    assertThat(job(at).state()).as("while its claim lasts").isEqualTo(Job.State.RUNNING);
    server.clock.move(Duration.ofMinutes(2));
    work(at);
    assertThat(job(at).state()).isEqualTo(Job.State.DONE);
    assertThat(outcomes(at).values()).hasSize(40).containsOnly("DONE");
    assertThat(server.carrier.paid).hasSize(40);
    assertThat(balance()).isEqualTo(before.minus(total));
  }

  @Test
  void aRestartedServerGoesOnByItself() {
    List<LineId> lines = lines(40);
    String at = prepare("renew", lines);
    manager.post(at + "/confirm", Map.of());
    AtomicInteger batches = new AtomicInteger();
    server.get(Jobs.class).work(id(at), () -> batches.getAndIncrement() > 0);
    assertThat(server.carrier.paid).hasSize(32);
    assertThat(manager.get(at).text())
        .contains("32 of 40")
        .contains("hx-trigger=\"every 1s\"")
        .contains("http-equiv=\"refresh\"");
    server.restart();
    // Each look is a page from the server; the work goes on beside it.
    for (int look = 0; look < 100_000 && job(at).state() != Job.State.DONE; look++) {
      manager.get(at);
    }
    assertThat(outcomes(at).values()).hasSize(40).containsOnly("DONE");
    assertThat(server.carrier.paid).hasSize(40);
  }

  @Test
  void stoppingLeavesTheRestAlone() {
    List<LineId> lines = lines(40);
    String at = prepare("renew", lines);
    manager.post(at + "/confirm", Map.of());
    AtomicInteger batches = new AtomicInteger();
    server.get(Jobs.class).work(id(at), () -> batches.getAndIncrement() > 0);
    manager.post(at + "/stop", Map.of());
    work(at);
    assertThat(job(at).state()).isEqualTo(Job.State.STOPPED);
    assertThat(server.carrier.paid).hasSize(32);
    assertThat(manager.get(at).text()).contains("Stopped").contains("8 lines");
    manager.post(at + "/confirm", Map.of());
    work(at);
    assertThat(server.carrier.paid).hasSize(32);
  }

  // --- what goes wrong

  @Test
  void eachFailureHasItsReason() {
    List<LineId> lines = lines(3);
    server.carrier.mood = TestCarrier.Mood.REFUSING;
    Money before = balance();
    String refused = prepare("renew", lines);
    confirmAndWork(refused);
    assertThat(outcomes(refused).values()).containsOnly("FAILED CARRIER_REFUSED");
    assertThat(balance()).isEqualTo(before);
    assertThat(manager.get(refused).text())
        .contains("the carrier refused; the money is back in the wallet");

    server.carrier.mood = TestCarrier.Mood.SILENT;
    String silent = prepare("renew", lines(1));
    confirmAndWork(silent);
    assertThat(outcomes(silent).values()).containsOnly("OPEN IN_DOUBT");
  }

  @Test
  void theBoundsOnSpendingHoldForManyAsForOne() {
    LineId line = line(3);
    server.database.execute(
        "UPDATE everline.line SET charged_on = '%s', charged_count = 3 WHERE id = %d"
            .formatted(LocalDate.ofInstant(server.clock.instant(), ZoneOffset.UTC), line.value()));
    String at = prepare("renew", List.of(line, line(3)));
    confirmAndWork(at);
    assertThat(outcomes(at)).containsEntry(line, "OPEN STOPPED_BY_A_BOUND");
    assertThat(server.carrier.paid).hasSize(1);
  }

  @Test
  void nobodyPaysMoreThanTheyWereShown() {
    LineId line = line(3);
    Money shown = price(line);
    String at = prepare("renew", List.of(line));
    Plan dearer =
        server.get(Catalog.class).plans().values().stream()
            .filter(
                each ->
                    server.get(Catalog.class).lapseRule(each.lapseRule()).basis()
                        == Basis.FROM_EXPIRY)
            .filter(each -> each.period() != null)
            .filter(
                each ->
                    each.priceOn(server.today()) != null
                        && shown.isLessThan(
                            java.util.Objects.requireNonNull(each.priceOn(server.today()))))
            .max(Comparator.comparing(Plan::id))
            .orElseThrow();
    server.database.execute(
        "UPDATE everline.line SET plan = '%s', carrier = '%s' WHERE id = %d"
            .formatted(dearer.id(), dearer.carrier(), line.value()));
    assertThat(shown.isLessThan(price(line))).isTrue();
    confirmAndWork(at);
    assertThat(outcomes(at)).containsEntry(line, "FAILED CHANGED_MEANWHILE");
    assertThat(server.carrier.paid).isEmpty();
  }

  @Test
  void aWalletThatWasEmptiedMeanwhileFailsWhatItCantPay() {
    List<LineId> lines = lines(2);
    String at = prepare("renew", lines);
    server.database.execute(
        "UPDATE everline.ledger_account SET balance = 1 WHERE owner_id = %d AND kind = 'WALLET'"
            .formatted(account.id().value()));
    confirmAndWork(at);
    assertThat(outcomes(at).values()).containsOnly("FAILED WALLET_SHORT");
  }

  // --- what is wished for lines

  @Test
  void whoRenewsLinesIsSetForMany() {
    List<LineId> lines = lines(2);
    LineId already = line(3);
    server
        .get(LineService.class)
        .change(already, Map.of(LineField.RENEWED_BY, "everline", LineField.PRICE_CEILING, "40"));
    LineId unconfirmed = line(3);
    server.database.execute(
        "UPDATE everline.line SET brand_confirmed_at = NULL WHERE id = " + unconfirmed.value());
    List<LineId> all = new ArrayList<>(lines);
    all.addAll(List.of(already, unconfirmed));
    String on = prepare("by-everline", all, "ceiling", "40.00");
    assertThat(manager.get(on).text())
        .contains("cost of one period for all")
        .contains("its carrier isn’t confirmed");
    confirmAndWork(on);
    assertThat(outcomes(on))
        .containsEntry(lines.getFirst(), "DONE")
        .containsEntry(already, skipped(Reason.ALREADY_SO))
        .containsEntry(unconfirmed, "DONE " + Reason.BRAND_NOT_CONFIRMED);
    assertThat(now(unconfirmed).priceCeiling()).isEqualTo(Money.usd(40_00));
    assertThat(all).allMatch(line -> now(line).renewedBy() == RenewedBy.EVERLINE);
    assertThat(now(lines.getFirst()).nextWakeAt()).isEqualTo(now(lines.getFirst()).changedAt());
    confirmAndWork(prepare("by-owner", all));
    assertThat(all).allMatch(line -> now(line).renewedBy() == RenewedBy.OWNER);
    assertThat(
            manager
                .post(
                    "/lines/jobs",
                    Map.of(
                        "whose",
                        "ticked",
                        "act",
                        "by-everline",
                        "ceiling",
                        "lots",
                        "line",
                        already.toString()))
                .status())
        .isEqualTo(400);
  }

  @Test
  void numbersThatCannotBeRenewedAreKeptFromNowOnOrNoMore() {
    List<LineId> lines = lines(2);
    LineId already = line(3);
    server.get(LineService.class).change(already, Map.of(LineField.IF_NOT_RENEWED, "keep_number"));
    List<LineId> all = new ArrayList<>(lines);
    all.add(already);
    String keep = prepare("keep-number", all);
    confirmAndWork(keep);
    assertThat(outcomes(keep))
        .containsEntry(lines.getFirst(), "DONE")
        .containsEntry(already, skipped(Reason.ALREADY_SO));
    assertThat(all).allMatch(line -> now(line).ifNotRenewed() == IfNotRenewed.KEEP_NUMBER);
    confirmAndWork(prepare("tell-only", all));
    assertThat(all).allMatch(line -> now(line).ifNotRenewed() == IfNotRenewed.TELL);
  }

  @Test
  void tagsAndPausesComeAndGo() {
    List<LineId> lines = lines(3);
    server.get(LineService.class).change(lines.get(1), Map.of(LineField.TAGS, "a;north"));
    String tags =
        String.join(";", java.util.stream.IntStream.range(0, 20).mapToObj(i -> "t" + i).toList());
    server.get(LineService.class).change(lines.get(2), Map.of(LineField.TAGS, tags));
    String tagged = prepare("tag", lines, "new-tag", " north ");
    confirmAndWork(tagged);
    assertThat(outcomes(tagged))
        .containsEntry(lines.get(0), "DONE")
        .containsEntry(lines.get(1), skipped(Reason.ALREADY_SO))
        .containsEntry(lines.get(2), skipped(Reason.ALREADY_SO));
    assertThat(now(lines.get(0)).tags()).containsExactly("north");
    assertThat(now(lines.get(2)).tags()).hasSize(20);
    confirmAndWork(prepare("untag", lines, "new-tag", "north"));
    assertThat(now(lines.get(1)).tags()).containsExactly("a");
    confirmAndWork(prepare("pause", lines));
    assertThat(lines).allMatch(line -> now(line).isPaused());
    String resumed = prepare("resume", lines);
    server.get(LineService.class).resume(lines.getFirst());
    confirmAndWork(resumed);
    assertThat(lines).noneMatch(line -> now(line).isPaused());
    assertThat(outcomes(resumed))
        .containsEntry(lines.getFirst(), skipped(Reason.CHANGED_MEANWHILE));
    for (String wrong : List.of("", "a;b", "x".repeat(41))) {
      assertThat(
              manager
                  .post(
                      "/lines/jobs",
                      Map.of(
                          "whose",
                          "ticked",
                          "act",
                          "tag",
                          "new-tag",
                          wrong,
                          "line",
                          lines.getFirst().toString()))
                  .status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  /** The one statement for many does to a line what the one for a single line does. */
  @Test
  void aChangeToManyIsTheSameAsToEach() {
    record Act(String act, Map<LineField, String> wish, List<String> more) {}
    List<Act> acts =
        List.of(
            new Act(
                "by-everline",
                Map.of(LineField.RENEWED_BY, "everline", LineField.PRICE_CEILING, "12.50"),
                List.of("ceiling", "12.50")),
            new Act("by-owner", Map.of(LineField.RENEWED_BY, "owner"), List.of()),
            new Act("keep-number", Map.of(LineField.IF_NOT_RENEWED, "keep_number"), List.of()),
            new Act("tell-only", Map.of(LineField.IF_NOT_RENEWED, "tell"), List.of()),
            new Act("tag", Map.of(LineField.TAGS, "north"), List.of("new-tag", "north")),
            new Act("untag", Map.of(LineField.TAGS, ""), List.of("new-tag", "north")),
            new Act("pause", Map.of(LineField.PAUSED, "yes"), List.of()),
            new Act("resume", Map.of(LineField.PAUSED, "no"), List.of()));
    LineId alone = line(3);
    LineId many = line(3);
    for (Act act : acts) {
      server.get(LineService.class).change(alone, act.wish());
      confirmAndWork(prepare(act.act(), List.of(many), act.more().toArray(String[]::new)));
      Line one = now(alone);
      Line other = now(many);
      assertThat(
              List.of(
                  other.renewer(),
                  java.util.Optional.ofNullable(other.priceCeiling()),
                  other.ifNotRenewed(),
                  other.tags(),
                  other.isPaused()))
          .as(act.act())
          .isEqualTo(
              List.of(
                  one.renewer(),
                  java.util.Optional.ofNullable(one.priceCeiling()),
                  one.ifNotRenewed(),
                  one.tags(),
                  one.isPaused()));
      // The database rounds what the clock tells more finely.
      assertThat(other.changedAt())
          .as(act.act())
          .isCloseTo(one.changedAt(), within(1, ChronoUnit.MICROS));
    }
  }

  @Test
  void whatWasNeverConfirmedIsForgottenAfterADay() {
    String old = prepare("pause", lines(1));
    server.clock.move(Duration.ofHours(25));
    prepare("pause", lines(1));
    assertThat(manager.get(old).status()).isEqualTo(404);
    assertThat(
            server.database.number(
                "SELECT count(*) FROM everline.job_line WHERE job_id = " + id(old).value()))
        .isZero();
  }
}

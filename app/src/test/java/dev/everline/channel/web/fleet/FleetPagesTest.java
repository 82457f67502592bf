package dev.everline.channel.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Catalog;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.fleet.FleetLines;
import dev.everline.fleet.FleetPage;
import dev.everline.fleet.FleetQuery;
import dev.everline.kernel.LineId;
import dev.everline.line.Line;
import dev.everline.line.LineFilter;
import dev.everline.line.LineStore;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.validity.LineState;
import dev.everline.renewal.decide.Outlook;
import dev.everline.renewal.decide.Urgency;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Many lines on the portal: looked for, filtered, sorted, and read page by page. */
class FleetPagesTest {

  private static PortalServer server;
  private static Account account;
  private static Browser viewer;
  private static Browser manager;
  private static List<Plan> plans;

  /** Two hundred lines of every kind of plan, in every state, made from a fixed seed. */
  @BeforeAll
  static void start() {
    server = new PortalServer();
    account = server.account();
    viewer = server.member(account.id(), Role.VIEWER);
    manager = server.member(account.id(), Role.MANAGER);
    plans =
        server.get(Catalog.class).plans().values().stream()
            .sorted(Comparator.comparing(Plan::id))
            .toList();
    java.util.Random random = new java.util.Random(20261125);
    StringBuilder file =
        new StringBuilder(
            "number,carrier,plan,label,tags,valid_until,balance,balance_expires_on,last_payment_on,"
                + "last_activity_on,auto_renew,brand_confirmed,paused,iccid\n");
    LocalDate today = LocalDate.ofInstant(server.clock.instant(), ZoneOffset.UTC);
    for (int i = 0; i < 200; i++) {
      Plan plan = plans.get(random.nextInt(plans.size()));
      file.append("1212%07d,".formatted(5_550_000 + i))
          .append(plan.carrier())
          .append(',')
          .append(random.nextInt(8) == 0 ? "" : plan.id())
          .append(",Truck ")
          .append(i)
          .append(',')
          .append(i % 3 == 0 ? "north;van" : i % 3 == 1 ? "south" : "")
          .append(',')
          .append(random.nextInt(9) == 0 ? "" : today.plusDays(random.nextInt(160) - 120))
          .append(',')
          .append(random.nextInt(3) == 0 ? "" : random.nextInt(90) + ".00")
          .append(',')
          .append(random.nextInt(2) == 0 ? "" : today.plusDays(random.nextInt(120) - 60))
          .append(',')
          .append(random.nextInt(2) == 0 ? "" : today.minusDays(random.nextInt(90)))
          .append(',')
          .append(random.nextInt(2) == 0 ? "" : today.minusDays(random.nextInt(90)))
          .append(i % 10 == 0 ? "," : random.nextBoolean() ? ",yes" : ",no")
          .append(random.nextBoolean() ? ",yes" : ",no")
          .append(random.nextInt(6) == 0 ? ",yes," : ",no,")
          .append(i == 7 ? "8901260123456789012" : "")
          .append('\n');
    }
    imported(account, file.toString(), 200);
  }

  private static void imported(Account into, String file, int lines) {
    List<String> rejects = new ArrayList<>();
    ImportResult result =
        server
            .get(LineImport.class)
            .run(
                into.id(),
                ImportSource.of(
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                    server.clock.instant()),
                false,
                (row, column, reason) -> rejects.add(row + " " + column + " " + reason),
                ImportProgress.NONE);
    assertThat(rejects).isEmpty();
    assertThat(result.added()).isEqualTo(lines);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  // --- what is to be found, computed again, more slowly, from the lines themselves

  record Seen(Line line, Outlook.Standing standing) {

    Urgency urgency() {
      return Urgency.of(standing, line.isPaused());
    }

    LocalDate end() {
      LocalDate covered = standing.coveredUntil();
      return covered == null ? LocalDate.MAX : covered;
    }

    String brand() {
      return server.get(Catalog.class).carrier(line.carrier()).brand().toLowerCase(Locale.ROOT);
    }
  }

  private static List<Seen> all() {
    List<Seen> seen = new ArrayList<>();
    for (Line line :
        server
            .get(LineStore.class)
            .list(account.id(), LineFilter.ALL, null, LineStore.LARGEST_PAGE)
            .lines()) {
      seen.add(new Seen(line, server.get(Outlook.class).of(line, account.state())));
    }
    assertThat(seen).hasSize(200);
    return seen;
  }

  private static Comparator<Seen> order(FleetQuery.Sort sort) {
    Comparator<Seen> first =
        switch (sort) {
          case NEED -> Comparator.comparing(Seen::urgency).thenComparing(Seen::end);
          case VALIDITY -> Comparator.comparing(Seen::end);
          case BRAND ->
              Comparator.comparing(Seen::brand).thenComparing(one -> one.line().carrier());
          case ADDED ->
              Comparator.comparing((Seen one) -> one.line().createdAt(), Comparator.reverseOrder());
        };
    return first.thenComparingLong(one -> one.line().id().value());
  }

  private static List<LineId> pages(FleetQuery query, int size) {
    List<LineId> ids = new ArrayList<>();
    FleetPage.Place after = null;
    do {
      FleetPage page =
          server.get(FleetLines.class).page(account.id(), account.state(), query, after, size);
      page.lines().forEach(line -> ids.add(line.id()));
      // As it goes through an address.
      after = page.next() == null ? null : FleetPage.Place.parse(page.next().toString());
    } while (after != null);
    return ids;
  }

  record Case(String name, FleetQuery query, Predicate<Seen> fits) {

    static Case of(String name, String address, Predicate<Seen> fits) {
      Map<String, String> fields =
          org.springframework.web.util.UriComponentsBuilder.fromUriString("/lines?" + address)
              .build()
              .getQueryParams()
              .toSingleValueMap();
      return new Case(name, FleetAddress.read(fields), fits);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    Plan some = plans.get(3);
    return Stream.of(
        Case.of("all", "", any -> true),
        Case.of("needs attention", "state=needs-me", one -> one.urgency().needsOwner()),
        Case.of(
            "active",
            "state=active",
            one -> one.standing().state() == LineState.ACTIVE && !one.line().isPaused()),
        Case.of(
            "suspended", "state=suspended", one -> one.standing().state() == LineState.SUSPENDED),
        Case.of("lost", "state=lost", one -> one.standing().state() == LineState.LOST),
        Case.of("paused", "state=paused", one -> one.line().isPaused()),
        Case.of("not known", "state=not-known", one -> one.standing().state() == LineState.UNKNOWN),
        Case.of(
            "a brand",
            "brand=" + some.carrier(),
            one -> one.line().carrier().equals(some.carrier())),
        Case.of("a plan", "plan=" + some.id(), one -> some.id().equals(one.line().plan())),
        Case.of(
            "renewed by Everline",
            "renewed-by=everline",
            one -> one.line().renewedBy() == RenewedBy.EVERLINE),
        Case.of(
            "renewed by its owner",
            "renewed-by=owner",
            one -> one.line().renewedBy() == RenewedBy.OWNER),
        Case.of(
            "without an end date",
            "missing=end-date",
            one ->
                one.line().facts().validUntil() == null && one.standing().coveredUntil() == null),
        Case.of("without a plan", "missing=plan", one -> one.line().plan() == null),
        Case.of("not confirmed", "missing=brand", one -> one.line().brandConfirmedAt() == null),
        Case.of(
            "without a word on who renews it",
            "missing=renewer",
            one -> one.line().label().endsWith("0")),
        Case.of("a tag", "tag=north", one -> one.line().tags().contains("north")),
        Case.of(
            "ends within a week",
            "within=7",
            one -> {
              Long left = one.standing().daysLeft();
              return left != null && left >= 0 && left <= 7;
            }),
        Case.of(
            "words of a label and a tag",
            "q=TRUCK van 1",
            one -> one.line().label().contains("1") && one.line().tags().contains("van")),
        Case.of("a word of a brand", "q=mint", one -> one.brand().contains("mint")),
        Case.of("nothing", "q=submarine", any -> false),
        Case.of(
            "several at once",
            "q=truck&renewed-by=everline&state=needs-me&tag=south",
            one ->
                one.line().renewedBy() == RenewedBy.EVERLINE
                    && one.urgency().needsOwner()
                    && one.line().tags().contains("south")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePagesTogetherAreTheWholeSetOnceInOrder(Case one) {
    List<Seen> all = all();
    for (FleetQuery.Sort sort : FleetQuery.Sort.values()) {
      FleetQuery query =
          new FleetQuery(
              one.query().text(),
              one.query().state(),
              one.query().carrier(),
              one.query().plan(),
              one.query().renewedBy(),
              one.query().tag(),
              one.query().missing(),
              one.query().withinDays(),
              sort);
      List<LineId> expected =
          all.stream().filter(one.fits()).sorted(order(sort)).map(it -> it.line().id()).toList();
      assertThat(pages(query, 7)).as(sort.toString()).isEqualTo(expected);
      assertThat(server.get(FleetLines.class).all(account.id(), account.state(), query))
          .as(sort.toString())
          .isEqualTo(expected);
      assertThat(
              server
                  .get(FleetLines.class)
                  .page(account.id(), account.state(), query, null, 1)
                  .fitting())
          .isEqualTo(expected.size());
    }
    boolean everyCaseTellsSomething =
        one.name().equals("nothing") || all.stream().anyMatch(one.fits());
    assertThat(everyCaseTellsSomething).isTrue();
  }

  @Test
  void aNumberAtRiskIsNotYetLostAndNobodySeesToIt() {
    FleetQuery atRisk = FleetAddress.read(Map.of("state", "at-risk"));
    List<LineId> found = pages(atRisk, 50);
    Outlook outlook = server.get(Outlook.class);
    Set<LineId> expected = new HashSet<>();
    for (Seen one : all()) {
      if (one.line().plan() == null
          || !one.urgency().needsOwner()
          || one.urgency() == Urgency.LOST) {
        continue;
      }
      outlook.timeline(one.line(), account.state()).milestones().stream()
          .filter(
              event -> event.kind() == dev.everline.line.validity.Timeline.Kind.NUMBER_MAY_BE_LOST)
          .filter(event -> !event.date().isAfter(one.standing().today().plusDays(30)))
          .forEach(event -> expected.add(one.line().id()));
    }
    assertThat(found).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Each line that stays where it is is on one page, whatever becomes of others meanwhile. */
  @ParameterizedTest
  @EnumSource(FleetQuery.Sort.class)
  void pagesHoldTheirPlaceWhileLinesChange(FleetQuery.Sort sort) {
    Account busy = server.account();
    Plan plan = server.plan(busy.id());
    List<LineId> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add(server.line(busy.id(), plan, server.today().plusDays(i)));
    }
    FleetQuery query = new FleetQuery("", null, null, null, null, null, null, null, sort);
    Set<LineId> moved = new HashSet<>();
    List<LineId> seen = new ArrayList<>();
    FleetPage.Place after = null;
    int turn = 0;
    do {
      FleetPage page = server.get(FleetLines.class).page(busy.id(), null, query, after, 4);
      page.lines().forEach(line -> seen.add(line.id()));
      after = page.next();
      // Even the line at which the next page begins goes away, and others move.
      moved.add(page.lines().getLast().id());
      server.database.execute(
          "UPDATE everline.line SET removed_at = now() WHERE id = "
              + page.lines().getLast().id().value());
      LineId other = lines.get((turn * 11) % lines.size());
      moved.add(other);
      server.database.execute(
          "UPDATE everline.line SET valid_until = valid_until + 40 WHERE id = " + other.value());
      turn++;
    } while (after != null);
    List<LineId> still = lines.stream().filter(line -> !moved.contains(line)).toList();
    assertThat(still).hasSizeGreaterThan(8);
    assertThat(seen.stream().filter(still::contains)).containsExactlyInAnyOrderElementsOf(still);
  }

  // --- as pages

  @Test
  void aWholeNumberLeadsToItsLineAndNeverStandsInAnAddress() {
    LineId line = server.get(LineStore.class).find(account.id(), "12125550007").orElseThrow().id();
    for (String typed :
        List.of("(212) 555-0007", "+1 212 555 0007", "12125550007", "8901260123456789012")) {
      assertThat(viewer.post("/lines/search", Map.of("q", typed)).location())
          .as(typed)
          .isEqualTo("/lines/" + line);
    }
    Page none = viewer.post("/lines/search", Map.of("q", "212 555 9999", "state", "lost"));
    assertThat(none.location()).isEqualTo("/lines?no-such-number");
    assertThat(viewer.follow(none).text()).contains("No line here has that number");
    Browser stranger = server.member(server.account().id(), Role.OWNER);
    assertThat(stranger.post("/lines/search", Map.of("q", "2125550007")).location())
        .isEqualTo("/lines?no-such-number");
  }

  @Test
  void aViewIsKeptInItsAddress() {
    Page sent =
        viewer.post(
            "/lines/search",
            Map.of("q", "truck 1", "state", "", "tag", "north", "sort", "validity", "auto", ""));
    assertThat(sent.location()).isEqualTo("/lines?q=truck+1&tag=north&sort=validity");
    Page view = viewer.follow(sent);
    assertThat(view.text())
        .contains("value=\"truck 1\"")
        .contains("value=\"north\"")
        .contains("<option value=\"validity\" selected>")
        .contains("href=\"/lines/export.csv?q=truck+1&amp;tag=north&amp;sort=validity\"");
    assertThat(viewer.get("/lines?state=nosuch").status()).isEqualTo(400);
    assertThat(viewer.get("/lines?within=-1").status()).isEqualTo(400);
    assertThat(viewer.get("/lines?after=x").status()).isEqualTo(400);
    assertThat(viewer.get("/lines?q=submarine").text()).contains("No lines match");
  }

  @Test
  void aHouseholdWithFewLinesSeesThemAndAFoldedFilter() {
    Account household = server.account();
    Browser member = server.member(household.id(), Role.OWNER);
    assertThat(member.get("/lines").text()).doesNotContain("<details");
    server.line(household.id(), server.plan(household.id()), server.today());
    assertThat(member.get("/lines").text())
        .contains("1 line")
        .doesNotContain("<details class=\"fold\" open");
    assertThat(viewer.get("/lines").text()).contains("<details class=\"fold\" open");
  }

  @Test
  void theLinkToTheNextPageIsFollowedToTheEnd() {
    Set<String> seen = new HashSet<>();
    String at = "/lines?sort=brand";
    int pages = 0;
    while (!at.isEmpty()) {
      String text = viewer.get(at).text();
      pages++;
      java.util.regex.Matcher line =
          java.util.regex.Pattern.compile("<a href=\"/lines/(ln_\\w+.)\"").matcher(text);
      while (line.find()) {
        assertThat(seen.add(line.group(1))).isTrue();
      }
      java.util.regex.Matcher next =
          java.util.regex.Pattern.compile("href=\"(/lines\\?[^\"]*after=[^\"]*)\"").matcher(text);
      at = next.find() ? next.group(1).replace("&amp;", "&") : "";
    }
    assertThat(pages).isEqualTo(4);
    assertThat(seen).hasSize(200);
  }

  // --- the view as a file

  @Test
  void anExportedViewImportedAgainChangesNothing() {
    Page file = manager.get("/lines/export.csv?sort=added");
    assertThat(file.header("Content-Type")).startsWith("text/csv");
    assertThat(file.header("Content-Disposition")).contains("everline-lines.csv");
    ImportResult again =
        server
            .get(LineImport.class)
            .run(
                account.id(),
                ImportSource.of(
                    new ByteArrayInputStream(file.text().getBytes(StandardCharsets.UTF_8)),
                    server.clock.instant()),
                false,
                (row, column, why) -> assertThat(why).isNull(),
                ImportProgress.NONE);
    assertThat(again)
        .isEqualTo(new ImportResult(200, 0, 0, 200, 0, ImportResult.Remarks.NONE, null, 0));
    assertThat(manager.get("/lines/export.csv?q=submarine").text().lines()).hasSize(1);
  }

  @Test
  void anExportHoldsNoFormulaAndForAViewerNoNumber() {
    Account risky = server.account();
    imported(
        risky,
        """
        number,carrier,label,tags
        2125550111,mint,"=HYPERLINK(""x"")",@sum;-1
        +44 20 7946 0111,mint,+label,
        """,
        2);
    Browser owner = server.member(risky.id(), Role.OWNER);
    String file = owner.get("/lines/export.csv").text();
    assertThat(file)
        .contains("12125550111")
        .contains("'+442 0794 6011 1")
        .contains("\"'=HYPERLINK(\"\"x\"\")\"")
        .contains("'@sum;'-1")
        .contains("'+label");
    assertThat(java.util.regex.Pattern.compile("(^|,)\"?[=+@-]").matcher(file).find()).isFalse();
    Browser guest = server.member(risky.id(), Role.VIEWER);
    assertThat(guest.get("/lines/export.csv").text())
        .doesNotContain("2125550111")
        .contains("•••0111");
    ImportResult again =
        server
            .get(LineImport.class)
            .run(
                risky.id(),
                ImportSource.of(
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                    server.clock.instant()),
                false,
                (row, column, why) -> assertThat(why).isNull(),
                ImportProgress.NONE);
    assertThat(again.unchanged()).isEqualTo(2);
    assertThat(owner.get("/settings/audit").text()).contains("exported lines");
  }
}

package dev.everline.channel.web.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Chromium;
import dev.everline.channel.web.InChromium;
import dev.everline.channel.web.PortalServer;
import dev.everline.channel.web.Window;
import dev.everline.line.LineStore;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportResult;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.words.Language;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fleet of a hundred thousand lines, in a browser. */
@InChromium
class FleetWindowTest {

  private static final int LINES = 100_000;

  /** An upper bound for a busy machine. */
  private static final double LONG = 120_000;

  private static Chromium chromium;
  private static PortalServer server;
  private static Account account;
  private static Browser manager;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    server = new PortalServer();
    account = server.account();
    Plan plan = server.plan(account.id());
    manager = server.member(account.id(), Role.MANAGER);
    StringBuilder file =
        new StringBuilder(
            "number,carrier,plan,label,tags,valid_until,auto_renew,brand_confirmed\n");
    for (int i = 0; i < LINES; i++) {
      file.append(
          "1212%07d,%s,%s,Meter %d,%s,%s,%s,yes\n"
              .formatted(
                  3_000_000 + i,
                  plan.carrier(),
                  i % 97 == 0 ? "" : plan.id(),
                  i,
                  i % 10 == 0 ? "roof;west" : "",
                  server.today().plusDays(i % 200 - 60),
                  i % 3 == 0 ? "no" : "yes"));
    }
    ImportResult result =
        server
            .get(LineImport.class)
            .run(
                account.id(),
                ImportSource.of(
                    new ByteArrayInputStream(file.toString().getBytes(StandardCharsets.UTF_8)),
                    server.clock.instant()),
                false,
                (row, column, reason) -> {},
                ImportProgress.NONE);
    assertThat(result.added()).isEqualTo(LINES);
    server.database.execute("VACUUM ANALYZE everline.line");
  }

  @AfterAll
  static void stop() {
    server.close();
    chromium.close();
  }

  private static Window window(Chromium.Look look) {
    Window window = chromium.open(server, look);
    window.takeOver(manager);
    return window;
  }

  private static Window window() {
    return window(Chromium.Look.onADesk(Language.ENGLISH));
  }

  private static Locator rows(Window window) {
    return window.page.locator("tbody tr");
  }

  /** All are counted; other tests add one or two. */
  private static void seesAll(Window window) {
    window.reads(window.say("fleet.fitting", server.get(LineStore.class).count(account.id())));
  }

  @Test
  void aHundredThousandLinesAreSearchedFilteredAndTurnedOver() {
    try (Window window = window()) {
      window.visit("/lines");
      seesAll(window);
      PlaywrightAssertions.assertThat(rows(window)).hasCount(50);
      String first = rows(window).first().innerText();
      window.follow(window.say("next-page"));
      window.isNot(rows(window).first(), first);
      seesAll(window);
      window.follow(window.say("fleet.first-page"));
      PlaywrightAssertions.assertThat(rows(window).first())
          .containsText(first.lines().findFirst().orElseThrow());

      window.fill(window.say("fleet.text"), "meter 4711");
      window.press(window.say("fleet.show"));
      window.sees(window.named(AriaRole.LINK, "Meter 4711"));
      assertThat(window.path()).isEqualTo("/lines?q=meter+4711");
      window.visit("/lines");
      window.page.getByText(window.say("fleet.filter")).click();
      window.fill(window.say("fleet.tag"), "roof");
      window.choose(window.say("lines.state"), window.say("fleet-state.NEEDS_ME"));
      window.choose(window.say("fleet.sort"), window.say("fleet-sort.VALIDITY"));
      window.press(window.say("fleet.show"));
      PlaywrightAssertions.assertThat(rows(window)).hasCount(50);
      assertThat(window.path()).isEqualTo("/lines?state=needs-me&tag=roof&sort=validity");
      window.visit("/lines");
      window.fill(window.say("fleet.text"), "(212) 300-0042");
      window.press(window.say("fleet.show"));
      window.isAt("Meter 42");
    }
  }

  @Test
  void allThatMatchAreTaggedWithProgress() {
    try (Window window = window()) {
      window.visit("/lines?q=meter");
      window
          .page
          .getByText(window.say("fleet.act-title"), new Page.GetByTextOptions().setExact(true))
          .click();
      window.choose(window.say("fleet.whose"), window.say("fleet.whose-all", LINES));
      window.choose(window.say("fleet.act"), window.say("job-act.TAG"));
      window.fill(window.say("fleet.new-tag"), "checked");
      window.press(window.say("fleet.look"));
      window.isAt(window.say("job-act.TAG"));
      window.reads("checked");
      PlaywrightAssertions.assertThat(
              window.named(AriaRole.BUTTON, window.say("job.confirm", LINES)))
          .isVisible(
              new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                  .setTimeout(LONG));
      window.press(window.say("job.confirm", LINES));
      window.sees(window.page.getByRole(AriaRole.PROGRESSBAR));
      PlaywrightAssertions.assertThat(window.page.getByRole(AriaRole.STATUS))
          .containsText(
              window.say("job-state.DONE"),
              new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                  .setTimeout(LONG));
      assertThat(
              server.database.number(
                  "SELECT count(*) FROM everline.line WHERE '\\x%s'::bytea = ANY (tag_hashes)"
                      .formatted(
                          java.util.HexFormat.of()
                              .formatHex(
                                  server
                                      .database
                                      .seal()
                                      .find("tag", account.id().value(), "checked")))))
          .isEqualTo(LINES);
      assertThat(window.barriers()).isEmpty();
    }
  }

  @Test
  void linesAreTickedAndPausedWithTheKeyboardAlone() {
    try (Window window = window()) {
      window.visit("/lines?q=meter+77&sort=validity");
      Page page = window.page;
      Locator first = page.locator("tbody input[type=checkbox]").first();
      tabTo(window, first);
      page.keyboard().press("Space");
      assertThat(first.isChecked()).isTrue();
      String line = first.getAttribute("value");
      // A tick has opened what there is to do; it stands before the table.
      Locator act =
          page.getByLabel(window.say("fleet.act"), new Page.GetByLabelOptions().setExact(true));
      window.sees(act);
      for (int i = 0; i < 60 && !focused(act); i++) {
        page.keyboard().press("Shift+Tab");
      }
      page.keyboard().type(window.say("job-act.PAUSE"));
      tabTo(window, window.named(AriaRole.BUTTON, window.say("fleet.look")));
      page.keyboard().press("Enter");
      window.isAt(window.say("job-act.PAUSE"));
      tabTo(window, window.named(AriaRole.BUTTON, window.say("job.confirm", 1)));
      page.keyboard().press("Enter");
      window.reads(page.getByRole(AriaRole.STATUS), window.say("job-state.DONE"));
      window.visit("/lines/" + line);
      window.reads(window.say("line.is-paused"));
    }
  }

  private static boolean focused(Locator thing) {
    return (boolean) thing.evaluate("it => it === document.activeElement");
  }

  private static void tabTo(Window window, Locator thing) {
    window.sees(thing);
    for (int i = 0; i < 80 && !focused(thing); i++) {
      window.page.keyboard().press("Tab");
    }
    assertThat(focused(thing)).isTrue();
  }

  @Test
  void oneBoxTicksAllOfThePage() {
    try (Window window = window()) {
      window.visit("/lines?q=meter+123");
      window.page.getByLabel(window.say("fleet.tick-page")).check();
      assertThat(window.page.locator("tbody input:checked").count()).isEqualTo(50);
      window.page.locator("tbody input").first().uncheck();
      assertThat(
              window
                  .page
                  .getByLabel(window.say("fleet.tick-page"))
                  .evaluate("box => box.indeterminate"))
          .isEqualTo(true);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onAPhoneAndWithoutScriptsEverythingIsDoneToo(boolean scripts) {
    Chromium.Look phone = Chromium.Look.onAPhone(Language.SPANISH);
    try (Window window = window(scripts ? phone : phone.withoutScripts())) {
      window.visit("/lines?q=meter+55&sort=added");
      window.isAt(window.say("nav.lines"));
      window
          .page
          .getByText(window.say("fleet.act-title"), new Page.GetByTextOptions().setExact(true))
          .click();
      window.choose(window.say("fleet.whose"), window.say("fleet.whose-page"));
      window.choose(window.say("fleet.act"), window.say("job-act.BY_OWNER"));
      window.press(window.say("fleet.look"));
      window.isAt(window.say("job-act.BY_OWNER"));
      window.reads(window.say("job.nothing-yet"));
      window.press(window.say("cancel"));
      window.reads(window.say("job-state.STOPPED"));
      if (scripts) {
        assertThat(window.barriers()).isEmpty();
      }

      window.visit("/lines/import");
      window.isAt(window.say("import.title"));
      window
          .page
          .getByLabel(window.say("import.file"))
          .setInputFiles(
              new FilePayload(
                  "lineas.csv",
                  "text/csv",
                  "teléfono,operador,nombre\n2125550100,Mint Mobile,Ana %b\n12,Mint Mobile,Eva\n"
                      .formatted(scripts)
                      .getBytes(StandardCharsets.UTF_8)));
      window.press(window.say("import.look"));
      window.isAt(window.say("import.title"));
      window.reads("Ana");
      window.reads(window.say("import-effect.REJECTED"));
      if (scripts) {
        assertThat(window.barriers()).isEmpty();
      }
      window.press(window.say("import.do"));
      PlaywrightAssertions.assertThat(window.page.getByRole(AriaRole.STATUS))
          .containsText(
              window.say("import-state.DONE"),
              new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                  .setTimeout(LONG));
      window.sees(window.named(AriaRole.LINK, window.say("import.rejects")));
    }
  }

  @Test
  void aFileIsDroppedAndOneThatIsTooLargeIsSaidBeforeItIsSent() {
    try (Window window = window()) {
      window.visit("/lines/import");
      window.page.evaluate(
          """
          () => {
            const files = new DataTransfer();
            files.items.add(new File(['number,carrier\\n2125550101,mint\\n'], 'dropped.csv', {type: 'text/csv'}));
            document.querySelector('.drop').dispatchEvent(
              new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
          }
          """);
      window.press(window.say("import.look"));
      window.reads("dropped.csv");
      window.visit("/lines/import");
      window.page.evaluate(
          """
          () => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(33 * 1024 * 1024)], 'large.csv', {type: 'text/csv'}));
            const file = document.getElementById('file');
            file.files = files.files;
            file.dispatchEvent(new Event('change'));
          }
          """);
      assertThat(window.page.locator("#file").evaluate("file => file.validationMessage"))
          .isEqualTo(window.say("import.too-large", 32));
    }
  }
}

package dev.everline.channel.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SelectOption;
import dev.everline.words.Messages;
import dev.everline.words.Words;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody's window of a browser. Things are found as people find them, by role and name. Closing
 * it fails when the browser's console held an error: a script's, a missing file's, or a violation
 * of what pages may load.
 */
public final class Window implements AutoCloseable {

  /** The narrowest screen that pages are made for. */
  public static final int NARROWEST = 360;

  /** An upper bound for a busy machine; what is waited for is taken as soon as it is there. */
  private static final double PATIENCE = 45_000;

  private static final String WIDER_THAN_THE_WINDOW =
      """
      () => {
        const page = document.documentElement;
        if (page.scrollWidth <= page.clientWidth) return [];
        const scrolls = (e) => e && (getComputedStyle(e).overflowX === 'auto' || scrolls(e.parentElement));
        const reachesOut = (e) => e.getBoundingClientRect().right > page.clientWidth + 0.5;
        return [...document.querySelectorAll('body *')]
          .filter((e) => reachesOut(e) && !scrolls(e.parentElement))
          .map((e) => e.tagName + '.' + e.getAttribute('class'))
          .concat(page.scrollWidth + ' px');
      }
      """;

  public final Page page;
  private final BrowserContext context;
  private final String address;
  private final Chromium.Look look;
  private final Words words;
  private final List<String> complaints;

  public Window(BrowserContext context, String address, Chromium.Look look) {
    this(context, address, look, new ArrayList<>());
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    context.setDefaultTimeout(PATIENCE);
    context.onConsoleMessage(
        message -> {
          boolean asked = message.text().contains("net::ERR_INTERNET_DISCONNECTED");
          if ((message.type().equals("error") || message.type().equals("warning")) && !asked) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    context.onWebError(error -> complaints.add(page.url() + ": " + error.error()));
  }

  private Window(
      BrowserContext context, String address, Chromium.Look look, List<String> complaints) {
    this.context = context;
    this.address = address;
    this.look = look;
    this.words =
        new Words(look.language(), Messages.load(look.language()), ZoneId.of("America/New_York"));
    this.complaints = complaints;
    this.page = context.newPage();
  }

  /** Another tab: the same cookies, and its complaints are the window's. */
  public Window tab() {
    return new Window(context, address, look, complaints);
  }

  /** Goes on as a member who signed in elsewhere. */
  public void takeOver(Browser member) {
    context.addCookies(
        member.cookies.entrySet().stream()
            .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()).setUrl(address))
            .toList());
  }

  /** Takes the network away or gives it back; what can't be loaded meanwhile is no complaint. */
  public void network(boolean there) {
    context.setOffline(!there);
  }

  /** Waits until a script's condition, which may be asynchronous, holds. */
  public void until(String condition) {
    Object held =
        page.evaluate(
            """
            async (patience) => {
              const holds = %s;
              for (let waited = 0; waited < patience; waited += 20) {
                if (await holds()) return true;
                await new Promise((resolve) => setTimeout(resolve, 20));
              }
              return false;
            }
            """
                .formatted(condition),
            PATIENCE);
    assertThat(held).as(condition).isEqualTo(true);
  }

  /** Gives the window a device with a fingerprint reader, and a finger that is always there. */
  public void withAuthenticator() {
    CDPSession device = context.newCDPSession(page);
    device.send("WebAuthn.enable");
    JsonObject options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    JsonObject wanted = new JsonObject();
    wanted.add("options", options);
    device.send("WebAuthn.addVirtualAuthenticator", wanted);
  }

  /** Signs out by losing the cookies; the device keeps its passkeys. */
  public void forgetsCookies() {
    context.clearCookies();
  }

  public Words words() {
    return words;
  }

  public String say(String key, Object... values) {
    return words.say(key, values);
  }

  public void visit(String path) {
    page.navigate(path);
  }

  /** Where the window is, without the server's own address. */
  public String path() {
    return page.url().substring(address.length());
  }

  // --- what a person finds, by what it is and what it is called

  public Locator named(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  public Locator main() {
    return page.getByRole(AriaRole.MAIN);
  }

  /** The page of this heading is there, in the reader's language, and no wider than the window. */
  public void isAt(String heading) {
    sees(
        page.getByRole(
            AriaRole.HEADING,
            new Page.GetByRoleOptions().setName(heading).setExact(true).setLevel(1)));
    assertThat(page.getAttribute("html", "lang")).isEqualTo(look.language().tag());
    assertThat(widerThanTheWindow()).as(path()).isEmpty();
    if (look.isNarrow()) {
      page.setViewportSize(NARROWEST, look.height());
      assertThat(widerThanTheWindow()).as(path() + " on the narrowest screen").isEmpty();
      page.setViewportSize(look.width(), look.height());
    }
  }

  public void sees(Locator thing) {
    PlaywrightAssertions.assertThat(thing).isVisible();
  }

  public void reads(String text) {
    reads(main(), text);
  }

  public void reads(Locator place, String text) {
    PlaywrightAssertions.assertThat(place).containsText(text);
  }

  /** Waits until a thing says something else. */
  public void isNot(Locator thing, String text) {
    PlaywrightAssertions.assertThat(thing).not().hasText(text);
  }

  public void fill(String label, String value) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(value);
  }

  public void choose(String label, String option) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true))
        .selectOption(new SelectOption().setLabel(option));
  }

  public void press(String button) {
    named(AriaRole.BUTTON, button).click();
  }

  public void follow(String link) {
    named(AriaRole.LINK, link).click();
  }

  // --- what the browser finds

  /** Elements that reach out of the window; empty when nothing scrolls sideways. */
  public List<?> widerThanTheWindow() {
    return (List<?>) page.evaluate(WIDER_THAN_THE_WINDOW);
  }

  /** What axe-core holds against the page. */
  public List<?> barriers() {
    page.evaluate(Axe.SCRIPT);
    return (List<?>) page.evaluate(Axe.RUN);
  }

  /** The server refused the page on purpose, which the browser counts as an error. */
  public void isRefusedWith(int status) {
    page.waitForCondition(() -> !complaints.isEmpty());
    assertThat(complaints).hasSize(1).first().asString().contains(String.valueOf(status));
    complaints.clear();
  }

  /** A status is part of the way, and the browser counts it as an error. */
  public void isForgiven(int status) {
    page.title();
    complaints.removeIf(complaint -> complaint.contains("status of " + status));
  }

  @Override
  public void close() {
    // A round trip, after which all that was logged has been heard of.
    page.title();
    context.close();
    assertThat(complaints).as("what the browser complained of").isEmpty();
  }
}

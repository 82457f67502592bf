package dev.everline.channel.web;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.everline.words.Language;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Chromium. Nothing is downloaded, and it asks nobody but the server tried. */
public final class Chromium implements AutoCloseable {

  public static final String MISSING =
      "no Chromium is on the PATH, so nothing was tried in a browser; install chromium"
          + " or google-chrome (.ci/run does it on Debian)";

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final List<String> ARGUMENTS =
      List.of(
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  /** How somebody looks at the portal. */
  public record Look(
      Language language, int width, int height, ColorScheme colours, boolean scripts) {

    public static Look onAPhone(Language language) {
      return new Look(language, 390, 844, ColorScheme.LIGHT, true);
    }

    public static Look onTheNarrowestPhone(Language language) {
      return new Look(language, Window.NARROWEST, 640, ColorScheme.LIGHT, true);
    }

    public static Look onADesk(Language language) {
      return new Look(language, 1280, 800, ColorScheme.LIGHT, true);
    }

    public Look inTheDark() {
      return new Look(language, width, height, ColorScheme.DARK, scripts);
    }

    public Look withoutScripts() {
      return new Look(language, width, height, colours, false);
    }

    public boolean isNarrow() {
      return width < 600;
    }
  }

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;

  private Chromium(Path program, List<String> more) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    // Without its sandbox, as Playwright has it by default: root could not start it otherwise.
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(Stream.concat(ARGUMENTS.stream(), more.stream()).toList()));
  }

  public static Chromium start() {
    return start(List.of());
  }

  /** With a camera before which a film runs, and that pages may use. */
  public static Chromium seeing(Path film) {
    return start(
        List.of(
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--use-file-for-fake-video-capture=" + film));
  }

  private static Chromium start(List<String> more) {
    return new Chromium(onThePath().orElseThrow(() -> new IllegalStateException(MISSING)), more);
  }

  /**
   * Where it is missing a developer's tests are skipped, but the build that guards changes fails.
   */
  public static boolean isThereOrMustBe() {
    return onThePath().isPresent() || "true".equals(System.getenv("CI"));
  }

  private static Optional<Path> onThePath() {
    List<String> folders =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .toList();
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window that shares nothing with others: its own cookies, nobody signed in. */
  public Window open(PortalServer server, Look look) {
    return open("http://127.0.0.1:" + server.port(), look);
  }

  /** The same by a name, for what browsers do for names only: passkeys. */
  public Window openByName(PortalServer server, Look look) {
    return open("http://localhost:" + server.port(), look);
  }

  private Window open(String address, Look look) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setLocale(look.language().tag())
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.colours())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setHasTouch(look.isNarrow())
                .setJavaScriptEnabled(look.scripts()));
    return new Window(context, address, look);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

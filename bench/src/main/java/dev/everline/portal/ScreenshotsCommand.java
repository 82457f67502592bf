package dev.everline.portal;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes the pictures of the portal that the documents show, from the demo's data and on its days,
 * so that they change when pages do, and not by themselves.
 */
@Command(
    name = "screenshots",
    description = {
      "Makes the documents' pictures of the portal, from the demo's data.",
      "Needs Chromium or Google Chrome on the PATH."
    },
    mixinStandardHelpOptions = true)
public final class ScreenshotsCommand implements Callable<Integer> {

  /** Then one line of the household needs its owner, and others have a history. */
  private static final int DAYS = 45;

  private static final long LARGEST = 150_000;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      defaultValue = "docs/images",
      description = "Where the pictures go. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  @Option(
      names = "--app",
      paramLabel = "FOLDER",
      defaultValue = "app/src/main/resources/static/portal/screens",
      description =
          "Where those go that a device shows before it installs the app. Default: ${DEFAULT-VALUE}.")
  private Path app;

  @Spec private CommandSpec spec;

  /** A language and what it is called in the pictures' names. */
  private enum Reader {
    EN("en"),
    ES("es"),
    ZH("zh-CN");

    private final String tag;

    Reader(String tag) {
      this.tag = tag;
    }
  }

  /**
   * How a window looks at the portal.
   *
   * @param sharpness pixels of the picture to one of the page
   */
  private record Look(
      String name, int width, int height, double sharpness, ColorScheme colours, boolean touch) {}

  private static final Look PHONE = new Look("phone", 390, 844, 1.5, ColorScheme.LIGHT, true);
  private static final Look DARK_PHONE =
      new Look("phone-dark", 390, 844, 1.5, ColorScheme.DARK, true);
  private static final Look DESK = new Look("desk", 1280, 800, 1, ColorScheme.LIGHT, false);

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path chromium = Programs.chromium();
    Files.createDirectories(folder);
    Files.createDirectories(app);
    List<Path> large = new ArrayList<>();
    try (DemoPortal portal = DemoPortal.start(DAYS, "");
        HttpClient client = HttpClient.newHttpClient();
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--disable-gpu", "--hide-scrollbars")))) {
      Visitor owner = portal.household();
      Map<String, String> pages = pages(owner.read(client, "/").body());
      for (Reader reader : Reader.values()) {
        for (Look look : List.of(PHONE, DARK_PHONE, DESK)) {
          try (BrowserContext window = open(browser, portal, owner, reader, look)) {
            Page page = window.newPage();
            for (Map.Entry<String, String> shown : pages.entrySet()) {
              List<Path> folders = folders(reader, look, shown.getKey());
              if (folders.isEmpty()) {
                continue;
              }
              page.navigate(shown.getValue());
              byte[] picture =
                  page.screenshot(
                      new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED));
              for (Path of : folders) {
                Path file =
                    of.resolve(shown.getKey() + "-" + look.name() + "." + reader.tag + ".png");
                Files.write(file, picture);
                out.printf("%-64s %,9d bytes%n", file, picture.length);
                out.flush();
                if (picture.length > LARGEST) {
                  large.add(file);
                }
              }
            }
          }
        }
      }
    }
    large.forEach(file -> out.println("Too large for a document: " + file));
    return large.isEmpty() ? 0 : 1;
  }

  /** Where a picture goes; the app's are of the first page, in every language. */
  private List<Path> folders(Reader reader, Look look, String page) {
    List<Path> folders = new ArrayList<>();
    if (isShown(reader, look, page)) {
      folders.add(folder);
    }
    if (page.equals("home") && !look.equals(DARK_PHONE)) {
      folders.add(app);
    }
    return folders;
  }

  /**
   * The guides show phones, in all languages; the READMEs, of which two are there, the rest too.
   */
  private static boolean isShown(Reader reader, Look look, String page) {
    if (look.equals(PHONE)) {
      return true;
    }
    return reader != Reader.ES
        && (page.equals("home") || (page.equals("catalog") && look.equals(DESK)));
  }

  /** The pages shown, by their names in the pictures'. */
  private static Map<String, String> pages(String home) throws IOException {
    String line =
        Visitor.links(home).stream()
            .filter(link -> link.matches("/lines/[^/?]*[0-9][^/?]*"))
            // The first can't be renewed: nobody has confirmed its brand.
            .skip(1)
            .findFirst()
            .orElseThrow(() -> new IOException("Home shows no second line"));
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("home", "/");
    pages.put("line", line);
    pages.put("renew", line + "/renew");
    pages.put("catalog", "/catalog");
    pages.put("money", "/money");
    return pages;
  }

  private static BrowserContext open(
      Browser browser, DemoPortal portal, Visitor owner, Reader reader, Look look) {
    BrowserContext window =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(portal.address().toString())
                .setLocale(reader.tag)
                .setViewportSize(look.width(), look.height())
                .setDeviceScaleFactor(look.sharpness())
                .setColorScheme(look.colours())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setHasTouch(look.touch()));
    window.addCookies(
        owner.cookies().entrySet().stream()
            .map(
                cookie ->
                    new Cookie(cookie.getKey(), cookie.getValue())
                        .setUrl(portal.address().toString()))
            .toList());
    return window;
  }
}

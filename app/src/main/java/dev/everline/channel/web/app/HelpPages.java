package dev.everline.channel.web.app;

import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.PortalAddress;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.words.Language;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.util.HtmlUtils;

/** The user guide of {@code docs/guide} in the reader's language. */
@ServesPages
final class HelpPages {

  /** What only makes sense beside the other documents: pictures, and links to them. */
  private static final Pattern PICTURE = Pattern.compile("(?m)^<img [^\n]*>\n");

  private static final Pattern LANGUAGES = Pattern.compile("(?m)^[^\n]*\\(guide\\.[^\n]*\n");
  private static final Pattern DOCUMENT = Pattern.compile("\\[([^]]+)]\\((?!https?:)[^)]+\\)");

  /** The address of a fresh installation; the reader is at this one's. */
  private static final String INSTALLED = "http://localhost:8080";

  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  private final Parser parser = Parser.builder().extensions(TABLES).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder().extensions(TABLES).escapeHtml(true).build();
  private final Map<Language, HelpPage> guides = new ConcurrentHashMap<>();
  private final PortalAddress address;
  private final Pages pages;

  HelpPages(PortalAddress address, Pages pages) {
    this.address = address;
    this.pages = pages;
  }

  /**
   * @param html of the guide, from its first heading on
   */
  record HelpPage(String html) {}

  @GetMapping("/help")
  View help(Visit visit, HttpServletRequest request) {
    HelpPage guide = guides.computeIfAbsent(visit.words().language(), this::guide);
    String here = HtmlUtils.htmlEscape(address.site(request).origin());
    return pages.show(
        "app/help", visit, new HelpPage(guide.html().replace(link(INSTALLED), link(here))));
  }

  private static String link(String address) {
    return "<a href=\"" + address + "\">" + address + "</a>";
  }

  private HelpPage guide(Language language) {
    String text = PICTURE.matcher(read("/guide/guide." + language.tag() + ".md")).replaceAll("");
    text = LANGUAGES.matcher(text).replaceAll("");
    text = DOCUMENT.matcher(text).replaceAll("$1");
    return new HelpPage(renderer.render(parser.parse(text)));
  }

  private static String read(String resource) {
    try (InputStream file = HelpPages.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("the guide is missing: " + resource);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

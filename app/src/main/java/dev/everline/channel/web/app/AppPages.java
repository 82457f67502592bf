package dev.everline.channel.web.app;

import dev.everline.channel.web.frame.Pages;
import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** What makes the portal an app that opens without a network. */
@ServesPages
final class AppPages {

  private static final String HTMX = "/webjars/htmx.org/dist/htmx.min.js";
  private static final List<String> KINDS = List.of(".css", ".js", ".svg", "icon-192.png");

  private final Pages pages;
  private volatile byte @Nullable [] serviceWorker;

  AppPages(Pages pages) {
    this.pages = pages;
  }

  /** Requested again with each page, so that a new version of the server takes over at once. */
  @GetMapping("/sw.js")
  ResponseEntity<byte[]> serviceWorker() {
    byte[] script = serviceWorker;
    if (script == null) {
      script = assemble();
      serviceWorker = script;
    }
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/javascript;charset=UTF-8"))
        .cacheControl(CacheControl.noCache())
        .body(script);
  }

  /** Shown for what was never seen on the device: the same for everybody of a language. */
  @GetMapping("/offline")
  View offline(Visit visit) {
    return pages.show("app/offline", visit, "offline.title");
  }

  /** Its version is that of all that it brings: when any of it differs, so does the script. */
  private static byte[] assemble() {
    try {
      PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
      List<Resource> shell =
          Arrays.stream(files.getResources("classpath:/static/portal/*"))
              .filter(file -> KINDS.stream().anyMatch(kind -> name(file).endsWith(kind)))
              .sorted(Comparator.comparing(AppPages::name))
              .toList();
      Resource template = files.getResource("classpath:/portal/sw.js");
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(template.getContentAsByteArray());
      for (Resource file : shell) {
        digest.update(file.getContentAsByteArray());
      }
      // The page that is shown without a network is made of these.
      for (Language language : Language.values()) {
        digest.update(
            files.getResource("classpath:" + Messages.file(language)).getContentAsByteArray());
      }
      String version = HexFormat.of().formatHex(digest.digest(), 0, 8);
      Stream<String> paths =
          Stream.concat(
              shell.stream().map(file -> "/portal/" + name(file)), Stream.of(HTMX, "/offline"));
      return template
          .getContentAsString(StandardCharsets.UTF_8)
          .replace("@version@", version)
          .replace("@shell@", String.join(" ", paths.toList()))
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the portal's files can't be read", unreadable);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  private static String name(Resource file) {
    String name = file.getFilename();
    return name == null ? "" : name;
  }
}

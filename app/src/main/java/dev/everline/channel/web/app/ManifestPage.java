package dev.everline.channel.web.app;

import dev.everline.channel.web.frame.ServesPages;
import dev.everline.channel.web.frame.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import tools.jackson.databind.json.JsonMapper;

/** What a phone needs to put the portal among its apps, in the reader's language. */
@ServesPages
final class ManifestPage {

  private static final String PAPER = "#f3f5f1";

  private final JsonMapper json = JsonMapper.builder().build();

  @GetMapping("/manifest.webmanifest")
  ResponseEntity<byte[]> manifest(Visit visit) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("name", "Everline");
    manifest.put("short_name", "Everline");
    manifest.put("description", visit.say("app.description"));
    manifest.put("lang", visit.words().language().tag());
    manifest.put("dir", "ltr");
    manifest.put("id", "/");
    manifest.put("start_url", "/");
    manifest.put("scope", "/");
    manifest.put("display", "standalone");
    manifest.put("background_color", PAPER);
    manifest.put("theme_color", PAPER);
    manifest.put("categories", List.of("finance", "utilities"));
    manifest.put(
        "icons",
        List.of(
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable-512.png", "512x512", "maskable")));
    String language = visit.words().language().tag();
    manifest.put(
        "screenshots",
        List.of(
            screen("home-phone." + language, "585x1266", "narrow", visit.say("app.screen-phone")),
            screen("home-desk." + language, "1280x800", "wide", visit.say("app.screen-desk"))));
    manifest.put(
        "shortcuts",
        List.of(
            shortcut(visit.say("nav.lines"), "/lines"),
            shortcut(visit.say("home.add"), "/lines/new"),
            shortcut(visit.say("share.title"), "/share"),
            shortcut(visit.say("nav.money"), "/money")));
    manifest.put(
        "share_target",
        Map.of(
            "action", "/share",
            "method", "POST",
            "enctype", "application/x-www-form-urlencoded",
            "params", Map.of("title", "title", "text", "text", "url", "url")));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/manifest+json"))
        .body(json.writeValueAsBytes(manifest));
  }

  private static Map<String, Object> shortcut(String name, String path) {
    return Map.of(
        "name", name, "url", path, "icons", List.of(icon("icon-192.png", "192x192", "any")));
  }

  /** Made from the demo's data, by a command. */
  private static Map<String, String> screen(String name, String sizes, String form, String label) {
    return Map.of(
        "src", "/portal/screens/" + name + ".png",
        "sizes", sizes,
        "type", "image/png",
        "form_factor", form,
        "label", label);
  }

  private static Map<String, String> icon(String file, String sizes, String purpose) {
    return Map.of(
        "src", "/portal/" + file, "sizes", sizes, "type", "image/png", "purpose", purpose);
  }
}

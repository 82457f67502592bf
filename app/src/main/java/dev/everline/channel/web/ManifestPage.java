package dev.everline.channel.web;

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
    Map<String, Object> manifest =
        Map.of(
            "name", "Everline",
            "short_name", "Everline",
            "description", visit.say("app.description"),
            "lang", visit.words().language().tag(),
            "id", "/",
            "start_url", "/",
            "scope", "/",
            "display", "standalone",
            "background_color", PAPER,
            "icons",
                List.of(
                    icon("icon-192.png", "192x192", "any"),
                    icon("icon-512.png", "512x512", "any"),
                    icon("icon-maskable-512.png", "512x512", "maskable")));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/manifest+json"))
        .body(json.writeValueAsBytes(manifest));
  }

  private static Map<String, String> icon(String file, String sizes, String purpose) {
    return Map.of(
        "src", "/portal/" + file, "sizes", sizes, "type", "image/png", "purpose", purpose);
  }
}

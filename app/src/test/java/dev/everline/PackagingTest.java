package dev.everline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be known of the packages without making them: the image's structure, with layers of a
 * few bytes, and the Debian package's scripts, service and settings.
 */
@EnabledOnOs(OS.LINUX)
class PackagingTest {

  private static final Path PACKAGING = Path.of("../packaging");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void theImageIsAnOciLayoutWhoseEveryDigestAndSizeIsRight() throws Exception {
    Path image = image("image");

    JsonNode index = json(image.resolve("index.json"));
    JsonNode manifest = blob(image, index.get("manifests").get(0));
    JsonNode config = blob(image, manifest.get("config"));

    assertThat(json(image.resolve("oci-layout")).get("imageLayoutVersion").asString())
        .isEqualTo("1.0.0");
    assertThat(index.get("manifests").get(0).get("platform").toString())
        .isEqualTo("{\"architecture\":\"arm64\",\"os\":\"linux\"}");
    assertThat(config.get("architecture").asString()).isEqualTo("arm64");
    List<String> unpacked = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (JsonNode layer : manifest.get("layers")) {
      byte[] packed = bytes(image, layer);
      assertThat(layer.get("size").asLong()).isEqualTo(packed.length);
      try (var tar = new GZIPInputStream(Files.newInputStream(path(image, layer)))) {
        unpacked.add(digest(tar.readAllBytes()));
      }
      names.addAll(names(path(image, layer)));
    }
    assertThat(config.get("rootfs").get("diff_ids").toString())
        .isEqualTo(JSON.writeValueAsString(unpacked));
    assertThat(names).containsExactly("./", "./base", "./", "./app");
  }

  @Test
  void enginesThatReadDockersOwnArchivesFindTheSameImageInIt() throws Exception {
    Path image = image("image");
    JsonNode manifest = blob(image, json(image.resolve("index.json")).get("manifests").get(0));

    JsonNode docker = json(image.resolve("manifest.json")).get(0);

    assertThat(docker.get("RepoTags").toString()).isEqualTo("[\"everline:1.2.3\"]");
    assertThat(docker.get("Config").asString())
        .isEqualTo(image.relativize(path(image, manifest.get("config"))).toString());
    List<String> layers = new ArrayList<>();
    for (JsonNode layer : manifest.get("layers")) {
      layers.add(image.relativize(path(image, layer)).toString());
    }
    assertThat(docker.get("Layers").toString()).isEqualTo(JSON.writeValueAsString(layers));
  }

  @Test
  void theImageServesAsAnOrdinaryUserWithItsDataOnAVolume() throws Exception {
    Path image = image("image");
    JsonNode manifest = blob(image, json(image.resolve("index.json")).get("manifests").get(0));

    JsonNode runs = blob(image, manifest.get("config")).get("config");

    assertThat(runs.get("User").asString()).isEqualTo("10001:10001");
    assertThat(runs.get("Cmd").toString()).isEqualTo("[\"serve\"]");
    assertThat(runs.get("Volumes").has("/data")).isTrue();
    assertThat(runs.get("ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(runs.get("Env").toString())
        .contains("EVERLINE_HOME=/data/everline", "SERVER_ADDRESS=0.0.0.0");
  }

  @Test
  void theSameLayersMakeTheSameImage() throws Exception {
    assertThat(files(image("once"))).isEqualTo(files(image("twice")));
  }

  @Test
  void everyScriptIsOneThatAShellReads() throws Exception {
    try (Stream<Path> files = Files.walk(PACKAGING)) {
      List<Path> scripts =
          files.filter(Files::isRegularFile).filter(Files::isExecutable).sorted().toList();
      assertThat(scripts).hasSizeGreaterThanOrEqualTo(7);
      for (Path script : scripts) {
        String shell = Files.readAllLines(script).getFirst().substring("#!".length());
        assertThat(run(List.of(shell, "-n", script.toString()))).as(script.toString()).isEmpty();
      }
    }
  }

  @Test
  void settingsThatTheServiceOffersAreOnesThatEverlineKnows() throws Exception {
    String documented = Files.readString(Path.of("../docs/command-line.md"));
    Set<String> offered =
        Files.readAllLines(PACKAGING.resolve("deb/everline.env")).stream()
            .filter(line -> line.matches("#[A-Z_]+=.*"))
            .map(line -> line.substring(1, line.indexOf('=')))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(offered).contains("EVERLINE_KEYS", "SERVER_ADDRESS");
    assertThat(offered).allSatisfy(name -> assertThat(documented).contains("`" + name + "`"));
  }

  @Test
  void nothingThatTheDebianPackageDoesRemovesData() throws Exception {
    for (String script : List.of("postinst", "prerm", "postrm")) {
      assertThat(Files.readAllLines(PACKAGING.resolve("deb").resolve(script)))
          .as(script)
          .filteredOn(line -> !line.strip().startsWith("echo "))
          .filteredOn(line -> !line.strip().equals("rm -rf /var/cache/everline"))
          .noneMatch(line -> line.matches(".*\\brm\\b.*|.*\\bdeluser\\b.*|.*\\bchown\\b.*"));
    }
  }

  @Test
  void anUnknownPackageIsRefusedBeforeAnythingIsMade() throws Exception {
    assertThat(run(List.of(PACKAGING.resolve("package").toString(), "tar", "rpm")))
        .contains("there is no package 'rpm'; choose from tar, deb and image.");
  }

  private Path image(String name) throws Exception {
    Path image = folder.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                PACKAGING.resolve("image/oci").toAbsolutePath().toString(),
                "everline:1.2.3",
                "arm64",
                image.toString()));
    for (String layer : List.of("base", "app")) {
      Path content = Files.createDirectories(folder.resolve(name + "-" + layer));
      Files.writeString(content.resolve(layer), "of the layer " + layer);
      Path tar = folder.resolve(name + "-" + layer + ".tar");
      run(
          List.of(
              "tar",
              "--sort=name",
              "--mtime=@0",
              "-cf",
              tar.toString(),
              "-C",
              content.toString(),
              "."));
      command.add(tar.toString());
    }
    assertThat(run(command)).isEmpty();
    return image;
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("SOURCE_DATE_EPOCH", "1795478400", "LC_ALL", "C"));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private static Map<String, String> files(Path image) throws Exception {
    try (Stream<Path> files = Files.walk(image)) {
      Map<String, String> digests = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(image.relativize(file).toString(), digest(Files.readAllBytes(file)));
      }
      return digests;
    }
  }

  private static List<String> names(Path layer) throws IOException {
    List<String> names = new ArrayList<>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(layer));
        var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  /** What a descriptor names, after its digest has been compared. */
  private static JsonNode blob(Path image, JsonNode descriptor) throws Exception {
    byte[] content = bytes(image, descriptor);
    assertThat(descriptor.get("size").asLong()).isEqualTo(content.length);
    return JSON.readTree(content);
  }

  private static byte[] bytes(Path image, JsonNode descriptor) throws Exception {
    byte[] content = Files.readAllBytes(path(image, descriptor));
    assertThat(digest(content)).isEqualTo(descriptor.get("digest").asString());
    return content;
  }

  private static Path path(Path image, JsonNode descriptor) {
    return image.resolve("blobs").resolve(descriptor.get("digest").asString().replace(':', '/'));
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  private static String digest(byte[] content) throws Exception {
    return "sha256:"
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}

package dev.everline.carrier.tmf654;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.carrier.CarrierConnector.Done;
import dev.everline.carrier.CarrierConnector.LookUpAnswer;
import dev.everline.carrier.CarrierConnector.NotFound;
import dev.everline.carrier.CarrierConnector.Pending;
import dev.everline.carrier.CarrierConnector.TopUp;
import dev.everline.carrier.CarrierConnector.TopUpAnswer;
import dev.everline.carrier.CarrierConnector.Unknown;
import dev.everline.kernel.Money;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a server sends, reading it never throws and never claims what isn't certain. */
class AnswerReaderProperties {

  private static final TopUp REQUEST =
      new TopUp("or_1", "carrier", "12125550100", Money.usd(2500), "plan", 1, null);
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final AnswerReader reader =
      new AnswerReader(
          Tmf654Settings.of("fuzz", "http://127.0.0.1:1/v4", Map.of()), new BoundedJson());

  @Property(tries = 1000)
  void garbageIsUnknown(@ForAll("texts") String body) {
    assertThat(topUp(201, body)).isInstanceOf(Unknown.class);
    assertThat(find(body)).isInstanceOf(Unknown.class);
    assertThat(topUp(500, body)).isInstanceOf(Unknown.class);
  }

  @Property(tries = 2000)
  void aDamagedAnswerNeverThrows(
      @ForAll("corpus") String body, @ForAll Random random, @ForAll("statuses") int status) {
    String damaged = damaged(body, random);

    TopUpAnswer answer = topUp(status, damaged);
    find(damaged);
    if (answer instanceof Done || answer instanceof Pending) {
      assertThat(status).isBetween(200, 299);
    }
  }

  @Property(tries = 500)
  void onlyAnAnswerAboutOurAmountIsDone(@ForAll("amounts") String amount) {
    TopUpAnswer answer =
        topUp(
            201,
            "{\"id\":\"tb\",\"status\":\"completed\",\"amount\":{\"amount\":%s,\"units\":\"USD\"}}"
                .formatted(amount));

    boolean same = new java.math.BigDecimal(amount).compareTo(new java.math.BigDecimal(25)) == 0;
    assertThat(answer instanceof Done).isEqualTo(same);
  }

  @Example
  void everyFileOfTheCorpusIsReadAsItsNameSays() throws IOException {
    for (Path file : files()) {
      String body = Files.readString(file);
      String name = file.getFileName().toString();
      String found =
          (name.startsWith("list-") ? find(body) : topUp(201, body)).getClass().getSimpleName();
      assertThat(name.replaceAll(".*-(\\w+)\\.txt", "$1")).as(name).isEqualToIgnoringCase(found);
    }
  }

  private TopUpAnswer topUp(int status, String body) {
    return reader
        .topUp(REQUEST, new Reply.Answered(status, body, OptionalLong.empty()), NOW)
        .answer();
  }

  private LookUpAnswer find(String body) {
    Reply reply = new Reply.Answered(200, body, OptionalLong.empty());
    return switch (reader.page(reply)) {
      case AnswerReader.NoList(boolean absent, String cause) -> new Unknown(cause);
      case AnswerReader.Items(var items, var total, boolean partial) -> {
        reader.known("carrier", "12125550100", items, NOW);
        reader.moneyBucket("12125550100", items);
        LookUpAnswer answer = reader.found(REQUEST, items, NOW).answer();
        assertThat(items.isEmpty())
            .as("found nothing where nothing is")
            .satisfies(empty -> assertThat(!empty || answer instanceof NotFound).isTrue());
        yield answer;
      }
    };
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> bytes =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(300)
            .map(each -> new String(each, StandardCharsets.ISO_8859_1));
    Arbitrary<String> nested =
        Arbitraries.integers().between(30, 20_000).map(deep -> "[{\"a\":".repeat(deep));
    return Arbitraries.oneOf(bytes, Arbitraries.strings().all().ofMaxLength(300), nested)
        .filter(text -> !text.strip().equals("[]"));
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(
        100, 200, 201, 202, 204, 302, 400, 401, 404, 408, 409, 422, 429, 500, 503);
  }

  @Provide
  Arbitrary<String> amounts() {
    return Combinators.combine(
            Arbitraries.of("25", "25.0", "25.00", "2.5e1", "0.25e+2", "-25", "2500", "24.995", "0"),
            Arbitraries.of("", "", "0"))
        .as(
            (number, zero) ->
                number.contains(".") && !number.contains("e") ? number + zero : number);
  }

  @Provide
  Arbitrary<String> corpus() throws IOException {
    List<String> bodies = new ArrayList<>();
    for (Path file : files()) {
      bodies.add(Files.readString(file));
    }
    return Arbitraries.of(bodies);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus/tmf654"))) {
      return files.sorted().toList();
    }
  }

  private static String damaged(String body, Random random) {
    StringBuilder damaged = new StringBuilder(body);
    for (int i = random.nextInt(6); i > 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.setCharAt(at, (char) random.nextInt(0x10000));
        case 2 -> damaged.insert(at, "{}[]\",:0e-\\".charAt(random.nextInt(11)));
        default -> damaged.setLength(at);
      }
    }
    return damaged.toString();
  }
}

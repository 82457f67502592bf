package dev.everline.sandbox.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.sandbox.carrier.books.Books;
import dev.everline.sandbox.carrier.books.Bought;
import dev.everline.sandbox.carrier.books.Line;
import dev.everline.sandbox.carrier.books.TopUp;
import dev.everline.sandbox.carrier.books.TopUpBook;
import dev.everline.sandbox.carrier.books.TopUpRequest;
import dev.everline.sandbox.carrier.fault.FaultKind;
import dev.everline.sandbox.carrier.wire.Json;
import dev.everline.sandbox.carrier.wire.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Currency;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The books take a reference once, and come back as they were. */
class BooksTest {

  private static final long NUMBER = 12125550101L;
  private static final TopUpBook.Settling AT_ONCE =
      new TopUpBook.Settling(TopUp.Status.COMPLETED, true, 0, 1);

  @TempDir Path folder;
  private Books books;

  @BeforeEach
  void open() throws IOException {
    books = Books.open(folder, Clock.systemUTC());
    ObjectNode line = Customer.line(Long.toString(NUMBER)).put("validUntil", "2099-01-01");
    books.setLines(LineReader.read(new ByteArrayInputStream(bytes(line))));
  }

  private static byte[] bytes(ObjectNode node) {
    return Json.MAPPER.writeValueAsBytes(node);
  }

  @AfterEach
  void close() throws IOException {
    books.close();
  }

  private static TopUpRequest request(@Nullable String reference, long amountMinor) {
    return new TopUpRequest(
        Customer.CARRIER,
        NUMBER,
        reference,
        Customer.PLAN,
        new Bought.Periods(1),
        amountMinor,
        Currency.getInstance("USD"),
        null);
  }

  private int paid() {
    AtomicInteger count = new AtomicInteger();
    books.topUps().each(topUp -> count.incrementAndGet());
    return count.get();
  }

  @Test
  void aReferenceThatIsHeldBooksNothing() {
    assertThat(books.topUps().book(request("ref-1", 15_00), AT_ONCE, true).topUps()).hasSize(1);
    TopUpBook.Booked again = books.topUps().book(request("ref-1", 15_00), AT_ONCE, true);
    assertThat(again.topUps()).isEmpty();
    assertThat(again.usedBy()).isNotNull();
    assertThat(paid()).isEqualTo(1);
  }

  @Test
  void manyAtOnceBookAReferenceOnce() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(() -> books.topUps().book(request("ref-1", 15_00), AT_ONCE, true));
      }
    }
    assertThat(paid()).isEqualTo(1);
    assertThat(books.line(Customer.CARRIER, NUMBER))
        .extracting(Line::validUntil)
        .isEqualTo(LocalDate.parse("2099-01-31"));
  }

  @Test
  void aRefusalLeavesTheReferenceFree() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> books.topUps().book(request("ref-1", 14_99), AT_ONCE, true));
    assertThat(books.topUps().book(request("ref-1", 15_00), AT_ONCE, true).topUps()).hasSize(1);
    assertThat(paid()).isEqualTo(1);
  }

  @Test
  void theBooksComeBackAsTheyWere() throws IOException {
    books.topUps().book(request("ref-1", 15_00), AT_ONCE, true);
    books.topUps().book(request(null, 15_00), AT_ONCE, true);
    books
        .topUps()
        .book(
            request("ref-2", 15_00),
            new TopUpBook.Settling(TopUp.Status.FAILED, false, 1_000, 1),
            true);
    TopUp pending = books.topUps().pending().getFirst();
    Line line = books.line(Customer.CARRIER, NUMBER);
    books.played(FaultKind.FAIL, Customer.CARRIER, "ref-3");
    books.close();
    books = Books.open(folder, Clock.systemUTC());
    assertThat(books.topUps().pending()).containsExactly(pending);
    assertThat(books.line(Customer.CARRIER, NUMBER)).isEqualTo(line);
    assertThat(books.topUps().under(Customer.CARRIER, "ref-1")).hasSize(1);
    assertThat(books.failedAttempts(Customer.CARRIER, "ref-3")).isEqualTo(1);
    assertThat(books.played(FaultKind.FAIL)).isEqualTo(1);
    assertThat(paid()).isEqualTo(3);
    assertThat(books.topUps().settle(pending.id(), TopUp.Status.FAILED)).isNotNull();
    assertThat(books.topUps().settle(pending.id(), TopUp.Status.COMPLETED)).isNull();
  }
}

package dev.everline.sandbox.carrier.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written comes back; what was cut short doesn't. */
class JournalTest {

  @TempDir Path folder;

  private static final int HEADER = Long.BYTES;

  private List<String> read() throws IOException {
    return openAnd(journal -> {});
  }

  private interface Act {
    void on(Journal journal);
  }

  /** The records found on opening; the act happens after. */
  private List<String> openAnd(Act act) throws IOException {
    List<String> records = new ArrayList<>();
    try (Journal journal =
        Journal.open(folder, bytes -> records.add(new String(bytes, StandardCharsets.UTF_8)))) {
      act.on(journal);
    }
    return records;
  }

  private static void append(Journal journal, String text) {
    journal.await(journal.append(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Path file() {
    return folder.resolve("carrier-sandbox.journal");
  }

  @Test
  void recordsComeBackInOrder() throws IOException {
    assertThat(openAnd(journal -> append(journal, "one"))).isEmpty();
    assertThat(
            openAnd(
                journal -> {
                  append(journal, "two");
                  append(journal, "three");
                }))
        .containsExactly("one");
    assertThat(read()).containsExactly("one", "two", "three");
  }

  @Test
  void whatWasAppendedWithoutWaitingIsThereAfterAnOrderlyEnd() throws IOException {
    openAnd(
        journal -> {
          for (int i = 0; i < 1_000; i++) {
            var _ = journal.append(new byte[100]);
          }
        });
    assertThat(read()).hasSize(1_000);
  }

  @Test
  void manyThreadsShareFlushes() throws IOException {
    openAnd(
        journal -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
              String text = "record " + i;
              threads.execute(() -> append(journal, text));
            }
          }
        });
    assertThat(read()).hasSize(2_000).doesNotHaveDuplicates();
  }

  @Test
  void aRecordCutShortAnywhereIsDroppedAndTheRestGoesOn() throws IOException {
    openAnd(
        journal -> {
          append(journal, "kept");
          append(journal, "cut short");
        });
    byte[] whole = Files.readAllBytes(file());
    int firstEnd = HEADER + 8 + "kept".length();
    for (int length = firstEnd; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(openAnd(journal -> append(journal, "next")))
          .as("cut at " + length)
          .containsExactly("kept");
      assertThat(read()).containsExactly("kept", "next");
    }
  }

  @Test
  void aFileCutWithinItsHeaderStartsOver() throws IOException {
    openAnd(journal -> append(journal, "lost"));
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < HEADER; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(openAnd(journal -> append(journal, "next"))).isEmpty();
      assertThat(read()).containsExactly("next");
    }
  }

  @Test
  void aRecordWithAFlippedBitIsNotBelieved() throws IOException {
    openAnd(
        journal -> {
          append(journal, "kept");
          append(journal, "flipped");
        });
    byte[] whole = Files.readAllBytes(file());
    for (int at = HEADER + 8 + "kept".length(); at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      Files.write(file(), flipped);
      assertThat(read()).as("flipped at " + at).containsExactly("kept");
    }
  }

  @Test
  void howMuchWasDroppedIsTold() throws IOException {
    openAnd(journal -> append(journal, "kept"));
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length + 5));
    openAnd(journal -> assertThat(journal.droppedOnOpening()).isEqualTo(5));
    openAnd(journal -> assertThat(journal.droppedOnOpening()).isZero());
  }

  @Test
  void anotherFileIsNotTakenForAJournal() throws IOException {
    Files.writeString(file(), "something else altogether");
    assertThatIOException().isThrownBy(this::read).withMessageContaining("--state");
    assertThat(Files.readString(file())).isEqualTo("something else altogether");
  }

  @Test
  void aFolderIsHeldByOneAtATime() throws IOException {
    openAnd(
        journal ->
            assertThatIOException()
                .isThrownBy(() -> Journal.open(folder, record -> {}))
                .withMessageContaining("in use"));
    assertThat(read()).isEmpty();
  }

  @Test
  void aClearedJournalIsEmpty() throws IOException {
    openAnd(
        journal -> {
          append(journal, "forgotten");
          journal.clear();
          append(journal, "kept");
        });
    assertThat(read()).containsExactly("kept");
  }
}

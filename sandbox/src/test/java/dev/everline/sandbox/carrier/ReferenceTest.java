package dev.everline.sandbox.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What carriers make of a reference that comes again. */
class ReferenceTest extends RunningSandbox {

  @Test
  void aReferenceIsPaidOnce() throws IOException {
    customer.hasLine(NUMBER);
    customer.hasLine(OTHER_NUMBER);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    Customer.Reply again = customer.topsUp("ref-1", NUMBER);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("referenceUsed");
    assertThat(customer.topsUp("ref-1", OTHER_NUMBER).status()).isEqualTo(409);
    assertThat(customer.summary().path("count").asInt()).isEqualTo(1);
  }

  @Test
  void aHundredTimesAtOnceIsOnce() throws Exception {
    customer.hasLine(NUMBER);
    assertThat(statuses(100)).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(customer.summary().path("count").asInt()).isEqualTo(1);
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2026-12-31");
  }

  private static List<Integer> statuses(int times) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          IntStream.range(0, times).mapToObj(i -> threads.submit(ReferenceTest::status)).toList();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      return statuses;
    }
  }

  private static int status() {
    try {
      return customer.topsUp("ref-1", NUMBER).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCarrierThatDoesNotEnforceReferencesSilentlyPaysTwice() throws IOException {
    customer.hasLine(NUMBER);
    customer.put("/sandbox/carriers", "{\"mint\":{\"enforcesReference\":false}}");
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    assertThat(customer.lookUp("ref-1").size()).isEqualTo(2);
    assertThat(customer.summary().path("referencesPaidMoreThanOnce").asInt()).isEqualTo(1);
    assertThat(customer.validUntil(NUMBER)).isEqualTo("2027-01-30");
  }

  @Test
  void theReferenceCanStandInAnotherAttribute() throws IOException {
    customer.hasLine(NUMBER);
    customer.put("/sandbox/carriers", "{\"*\":{\"referenceAttribute\":\"externalId\"}}");
    String body = Customer.topUp("same words", NUMBER).put("externalId", "mine-1").toString();
    assertThat(customer.post(Customer.api("topupBalance"), body).status()).isEqualTo(201);
    assertThat(customer.post(Customer.api("topupBalance"), body).status()).isEqualTo(409);
    assertThat(customer.get(Customer.api("topupBalance?externalId=mine-1")).json().size())
        .isEqualTo(1);
  }

  @Test
  void topUpsWithoutAReferenceAreNeverTheSame() throws IOException {
    customer.hasLine(NUMBER);
    String body = Customer.topUp("x", NUMBER).without("description").toString();
    assertThat(customer.post(Customer.api("topupBalance"), body).status()).isEqualTo(201);
    assertThat(customer.post(Customer.api("topupBalance"), body).status()).isEqualTo(201);
    assertThat(customer.summary().path("count").asInt()).isEqualTo(2);
  }
}

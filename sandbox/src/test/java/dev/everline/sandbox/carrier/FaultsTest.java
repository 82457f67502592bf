package dev.everline.sandbox.carrier;

import static dev.everline.sandbox.carrier.Customer.api;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.sandbox.carrier.fault.FaultKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each way to fail, chosen by a number's last digits or by chance. */
class FaultsTest extends RunningSandbox {

  private static int count() {
    return customer.summary().path("count").asInt();
  }

  @Nested
  class ByTheLastDigits {

    private static String numberEnding(String digits) {
      String number = "121255501" + digits;
      customer.hasLine(number);
      return number;
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "42", "89"})
    void mostNumbersAreOrdinary(String digits) throws IOException {
      assertThat(customer.topsUp("ref-1", numberEnding(digits)).status()).isEqualTo(201);
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void ninetyIsRefusedForGood() throws IOException {
      String number = numberEnding("90");
      for (int attempt = 0; attempt < 3; attempt++) {
        Customer.Reply reply = customer.topsUp("ref-1", number);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("code")).isEqualTo("refused");
      }
      assertThat(customer.lookUp("ref-1").size()).isZero();
      assertThat(customer.played(FaultKind.REFUSE)).isEqualTo(3);
    }

    @Test
    void ninetyOneIsRefusedAndThenSucceeds() throws IOException {
      String number = numberEnding("91");
      Customer.Reply reply = customer.topsUp("ref-1", number);
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.text("code")).isEqualTo("tryLater");
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(customer.lookUp("ref-1").size()).isZero();
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(201);
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void ninetyTwoIsNeverAnsweredAndNotCommittedAndThenSucceeds() throws IOException {
      String number = numberEnding("92");
      customer.faults("{\"*\":{\"timeOut\":{\"p\":0,\"millis\":20}}}");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> customer.topsUp("ref-1", number));
      assertThat(customer.lookUp("ref-1").size()).isZero();
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(201);
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void ninetyThreeIsCommittedAndTheConnectionCut() throws IOException {
      String number = numberEnding("93");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> customer.topsUp("ref-1", number));
      assertThat(customer.lookUp("ref-1").path(0).path("status").stringValue())
          .isEqualTo("completed");
      Customer.Reply again = customer.topsUp("ref-1", number);
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.text("code")).isEqualTo("referenceUsed");
      assertThat(count()).isEqualTo(1);
      assertThat(customer.validUntil(number)).isEqualTo("2026-12-31");
    }

    @Test
    void ninetyFourIsPendingAndThenCompleted() throws IOException {
      String number = numberEnding("94");
      Customer.Reply reply = customer.topsUp("ref-1", number);
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.text("status")).isEqualTo("created");
      assertThat(reply.json().has("confirmationDate")).isFalse();
      assertThat(reply.json().has("validFor")).isFalse();
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(409);
      customer.clock("2026-11-24T17:00:02Z");
      JsonNode found = customer.lookUp("ref-1").path(0);
      assertThat(found.path("status").stringValue()).isEqualTo("completed");
      assertThat(found.path("validFor").path("endDateTime").stringValue())
          .isEqualTo("2027-01-01T04:59:59Z");
      assertThat(customer.validUntil(number)).isEqualTo("2026-12-31");
    }

    @Test
    void ninetyFiveIsPendingAndThenFailedAndFreesItsReference() throws IOException {
      String number = numberEnding("95");
      assertThat(customer.topsUp("ref-1", number).text("status")).isEqualTo("created");
      customer.clock("2026-11-24T17:00:02Z");
      JsonNode found = customer.lookUp("ref-1").path(0);
      assertThat(found.path("status").stringValue()).isEqualTo("failed");
      assertThat(found.path("reason").stringValue()).isNotBlank();
      assertThat(customer.validUntil(number)).isEqualTo("2026-12-01");
      assertThat(count()).isZero();
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(201);
      assertThat(customer.lookUp("ref-1").size()).isEqualTo(2);
    }

    @Test
    void ninetySixIsAnErrorOfTheServerAndThenSucceeds() throws IOException {
      String number = numberEnding("96");
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(500);
      assertThat(customer.lookUp("ref-1").size()).isZero();
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(201);
    }

    @Test
    void ninetySevenIsThrottledAndThenSucceeds() throws IOException {
      String number = numberEnding("97");
      Customer.Reply reply = customer.topsUp("ref-1", number);
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(201);
    }

    @Test
    void ninetyEightIsAnsweredSlowly() throws IOException {
      customer.faults("{\"*\":{\"slow\":{\"p\":0,\"millis\":30}}}");
      assertThat(customer.topsUp("ref-1", numberEnding("98")).status()).isEqualTo(201);
      assertThat(customer.played(FaultKind.SLOW)).isEqualTo(1);
    }

    @Test
    void ninetyNineIsPaidTwiceUnderOneReference() throws IOException {
      String number = numberEnding("99");
      assertThat(customer.topsUp("ref-1", number).status()).isEqualTo(201);
      assertThat(customer.lookUp("ref-1").size()).isEqualTo(2);
      assertThat(customer.summary().path("referencesPaidMoreThanOnce").asInt()).isEqualTo(1);
      assertThat(customer.validUntil(number)).isEqualTo("2027-01-30");
    }

    @Test
    void theSecondPaymentCanComeAMinuteLater() throws IOException {
      customer.faults("{\"*\":{\"payTwice\":{\"p\":0,\"afterMillis\":60000}}}");
      String number = numberEnding("99");
      assertThat(customer.topsUp("ref-1", number).text("status")).isEqualTo("completed");
      assertThat(customer.validUntil(number)).isEqualTo("2026-12-31");
      customer.clock("2026-11-24T17:01:00Z");
      assertThat(customer.validUntil(number)).isEqualTo("2027-01-30");
      assertThat(count()).isEqualTo(2);
    }

    @Test
    void numbersOutsideTheSampleRangeAndThoseOfACarrierThatIsToldSoHaveNoOutcome()
        throws IOException {
      customer.hasLine("12125560190");
      assertThat(customer.topsUp("ref-1", "12125560190").status()).isEqualTo(201);
      customer.faults("{\"mint\":{\"numberOutcomes\":false}}");
      assertThat(customer.topsUp("ref-2", numberEnding("90")).status()).isEqualTo(201);
    }
  }

  @Nested
  class ByChance {

    @Test
    void aSlowCarrierCommitsAll() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"slow\":{\"p\":1,\"millis\":10}}}");
      assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
      assertThat(customer.played(FaultKind.SLOW)).isEqualTo(1);
    }

    @Test
    void aRefusedReferenceStaysRefused() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"refuse\":0.5}}");
      for (int i = 0; i < 20; i++) {
        int first = customer.topsUp("ref-" + i, NUMBER).status();
        int second = customer.topsUp("ref-" + i, NUMBER).status();
        assertThat(second).isEqualTo(first == 422 ? 422 : 409);
      }
      assertThat(count()).isBetween(1, 19);
    }

    @Test
    void aFailureBeforeTheCommitCommitsNothing() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"fail\":1}}");
      assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(500);
      assertThat(count()).isZero();
    }

    @Test
    void aConnectionIsCutAfterTheCommit() {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"dropAfterCommit\":1}}");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> customer.topsUp("ref-1", NUMBER));
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void aUsedReferenceIsAnsweredAsBefore() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"answerTwice\":1}}");
      JsonNode first = customer.topsUp("ref-1", NUMBER).json();
      Customer.Reply second = customer.topsUp("ref-1", NUMBER);
      assertThat(second.status()).isEqualTo(201);
      assertThat(second.json()).isEqualTo(first);
      assertThat(count()).isEqualTo(1);
    }

    @Test
    void aTopUpPendsForAsLongAsItIsTold() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"pending\":{\"p\":1,\"afterMillis\":3600000}}}");
      assertThat(customer.topsUp("ref-1", NUMBER).text("status")).isEqualTo("created");
      assertThat(customer.summary().path("pending").asInt()).isEqualTo(1);
      customer.clock("2026-11-24T17:59:59Z");
      assertThat(customer.lookUp("ref-1").path(0).path("status").stringValue())
          .isEqualTo("created");
      customer.clock("2026-11-24T18:00:00Z");
      assertThat(customer.lookUp("ref-1").path(0).path("status").stringValue())
          .isEqualTo("completed");
      assertThat(customer.summary().path("pending").asInt()).isZero();
    }

    @Test
    void aThrottledCarrierTakesSoManyASecond() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"mint\":{\"throttle\":{\"perSecond\":1}}}");
      int throttled = 0;
      for (int i = 0; i < 20; i++) {
        int status = customer.topsUp("ref-" + i, NUMBER).status();
        assertThat(status).isIn(201, 429);
        throttled += status == 429 ? 1 : 0;
      }
      assertThat(throttled).isPositive();
      assertThat(count()).isEqualTo(20 - throttled);
      assertThat(customer.played(FaultKind.THROTTLE)).isEqualTo(throttled);
    }

    @Test
    void aRunReplaysWhateverTheOrderOfItsRequests() throws IOException {
      List<Integer> order = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
      Set<Integer> first = refused(order, 7);
      Collections.reverse(order);
      assertThat(refused(order, 7)).isEqualTo(first);
      assertThat(refused(order, 8)).isNotEqualTo(first);
      assertThat(first).hasSizeBetween(5, 30);
    }

    private static Set<Integer> refused(List<Integer> order, long seed) throws IOException {
      customer.reset();
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"refuseOnce\":0.25,\"seed\":" + seed + "}}");
      Set<Integer> refused = new TreeSet<>();
      for (int i : order) {
        if (customer.topsUp("ref-" + i, NUMBER).status() == 503) {
          refused.add(i);
        }
      }
      return refused;
    }

    @Test
    void aCarriersOwnPlanStandsBeforeTheCommonOne() throws IOException {
      customer.hasLine(NUMBER);
      customer.faults("{\"*\":{\"fail\":1},\"mint\":{}}");
      assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"*\":{\"explode\":1}}",
          "{\"*\":{\"fail\":1.5}}",
          "{\"*\":{\"fail\":\"often\"}}",
          "{\"*\":{\"slow\":{\"p\":1,\"millis\":-1}}}",
          "{\"*\":{\"throttle\":{\"perSecond\":-1}}}",
          "{\"*\":7}",
          "[]",
          "nonsense"
        })
    void whatIsNoSetOfFaultsIsRefusedAndChangesNothing(String faults) throws IOException {
      customer.hasLine(NUMBER);
      assertThat(customer.put("/sandbox/faults", faults).status()).isEqualTo(400);
      assertThat(customer.topsUp("ref-1", NUMBER).status()).isEqualTo(201);
    }
  }

  @Test
  void theListShowsEveryTopUpUnderAReference() throws IOException {
    customer.hasLine("12125550199");
    assertThat(customer.topsUp("ref-1", "12125550199").status()).isEqualTo(201);
    assertThat(customer.get(api("topupBalance?description=ref-1")).header("X-Total-Count"))
        .isEqualTo("2");
  }
}

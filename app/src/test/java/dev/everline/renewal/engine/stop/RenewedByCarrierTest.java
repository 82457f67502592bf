package dev.everline.renewal.engine.stop;

import static dev.everline.fixture.LineBuilder.aLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.kernel.ProblemType;
import dev.everline.line.due.DueLine;
import dev.everline.line.renewer.RenewedBy;
import dev.everline.line.renewer.Renewer;
import dev.everline.renewal.price.Quote;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RenewedByCarrierTest {

  private static final LocalDate END = StopCase.END;

  private final StopRule rule = new RenewedByCarrier();
  private final StopCase order = new StopCase();

  private static DueLine line(Renewer renewer) {
    return aLine().on(Basis.FROM_EXPIRY.key()).expiring(END).renewer(renewer).dueLine();
  }

  @ParameterizedTest
  @EnumSource(value = RenewedBy.class, names = "CARRIER", mode = EnumSource.Mode.EXCLUDE)
  void aLineRenewedByEverlineOrItsOwnerPasses(RenewedBy by) {
    order.line = line(Renewer.of(by));

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }

  @Test
  void anOrderByHandForALineOfTheCarriersAutopayIsRefused() {
    order.line = line(Renewer.of(RenewedBy.CARRIER));

    Stop.Skip skip = order.skipped(rule, order.byHand());

    assertThat(StopCase.problem(skip)).isEqualTo(ProblemType.RENEWED_BY_CARRIER);
    assertThat(skip.problem().get()).hasMessageContaining("Acme's own autopay");
    assertThat(skip.notice()).isNull();
    assertThat(skip.fallsBack()).isFalse();
  }

  @Test
  void aHeldOrderIsNotReleasedOnceTheCarrierRenewsTheLine() {
    order.line = line(Renewer.of(RenewedBy.CARRIER));

    assertThat(StopCase.problem(order.skipped(rule, order.release())))
        .isEqualTo(ProblemType.RENEWED_BY_CARRIER);
  }

  @Test
  void nothingIsOrderedByTheHeartbeatWhileTheCarrierMayStillHaveCharged() {
    order.line = line(new Renewer(RenewedBy.EVERLINE, null, END));

    assertThat(StopCase.problem(order.skipped(rule, order.byHeartbeat())))
        .isEqualTo(ProblemType.RENEWED_BY_CARRIER);
  }

  @ParameterizedTest
  @EnumSource(Quote.Kind.class)
  void onceItsOwnerSaidThatTheAutopayFailedAnOrderPasses(Quote.Kind kind) {
    order.line = line(new Renewer(RenewedBy.CARRIER, END, null));
    order.kind = kind;
    order.from = kind == Quote.Kind.KEEP_ALIVE ? END.plusDays(59) : END;

    assertThat(rule.of(order.byHand(), order.facts())).isEqualTo(Stop.PASS);
  }
}

package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.renewal.World;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A notice and its cause are committed together, or neither is. */
class NoticeAndCauseTest {

  private static final String REFUSE = "ALTER TABLE %s ADD CONSTRAINT refused CHECK (%s) NOT VALID";
  private static final String ALLOW = "ALTER TABLE %s DROP CONSTRAINT refused";

  private World world;

  @BeforeEach
  void open() {
    world = new World();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** One whose owner is to be reminded now. */
  private LineId endingSoon() {
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 11, 3));
    world.set(line, "renewed_by = 'OWNER'");
    return line;
  }

  private void begin(LineId line) {
    OneNode.of(world.engine).begin(line.bucket(), 10);
  }

  @Test
  void aReminderThatCanNotBeStoredIsNotCountedAsGiven() {
    LineId line = endingSoon();
    world.database.execute(REFUSE.formatted("notice", "kind <> 'EXPIRES_SOON'"));
    assertThatThrownBy(() -> begin(line)).hasMessageContaining("refused");
    assertThat(world.text(line, "reminded_step")).isEqualTo("0");

    world.database.execute(ALLOW.formatted("notice"));
    begin(line);
    assertThat(world.notices()).containsExactly("EXPIRES_SOON");
    assertThat(world.text(line, "reminded_step")).isNotEqualTo("0");
  }

  @Test
  void aReminderOfALineThatCanNotBeStoredIsNotGiven() {
    LineId line = endingSoon();
    world.database.execute(REFUSE.formatted("line", "reminded_step = 0"));
    assertThatThrownBy(() -> begin(line)).hasMessageContaining("refused");
    assertThat(world.notices()).isEmpty();

    world.database.execute(ALLOW.formatted("line"));
    begin(line);
    assertThat(world.notices()).containsExactly("EXPIRES_SOON");
  }
}

package dev.everline.renewal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.catalog.Basis;
import dev.everline.kernel.LineId;
import dev.everline.line.IfNotRenewed;
import dev.everline.line.LineBulk;
import dev.everline.line.LineField;
import dev.everline.line.LineService;
import dev.everline.line.imports.ImportProgress;
import dev.everline.line.imports.ImportSource;
import dev.everline.line.imports.LineImport;
import dev.everline.renewal.World;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Transactions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was told of a line closes in the very change that makes it untrue, by whichever door. */
class OpenNoticesTest {

  private static final LocalDate SOON = LocalDate.of(2026, 11, 3);

  private World world;
  private LineService lines;

  @BeforeEach
  void open() {
    world = new World();
    lines =
        new LineService(
            world.database.dataSource(),
            world.database.seal(),
            new IdAllocator(world.database.dataSource()),
            world.catalog,
            world.engine.lineWatch(),
            world.clock);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private LineId reminded() {
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.set(line, "renewed_by = 'OWNER'");
    world.engine.heartbeat().beat();
    assertThat(openKinds()).containsExactly("EXPIRES_SOON");
    return line;
  }

  private List<String> openKinds() {
    return world.engine.notices().list(world.account.id(), true, 100).stream()
        .map(notice -> notice.kind().name())
        .toList();
  }

  @Test
  void aCorrectedDateClosesWhatWasToldOfTheOldOne() {
    LineId line = reminded();

    lines.change(line, Map.of(LineField.VALID_UNTIL, "2027-02-03"));

    assertThat(openKinds()).isEmpty();
    world.engine.heartbeat().beat();
    assertThat(openKinds()).isEmpty();
  }

  @Test
  void aDateCorrectedByAFileDoesTheSame() {
    LineId line = reminded();
    String number = lines.get(world.account.id(), line.toString()).msisdn();
    String file = "number,carrier,valid_until\n+" + number + ",acme,2027-02-03\n";

    new LineImport(
            world.database.dataSource(),
            world.database.seal(),
            new IdAllocator(world.database.dataSource()),
            world.catalog,
            world.engine.lineWatch(),
            world.clock)
        .run(
            world.account.id(),
            ImportSource.of(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                world.clock.instant()),
            false,
            (row, column, why) -> {},
            ImportProgress.NONE);

    assertThat(world.text(line, "valid_until")).isEqualTo("2027-02-03");
    assertThat(openKinds()).isEmpty();
  }

  @Test
  void aChangeOfManyLinesClosesWhatItMakesUntrueAndNothingElse() {
    LineId line = reminded();

    change(line, new LineBulk.SetFallback(IfNotRenewed.KEEP_NUMBER));
    assertThat(openKinds()).containsExactly("EXPIRES_SOON");

    change(line, new LineBulk.Renewing.ByEverline(null));
    assertThat(openKinds()).isEmpty();
  }

  private void change(LineId line, LineBulk.Change change) {
    new Transactions(world.database.dataSource())
        .run(
            connection ->
                LineBulk.apply(
                    connection,
                    world.database.seal(),
                    world.account.id(),
                    List.of(line),
                    change,
                    world.engine.lineWatch(),
                    world.clock.instant()));
  }

  @Test
  void aPauseClosesAndItsEndTellsOnceMore() {
    LineId line = reminded();

    lines.pause(line);
    assertThat(openKinds()).isEmpty();

    lines.resume(line);
    world.engine.heartbeat().beat();
    assertThat(openKinds()).containsExactly("EXPIRES_SOON");
  }

  @Test
  void aRemovedLineLeavesNothingToBeDone() {
    lines.remove(reminded());

    assertThat(openKinds()).isEmpty();
  }

  @Test
  void aConfirmedCarrierNeedsNoConfirmation() {
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.set(line, "brand_confirmed_at = NULL");
    world.engine.heartbeat().beat();
    assertThat(openKinds()).containsExactly("BRAND_NOT_CONFIRMED");

    lines.confirmBrand(line);

    assertThat(openKinds()).isEmpty();
  }

  @Test
  void aPlanThatIsNamedIsNoLongerAskedFor() {
    LineId line = world.line(Basis.FROM_EXPIRY, LocalDate.of(2026, 12, 1));
    world.set(line, "plan = NULL");
    world.engine.heartbeat().beat();
    assertThat(openKinds()).containsExactly("PLAN_NOT_KNOWN");

    lines.change(line, Map.of(LineField.PLAN, Basis.FROM_EXPIRY.key()));

    assertThat(openKinds()).isEmpty();
  }

  @Test
  void thatANumberIsNotKeptIsNoNewsToWhoNoLongerWishesIt() {
    LineId line = world.line(Basis.BILL, SOON);
    world.set(line, "if_not_renewed = 'KEEP_NUMBER'");
    world.engine.heartbeat().beat();
    List<String> told = openKinds();
    assertThat(told).contains("KEPT_OTHERWISE", "EXPIRES_SOON");

    change(line, new LineBulk.SetFallback(IfNotRenewed.TELL));
    assertThat(openKinds()).doesNotContain("NUMBER_NOT_KEPT").contains("EXPIRES_SOON");
  }

  @Test
  void moneyInTheWalletClosesThatItWasShortWithTheDeposit() {
    LineId line = world.line(Basis.FROM_EXPIRY, SOON);
    world.liveUntil(SOON.atStartOfDay(World.NEW_YORK).toInstant());
    assertThat(openKinds()).containsExactly("WALLET_SHORT");

    world.fill(1_00);
    assertThat(openKinds()).containsExactly("WALLET_SHORT");

    world.fill(30_00);
    assertThat(openKinds()).isEmpty();

    world.engine.renewals().wakeWaiting(world.account.id());
    world.engine.heartbeat().beat();
    assertThat(openKinds()).isEmpty();
    assertThat(world.text(line, "valid_until")).isEqualTo("2026-12-03");
  }

  @Test
  void aWalletThatIsShortOnceMoreIsToldOfOnceMore() {
    world.line(Basis.FROM_EXPIRY, SOON);
    world.line(Basis.FROM_EXPIRY, SOON);
    world.liveUntil(SOON.atStartOfDay(World.NEW_YORK).toInstant());
    assertThat(openKinds()).containsExactly("WALLET_SHORT", "WALLET_SHORT");

    // Covers what each of them lacked, but not both.
    world.fill(30_00);
    assertThat(openKinds()).isEmpty();
    world.engine.renewals().wakeWaiting(world.account.id());
    world.engine.heartbeat().beat();

    assertThat(world.states()).containsExactly("RENEWED");
    assertThat(openKinds()).containsExactly("WALLET_SHORT");
  }
}

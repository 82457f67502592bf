package dev.everline.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.account.secret.Totp;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Codes beside the password: proved before they are asked for, and each counts once. */
@Timeout(300)
class OneTimeCodesTest {

  private static final Duration STEP = Duration.ofSeconds(30);

  private static TestDatabase database;
  private static int number;

  private AccountWorld world;
  private OneTimeCodes codes;
  private Member member;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void aMember() {
    world = new AccountWorld(database);
    codes = world.codes;
    member = world.owner("member-" + ++number);
  }

  @Test
  void nothingIsAskedForUntilTheAppHasProvedItsSeed() {
    byte[] seed = codes.offer(member.id());
    assertThat(codes.offered(member.id())).hasValue(seed);
    assertRefused(() -> codes.start(member.id(), "000000"));
    assertThat(asksCode()).isFalse();
    codes.start(member.id(), shown(seed));
    assertThat(asksCode()).isTrue();
    assertThat(codes.offered(member.id())).isEmpty();
  }

  @Test
  void aCodeCountsOnceAndTheOneThatStartedThemNeverAgain() {
    byte[] seed = codes.offer(member.id());
    codes.start(member.id(), shown(seed));
    assertThat(codes.usesUp(member.id(), shown(seed))).isFalse();
    world.clock.move(STEP);
    assertThat(codes.usesUp(member.id(), shown(seed))).isTrue();
    assertThat(codes.usesUp(member.id(), shown(seed))).isFalse();
  }

  @Test
  void aClockOfThePhoneMayBeHalfAMinuteOff() {
    byte[] seed = started();
    world.clock.move(STEP.multipliedBy(3));
    String early = shown(seed);
    world.clock.move(STEP);
    assertThat(codes.usesUp(member.id(), early)).isTrue();
    String late = shown(seed);
    world.clock.move(STEP.multipliedBy(2));
    assertThat(codes.usesUp(member.id(), late)).isFalse();
  }

  @Test
  void eachRecoveryCodeCountsOnceHoweverItIsTyped() {
    byte[] seed = codes.offer(member.id());
    List<String> recovery = codes.start(member.id(), shown(seed));
    assertThat(new HashSet<>(recovery)).hasSize(10);
    String typed = recovery.getFirst().toLowerCase(java.util.Locale.ROOT).replace("-", " ");
    assertThat(codes.usesUp(member.id(), typed)).isTrue();
    assertThat(codes.usesUp(member.id(), recovery.getFirst())).isFalse();
    assertThat(codes.recoveryCodesLeft(member.id())).isEqualTo(9);
  }

  @Test
  void anotherMembersCodesCountForNothing() {
    byte[] seed = codes.offer(member.id());
    List<String> recovery = codes.start(member.id(), shown(seed));
    Member other = world.owner("other-" + number);
    assertThat(codes.usesUp(other.id(), recovery.getFirst())).isFalse();
    assertThat(codes.usesUp(other.id(), shown(seed))).isFalse();
  }

  @Test
  void theyAreStoppedByThePasswordOnlyAndRecoveryCodesEndWithThem() {
    byte[] seed = codes.offer(member.id());
    List<String> recovery = codes.start(member.id(), shown(seed));
    assertRefused(() -> codes.stop(member, "not the password at all"));
    assertThat(asksCode()).isTrue();
    codes.stop(member, AccountWorld.PASSWORD);
    assertThat(asksCode()).isFalse();
    assertThat(codes.usesUp(member.id(), recovery.getFirst())).isFalse();
  }

  @Test
  void aNewStartEndsTheRecoveryCodesOfTheOneBefore() {
    byte[] seed = codes.offer(member.id());
    List<String> before = codes.start(member.id(), shown(seed));
    byte[] again = codes.offer(member.id());
    codes.start(member.id(), shown(again));
    assertThat(codes.usesUp(member.id(), before.getFirst())).isFalse();
    assertThat(codes.recoveryCodesLeft(member.id())).isEqualTo(10);
  }

  private byte[] started() {
    byte[] seed = codes.offer(member.id());
    codes.start(member.id(), shown(seed));
    return seed;
  }

  private String shown(byte[] seed) {
    return Totp.at(seed, world.clock.instant());
  }

  private boolean asksCode() {
    return world.members.list(member.account()).getFirst().asksCode();
  }

  private static void assertRefused(ThrowingCallable act) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(act)
        .extracting(ProblemException::type)
        .isEqualTo(ProblemType.FORBIDDEN);
  }
}

package dev.everline.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.everline.AtOnce;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.InvalidValue;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever has the code of an invitation becomes a member, once. */
@Timeout(300)
class JoiningTest {

  private static TestDatabase database;
  private static int number;

  private AccountWorld world;
  private AccountId account;
  private String name;

  @BeforeAll
  static void open() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void anAccount() {
    world = new AccountWorld(database);
    account = world.accounts.open("A", "UTC", null).id();
    name = "newcomer-" + ++number;
  }

  @Test
  void aCodeMakesAMemberOfItsAccountInItsRole() {
    Member member = join(world.invitations.create(account, Role.VIEWER));
    assertThat(member.account()).isEqualTo(account);
    assertThat(member.role()).isEqualTo(Role.VIEWER);
    assertThat(world.members.list(account)).containsExactly(member);
    assertThat(world.members.waysIn(member.id())).isEqualTo(new WaysIn(true, 0));
  }

  @Test
  void aCodeIsGoodOnce() {
    String code = world.invitations.create(account, Role.OWNER);
    join(code);
    assertRefused(ProblemType.NOT_FOUND, () -> join(code, "another-" + number));
  }

  @Test
  void ofTwoWhoComeAtOnceWithOneCodeOneIsLetIn() throws Exception {
    String code = world.invitations.create(account, Role.OWNER);
    List<Callable<Boolean>> tries =
        List.of(() -> joined(code, "first"), () -> joined(code, "last"));
    assertThat(AtOnce.all(tries)).containsExactlyInAnyOrder(true, false);
    assertThat(world.members.list(account)).hasSize(1);
  }

  private boolean joined(String code, String prefix) {
    try {
      join(code, prefix + number);
      return true;
    } catch (ProblemException used) {
      assertThat(used.type()).isEqualTo(ProblemType.NOT_FOUND);
      return false;
    }
  }

  @Test
  void aNameThatIsTakenWhateverItsCapitalsLeavesTheCodeGood() {
    join(world.invitations.create(account, Role.OWNER));
    String code = world.invitations.create(account, Role.VIEWER);
    assertRefused(ProblemType.CONFLICT, () -> join(code, name.toUpperCase(java.util.Locale.ROOT)));
    assertThat(join(code, "another-" + number).role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void aPasswordThatIsEasyToGuessLeavesTheCodeGood() {
    String code = world.invitations.create(account, Role.OWNER);
    assertThatExceptionOfType(InvalidValue.class)
        .isThrownBy(() -> world.joining.withPassword(code, name, "password1"));
    assertThat(join(code).name()).isEqualTo(name);
  }

  @Test
  void aCodeEndsAfterAWeek() {
    String code = world.invitations.create(account, Role.OWNER);
    world.clock.move(Duration.ofDays(7));
    assertRefused(ProblemType.NOT_FOUND, () -> join(code));
  }

  @Test
  void whoeverHasOnlyAProviderCantReauthenticate() {
    String code = world.invitations.create(account, Role.OWNER);
    ProviderIdentity identity =
        new ProviderIdentity("google", "ab".repeat(31) + "%02x".formatted(number));
    Member member = world.joining.byProvider(code, name, identity);
    assertThat(world.members.waysIn(member.id()).canReauthenticate()).isFalse();
  }

  @Test
  void anIdentityIsLinkedToOneMember() {
    ProviderIdentity identity =
        new ProviderIdentity("google", "cd".repeat(31) + "%02x".formatted(number));
    world.joining.byProvider(world.invitations.create(account, Role.OWNER), name, identity);
    String code = world.invitations.create(account, Role.VIEWER);
    assertRefused(
        ProblemType.CONFLICT, () -> world.joining.byProvider(code, "another-" + number, identity));
    assertThat(join(code, "another-" + number).role()).isEqualTo(Role.VIEWER);
  }

  private Member join(String code) {
    return join(code, name);
  }

  private Member join(String code, String as) {
    return world.joining.withPassword(code, as, AccountWorld.PASSWORD);
  }

  private static void assertRefused(ProblemType type, ThrowingCallable act) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(act)
        .extracting(ProblemException::type)
        .isEqualTo(type);
  }
}

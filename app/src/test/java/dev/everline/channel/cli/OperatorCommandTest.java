package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Joining;
import dev.everline.account.Member;
import dev.everline.account.Role;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ComponentScan;

/** Operators are made at the command line, and nowhere else. */
class OperatorCommandTest {

  private static final String PASSWORD = "four plain garden words";

  private final Typed typed = new Typed();
  private final Services services = new Services(World.class);

  /** The accounts' module on a database of the test's own. */
  @ComponentScan("dev.everline.account")
  static class World extends CommandWorld {}

  @AfterEach
  void close() {
    services.close();
  }

  private int everline(String... arguments) {
    return typed.everline(services, arguments);
  }

  private Member operator(String name) {
    assertThat(everline("invite", "--operator")).isZero();
    return services.get(Joining.class).withPassword(typed.out().strip(), name, PASSWORD);
  }

  @Test
  void anInvitedOperatorBelongsToTheHouseWhichIsInNoListOfAccounts() {
    Accounts accounts = services.get(Accounts.class);
    Account household = accounts.open("A household", "UTC", null);
    Member first = operator("First");
    Member second = operator("Second");
    assertThat(first.role()).isEqualTo(Role.OPERATOR);
    assertThat(second.account()).isEqualTo(first.account()).isEqualTo(accounts.house().id());
    assertThat(accounts.first(10)).containsExactly(household);
    assertThat(accounts.after(null, 10)).containsExactly(household);
    assertThat(everline("accounts")).isZero();
    assertThat(typed.out()).doesNotContain(first.account().toString());
    // The only account of anybody is still found without being named.
    assertThat(everline("invite", "--role", "owner")).isZero();
  }

  @Test
  void noRoleOfAnAccountIsThatOfAnOperator() {
    assertThat(everline("invite", "--role", "operator"))
        .isEqualTo(ProblemType.INVALID_VALUE.exitCode());
    assertThat(typed.err()).contains("--operator");
  }

  @Test
  void anOperatorIsOfNoAccountAndNoRole() {
    Account household = services.get(Accounts.class).open("A household", "UTC", null);

    assertThat(everline("invite", "--operator", "--role", "owner"))
        .isEqualTo(ProblemType.INVALID_VALUE.exitCode());
    assertThat(typed.err()).contains("--role").contains("--operator");
    assertThat(everline("invite", "--operator", "--account", household.id().toString()))
        .isEqualTo(ProblemType.INVALID_VALUE.exitCode());
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void theFirstOwnersCodeOpensNothingOnceThereIsAMember() {
    Accounts accounts = services.get(Accounts.class);
    Invitations invitations = services.get(Invitations.class);
    accounts.open("A household", "UTC", null);
    assertThat(invitations.firstOwner().orElseThrow().ofSeveral()).isFalse();
    accounts.open("Another household", "UTC", null);
    Invitations.FirstOwner first = invitations.firstOwner().orElseThrow();
    assertThat(first.ofSeveral()).isTrue();
    Account other = accounts.first(2).getLast();
    assertThat(first.account()).isNotEqualTo(other.id());
    Joining joining = services.get(Joining.class);
    operator("Nobody's member");
    String invited = invitations.create(other.id(), Role.OWNER);
    String later = invitations.create(first.account(), Role.VIEWER);
    joining.withPassword(invited, "Member", PASSWORD);

    assertThatThrownBy(() -> joining.withPassword(first.code(), "Finder", PASSWORD))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.type()).isEqualTo(ProblemType.NOT_FOUND));
    assertThat(joining.withPassword(later, "Viewer", PASSWORD).role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void theNameOfAnAccountHasNoControlCharacters() {
    assertThat(everline("accounts", "open", "A \u001b[31mred household"))
        .isEqualTo(ProblemType.INVALID_VALUE.exitCode());
    assertThat(typed.err()).contains("control character").doesNotContain("\u001b");
    assertThat(everline("accounts", "open", "👩‍👧 Household")).isZero();
  }

  @Test
  void anOperatorAloneLeavesTheFirstOwnersCodeToBePrinted() {
    operator("First");
    assertThat(services.get(Invitations.class).firstOwner()).isPresent();
  }

  @Test
  void theOperatorsOwnTrailIsVerifiedToo() {
    Member operator = operator("First");
    services
        .get(AuditTrail.class)
        .add(operator.account(), operator, AuditTrail.Act.OPERATOR_SURVEYED, "all");
    assertThat(everline("audit", "verify", "--operators")).isZero();
    assertThat(typed.out()).contains("Intact: 1 entry,");
  }
}

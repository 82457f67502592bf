package dev.everline.channel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.account.Role;
import dev.everline.kernel.ProblemType;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.Seal;
import dev.everline.storage.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import picocli.CommandLine;

/** Operators are made at the command line, and nowhere else. */
class OperatorCommandTest {

  private static final String PASSWORD = "four plain garden words";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Services services = new Services(World.class);

  /** The accounts' module on a database of the test's own. */
  @ComponentScan("dev.everline.account")
  static class World {

    @Bean
    TestDatabase testDatabase() {
      return TestDatabase.create();
    }

    @Bean(destroyMethod = "")
    DataSource dataSource(TestDatabase testDatabase) {
      return testDatabase.dataSource();
    }

    @Bean
    Seal seal(TestDatabase testDatabase) {
      return testDatabase.seal();
    }

    @Bean
    Clock clock() {
      return Clock.fixed(Instant.parse("2026-11-24T18:00:00Z"), ZoneOffset.UTC);
    }

    @Bean
    IdAllocator ids(DataSource dataSource) {
      return new IdAllocator(dataSource);
    }
  }

  @AfterEach
  void close() {
    services.close();
  }

  private int everline(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine = EverlineCommand.commandLine(services);
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private Member operator(String name) {
    assertThat(everline("invite", "--operator")).isZero();
    return services.get(Members.class).join(out.toString().strip(), name, PASSWORD);
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
    assertThat(out.toString()).doesNotContain(first.account().toString());
    // The only account of anybody is still found without being named.
    assertThat(everline("invite", "--role", "owner")).isZero();
  }

  @Test
  void noRoleOfAnAccountIsThatOfAnOperator() {
    assertThat(everline("invite", "--role", "operator"))
        .isEqualTo(ProblemType.INVALID_VALUE.exitCode());
    assertThat(err.toString()).contains("--operator");
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
    assertThat(out.toString()).contains("Whole: 1 entries");
  }
}

package dev.everline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.everline.JavaSources.Source;
import dev.everline.storage.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table belongs to one module, and only that module's SQL names it; others ask the module. Read
 * from the texts in its sources, so that a statement counts that no test runs, too.
 */
class TableOwnersTest {

  private static final Map<String, List<String>> TABLES_OF =
      Map.ofEntries(
          Map.entry(
              "account",
              List.of(
                  "account",
                  "api_token",
                  "audit_event",
                  "invitation",
                  "known_place",
                  "member",
                  "passkey",
                  "portal_session",
                  "provider_link",
                  "provider_subject",
                  "recovery_code",
                  "sign_in_challenge",
                  "sign_in_name",
                  "sign_in_try")),
          Map.entry("backup", List.of("backup_run")),
          Map.entry("catalog", List.of("catalog_bundle", "catalog_change", "catalog_key")),
          Map.entry("fleet", List.of("job", "job_line", "upload")),
          Map.entry("ledger", List.of("ledger_account", "ledger_proof", "ledger_transfer")),
          Map.entry(
              "line", List.of("line", "line_iccid", "line_note", "quarantined_line", "wake_up")),
          Map.entry("notice", List.of("notice", "push_device", "push_due")),
          Map.entry(
              "renewal",
              List.of(
                  "catalog_seen",
                  "connected_carriers",
                  "outbox",
                  "outside_renewal",
                  "renewal_order",
                  "route_record",
                  "spend_day")),
          Map.entry(
              "storage",
              List.of(
                  "clock_seen", "flyway_schema_history", "idempotency", "restored", "sealing")));

  /** A source that names tables of others, and why. What is no more so fails. */
  private static final Map<String, String> EXCEPTIONS =
      Map.ofEntries(
          Map.entry(
              "backup, Tables.java: flyway_schema_history",
              "a backup is of all tables, and the history says of which schema"),
          Map.entry(
              "line, DueLineRows.java: account",
              "the heartbeat reads lines with their account's zone and state in one trip"),
          Map.entry(
              "notice, PushQueue.java: member",
              "what is due is taken with its member's language in one statement"),
          Map.entry(
              "renewal, Orders.java: line",
              "orders in doubt are found by lines' open orders, since no index covers states"),
          Map.entry(
              "renewal, Survey.java: line, quarantined_line, wake_up",
              "the console counts over all buckets, lines and orders together"),
          Map.entry(
              "renewal, AccountCopy.java: account, ledger_account, line",
              "copies rows of an account into a schema of its own, to try them there"),
          Map.entry(
              "storage, SealingMigration.java: account, line, line_iccid, member, sign_in_name",
              "a migration: it seals what stood in the clear before, and changes no more"),
          Map.entry(
              "storage, TagSealingMigration.java: job, line, upload",
              "a migration: it seals what stood in the clear before, and changes no more"),
          Map.entry(
              "storage, SideSchema.java: account, line",
              "looks whether a database that is restored into is empty"));

  private static final Pattern MODULE =
      Pattern.compile("^dev\\.everline\\.((?:channel\\.)?[a-z]+)");

  private static final Pattern STATEMENT =
      Pattern.compile("\\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|TABLE|COPY|LOCK|WITH)\\b");

  /** A table in a statement, in a schema that may be known at run time only. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(?:FROM|JOIN|INTO|UPDATE|USING|TABLE|ONLY|COPY|LOCK)\\s+(?:(?:everline|%s|\\?)\\.)?([a-z_]+)\\b");

  /** The second of a list of tables. */
  private static final Pattern LISTED =
      Pattern.compile("\\bFROM\\s+[a-z_.]+(?:\\s+(?:AS\\s+)?[a-z]+)?,\\s*([a-z_]+)\\b");

  /** A statement whose table is put in at run time: then it is one of the texts beside it. */
  private static final Pattern PUT_IN =
      Pattern.compile("\\b(?:FROM|INTO|UPDATE|TABLE)\\s+(?:everline\\.|%s\\.|\\?\\.)?(?:%s|\\?)");

  /** A name that a statement gives to one of its own parts. */
  private static final Pattern OWN_PART =
      Pattern.compile("\\b([a-z_]+) AS (?:(?:NOT )?MATERIALIZED )?\\(");

  @Test
  void everyTableHasAnOwner() {
    try (TestDatabase database = TestDatabase.create()) {
      assertThat(owners().keySet())
          .containsExactlyInAnyOrderElementsOf(
              JdbcClient.create(database.dataSource())
                  .sql("SELECT tablename FROM pg_tables WHERE schemaname = 'everline'")
                  .query(String.class)
                  .list());
    }
  }

  @Test
  void aModulesSqlNamesItsOwnTablesOnly() {
    Set<String> found = new TreeSet<>();
    Map<String, String> owners = owners();
    Set<String> seen = new TreeSet<>();
    for (Source source : JavaSources.below(Path.of("src/main/java/dev/everline"))) {
      Set<String> tables = tablesIn(source, owners.keySet());
      seen.addAll(tables);
      String module = moduleOf(source.packageName());
      tables.removeIf(table -> module.equals(owners.get(table)));
      if (!tables.isEmpty()) {
        found.add(module + ", " + source.name() + ": " + String.join(", ", tables));
      }
    }
    assertThat(seen).as("tables that the reader of sources finds").hasSizeGreaterThan(25);
    assertThat(EXCEPTIONS.keySet())
        .as("exceptions that are needed no more; delete them")
        .isSubsetOf(found);
    found.removeAll(EXCEPTIONS.keySet());
    assertThat(found).as("tables of other modules; ask the owner instead").isEmpty();
  }

  private static Map<String, String> owners() {
    Map<String, String> owners = new HashMap<>();
    TABLES_OF.forEach((module, tables) -> tables.forEach(table -> owners.put(table, module)));
    return owners;
  }

  /** {@code line} of {@code dev.everline.line.due}, {@code channel.web} of what is below that. */
  private static String moduleOf(String packageName) {
    Matcher module = MODULE.matcher(packageName);
    return module.find() ? module.group(1) : "application";
  }

  private static Set<String> tablesIn(Source source, Set<String> tables) {
    Set<String> found = new TreeSet<>();
    Texts texts = new Texts();
    texts.scan(source.tree(), null);
    Set<String> all = texts.found();
    for (String text : all) {
      if (STATEMENT.matcher(text).find()) {
        Set<String> named = firstGroups(NAMED, text);
        named.addAll(firstGroups(LISTED, text));
        named.removeAll(firstGroups(OWN_PART, text));
        found.addAll(named);
        if (PUT_IN.matcher(text).find()) {
          found.addAll(all);
        }
      }
    }
    found.retainAll(tables);
    return found;
  }

  private static Set<String> firstGroups(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The texts in a source, those put together from several as one. */
  private static final class Texts extends TreeScanner<Void, Void> {

    private final Map<String, ExpressionTree> constants = new HashMap<>();
    private final Set<ExpressionTree> whole = new HashSet<>();

    Set<String> found() {
      return whole.stream().map(this::text).collect(Collectors.toSet());
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      for (Tree member : type.getMembers()) {
        if (member instanceof VariableTree field && field.getInitializer() != null) {
          constants.put(field.getName().toString(), field.getInitializer());
        }
      }
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
      if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
        whole.add(literal);
      }
      return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree sum, @Nullable Void nothing) {
      if (sum.getKind() == Tree.Kind.PLUS) {
        whole.add(sum);
      }
      return super.visitBinary(sum, null);
    }

    private String text(ExpressionTree expression) {
      return switch (expression) {
        case LiteralTree literal -> String.valueOf(literal.getValue());
        case BinaryTree sum -> text(sum.getLeftOperand()) + text(sum.getRightOperand());
        case ParenthesizedTree inner -> text(inner.getExpression());
        case IdentifierTree name when constants.containsKey(name.getName().toString()) ->
            text(constants.get(name.getName().toString()));
        case MethodInvocationTree call
            when call.getMethodSelect() instanceof MemberSelectTree of
                && of.getIdentifier().contentEquals("formatted") ->
            text(of.getExpression());
        default -> "?";
      };
    }
  }
}

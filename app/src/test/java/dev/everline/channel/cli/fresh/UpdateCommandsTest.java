package dev.everline.channel.cli.fresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.OnTestDatabase;
import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.catalog.bundle.TestBundles;
import dev.everline.channel.cli.EverlineCommand;
import dev.everline.channel.cli.Services;
import dev.everline.fixture.LineBuilder;
import dev.everline.line.StoredLines;
import dev.everline.storage.IdAllocator;
import dev.everline.storage.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class UpdateCommandsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Deque<String> answers = new ArrayDeque<>();
  @TempDir private Path folder;
  private TestDatabase database;
  private Services services;
  private Path bundle;

  @Command(name = "catalog")
  private static final class Catalog implements Runnable {
    @Override
    public void run() {}
  }

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.create();
    services = new Services(OnTestDatabase.at(database.settings(4)));
    Account account = services.get(Accounts.class).open("A household", "UTC", "TX");
    new StoredLines(database.dataSource(), database.seal(), new IdAllocator(database.dataSource()))
        .add(
            account.id(),
            LineBuilder.aLine()
                .number("12125550142")
                .with("visible")
                .on("visible-base")
                .expiring(LocalDate.now(ZoneOffset.UTC).plusDays(40)));
    String now = java.time.Instant.now().minusSeconds(60).toString();
    bundle = folder.resolve("new.bundle");
    Files.write(bundle, TestBundles.priced(now, "30.00"));
    Files.writeString(folder.resolve("maker.pub"), TestBundles.MAKER.publicFile());
  }

  @AfterEach
  void close() {
    services.close();
    database.close();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    CommandLine catalog = EverlineCommand.configured(new CommandLine(new Catalog()));
    UpdateCommands.addTo(catalog, services, answers::poll);
    catalog.setOut(new PrintWriter(out, true));
    catalog.setErr(new PrintWriter(err, true));
    EverlineCommand.configured(catalog);
    return catalog.execute(arguments);
  }

  private void trust() {
    assertThat(run("trust", folder.resolve("maker.pub").toString(), "--name", "A maker")).isZero();
  }

  @Test
  void nobodyIsTrustedUntilTheOperatorSaysSo() {
    assertThat(run("status")).isZero();
    assertThat(out.toString()).contains("No bundle is installed", "No maker of bundles is trusted");
    assertThat(run("install", bundle.toString(), "--yes")).isEqualTo(4);
    assertThat(err.toString()).contains("No maker of bundles is trusted here yet");
  }

  @Test
  void whatChangesIsShownAndOnlyThenAsked() {
    trust();
    assertThat(run("preview", bundle.toString())).isZero();
    assertThat(out.toString())
        .contains("visible-base", "25.00 USD", "30.00 USD", "•••0142", "whose price changes: 1")
        .doesNotContain("2125550142");

    answers.add("n");
    assertThat(run("install", bundle.toString())).isEqualTo(4);
    assertThat(err.toString()).contains("Install it?", "Nothing was changed");
    assertThat(run("status")).isZero();
    assertThat(out.toString()).contains("No bundle is installed");

    answers.add("y");
    assertThat(run("install", bundle.toString())).isZero();
    assertThat(run("status", "--json")).isZero();
    assertThat(out.toString()).contains("\"signedBy\"", "\"daysOld\" : 0");

    assertThat(run("undo", "--yes")).isZero();
    assertThat(out.toString()).contains("30.00 USD → 25.00 USD", "built-in catalog is in force");
    assertThat(run("undo", "--yes")).isEqualTo(4);
  }

  @Test
  void anAnswerThatNeverComesIsNo() {
    trust();
    assertThat(run("install", bundle.toString())).isEqualTo(4);
    assertThat(database.number("SELECT count(*) FROM everline.catalog_change")).isZero();
  }

  @Test
  void commandsWithoutADatabaseSeeTheSameByTheCopy() throws IOException {
    trust();
    assertThat(run("install", bundle.toString(), "--yes")).isZero();
    Path copy = services.get(dev.everline.catalog.bundle.BundleCopy.class).file();
    assertThat(Files.readAllBytes(copy)).isEqualTo(Files.readAllBytes(bundle));
    assertThat(run("undo", "--yes")).isZero();
    assertThat(copy).doesNotExist();
  }

  @Test
  void aDistrustedMakerIsRefusedAndTheInstalledBundleIsNamed() {
    trust();
    assertThat(run("install", bundle.toString(), "--yes")).isZero();
    assertThat(run("distrust", TestBundles.MAKER.verifying().id())).isZero();
    assertThat(out.toString()).contains("catalog undo");
    assertThat(run("preview", bundle.toString())).isEqualTo(4);
    assertThat(run("distrust", "nobody")).isEqualTo(3);
  }

  @Test
  void whatIsMissingOrNoBundleIsSaid() {
    trust();
    for (String wrong : List.of(folder.resolve("nothing").toString(), folder.toString())) {
      assertThat(run("preview", wrong)).isEqualTo(2);
    }
    assertThat(run("preview")).isEqualTo(2);
    assertThat(run("preview", "http://example.com/b")).isEqualTo(2);
    assertThat(err.toString()).contains("EVERLINE_CATALOG_BUNDLE_ADDRESS", "https://");
  }
}

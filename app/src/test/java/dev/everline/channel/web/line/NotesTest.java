package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.AuditTrail;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.Browser.Page;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.line.LineNotes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people note of a line. */
class NotesTest {

  private static PortalServer server;
  private static Account account;
  private static Plan plan;
  private static Browser owner;
  private static Browser viewer;
  private LineId line;
  private String notes;

  @BeforeAll
  static void start() {
    server = new PortalServer();
    account = server.account();
    plan = server.plan(account.id());
    owner = server.member(account.id(), Role.OWNER);
    viewer = server.member(account.id(), Role.VIEWER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void aLine() {
    line = server.line(account.id(), plan, server.today().plusDays(9));
    notes = "/lines/" + line + "/notes";
  }

  private Page note(String text) {
    return owner.post(notes, Map.of("note", text));
  }

  private String page() {
    return viewer.get("/lines/" + line).text();
  }

  @Test
  void whatAManagerNotesIsReadByAllOfTheAccountTheNewestFirst() {
    assertThat(note("Called the carrier,\r\nticket <4711>.").location())
        .isEqualTo("/lines/" + line + "#notes");
    server.clock.move(Duration.ofDays(1));
    note("Answered: it is ported.");
    assertThat(page())
        .containsSubsequence(
            "Answered: it is ported.",
            owner.name,
            "Called the carrier,\nticket &lt;4711&gt;.",
            owner.name)
        .doesNotContain("/notes");
    assertThat(server.get(AuditTrail.class).list(account.id(), null, 1))
        .extracting(AuditTrail.Event::act, AuditTrail.Event::subject)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("NOTE_ADDED", line.toString()));
  }

  @Test
  void aNoteThatIsRemovedIsGone() {
    note("Kept.");
    note("Taken back.");
    Matcher newest =
        Pattern.compile("action=\"(/lines/[^\"]*/notes/nt_[^\"]*/remove)\"")
            .matcher(owner.get("/lines/" + line).text());
    assertThat(newest.find()).isTrue();
    assertThat(owner.post(newest.group(1), Map.of()).status()).isEqualTo(303);
    assertThat(page()).contains("Kept.").doesNotContain("Taken back.");
    assertThat(owner.post(newest.group(1), Map.of()).status()).isEqualTo(404);
    LineId other = server.line(account.id(), plan, server.today());
    String elsewhere =
        newest
            .group(1)
            .replace(line.toString(), other.toString())
            .replaceAll("nt_[^/]*", Matcher.quoteReplacement(kept()));
    assertThat(owner.post(elsewhere, Map.of()).status()).isEqualTo(404);
    assertThat(page()).contains("Kept.");
  }

  private String kept() {
    return server.get(LineNotes.class).list(account.id(), line).getFirst().id().toString();
  }

  @Test
  void aNoteThatIsEmptyOrTooLongIsRefusedAndStaysInTheForm() {
    assertThat(note(" \r\n ").status()).isEqualTo(400);
    assertThat(note("x".repeat(LineNotes.LONGEST)).status()).isEqualTo(303);
    Page refused = note("奶".repeat(LineNotes.LONGEST + 1));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text())
        .contains("must have 1 to 500 characters")
        .contains("\n" + "奶".repeat(LineNotes.LONGEST + 1) + "</textarea>");
    Page control = note("a\u0007bell");
    assertThat(control.status()).isEqualTo(400);
    assertThat(server.get(LineNotes.class).list(account.id(), line)).hasSize(1);
  }

  @Test
  void aLineKeepsSoManyNotesAndNoMore() {
    List<LineNotes.Note> all = new java.util.ArrayList<>();
    for (int i = 0; i < LineNotes.MOST; i++) {
      all.add(
          server
              .get(LineNotes.class)
              .add(
                  account.id(),
                  line,
                  new dev.everline.kernel.MemberId(account.id().value()),
                  "no. " + i));
    }
    Page refused = note("One too many.");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("at most 100 notes").contains("\nOne too many.</textarea>");
    owner.post(notes + "/" + all.getFirst().id() + "/remove", Map.of());
    assertThat(note("Now there is room.").status()).isEqualTo(303);
    // Who wrote the others isn't a member.
    assertThat(page()).contains("someone who has left").contains("Now there is room.");
  }

  @Test
  void theNotesOfAnotherAccountAreNotThere() {
    note("Ours alone.");
    Browser stranger = server.member(server.account().id(), Role.OWNER);
    assertThat(stranger.post(notes, Map.of("note", "Theirs.")).status()).isEqualTo(404);
    assertThat(stranger.post(notes + "/" + kept() + "/remove", Map.of()).status()).isEqualTo(404);
    assertThat(page()).contains("Ours alone.").doesNotContain("Theirs.");
  }
}

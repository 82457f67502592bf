package dev.everline.channel.web.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.channel.web.Browser;
import dev.everline.channel.web.PortalServer;
import dev.everline.kernel.LineId;
import dev.everline.line.LineService;
import dev.everline.notice.Notices;
import dev.everline.words.Language;
import dev.everline.words.Messages;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line that its owner lets go: asked about first, quiet then, and taken back. */
class LetGoTest {

  private final PortalServer server = PortalServer.shared();
  private final Messages messages = Messages.load(Language.ENGLISH);
  private Account account;
  private Browser owner;
  private LineId line;

  @BeforeEach
  void aLineThatEndsTomorrow() {
    account = server.account();
    Plan plan = server.plan(account.id());
    owner = server.member(account.id(), Role.MANAGER);
    line = server.line(account.id(), plan, server.today().plusDays(1));
  }

  private String page(String path) {
    return owner.get(path).text();
  }

  private void letGo() {
    assertThat(owner.post("/lines/" + line + "/let-go", Map.of()).location())
        .isEqualTo("/lines/" + line + "/let-go");
  }

  @Test
  void itIsAskedOnceMoreWithWhatIsLost() {
    assertThat(page("/")).contains("/lines/" + line + "/let-go");

    assertThat(page("/lines/" + line + "/let-go"))
        .contains(messages.say("let-go.loses"))
        .contains(messages.say("let-go.will-be-quiet"))
        .contains(messages.say("let-go.do"));
    assertThat(server.get(LineService.class).get(account.id(), line).isPaused()).isFalse();
  }

  @Test
  void itIsShownAsADecisionWithWhoMadeItAndNeedsNobodyAnyMore() {
    server.database.execute(
        """
        INSERT INTO everline.notice (bucket, id, account_id, line_id, kind, for_date, at)
        SELECT bucket, id, account_id, id, 'EXPIRES_SOON', valid_until, now()
          FROM everline.line WHERE id = %d
        """
            .formatted(line.value()));
    letGo();

    String decided = messages.say("card.letting-go");
    assertThat(page("/"))
        .contains(decided)
        .contains("line-card--letting-go")
        .contains(messages.say("home.calm"))
        .doesNotContain(messages.say("card.paused"));
    assertThat(page("/lines/" + line)).contains(decided).contains(messages.say("let-go.take-back"));
    assertThat(page("/lines/" + line + "/let-go"))
        .contains(owner.name)
        .contains(messages.say("let-go.take-back"));
    assertThat(server.get(Notices.class).list(account.id(), true, 9)).isEmpty();
  }

  @Test
  void takingItBackMakesItAnOrdinaryLineAgain() {
    letGo();

    owner.post("/lines/" + line + "/resume", Map.of());

    assertThat(page("/"))
        .doesNotContain(messages.say("card.letting-go"))
        .contains("line-card--soon");
    assertThat(server.get(LineService.class).get(account.id(), line).letGo()).isNull();
  }

  @Test
  void onceTheNumberMayBeLostTakingItBackIsNoLongerOffered() {
    letGo();
    server.database.execute(
        "UPDATE everline.line SET valid_until = DATE '%s' WHERE id = %d"
            .formatted(server.today().minusDays(400), line.value()));

    assertThat(page("/lines/" + line + "/let-go"))
        .contains("/lines/" + line + "#reach")
        .doesNotContain(messages.say("let-go.take-back"));
  }

  @Test
  void itIsInTheTrailAndAViewerDoesNotDecideIt() {
    letGo();

    Browser boss = server.member(account.id(), Role.OWNER);
    assertThat(boss.get("/settings/audit").text()).contains(messages.say("act.LINE_LET_GO"));
    Browser viewer = server.member(account.id(), Role.VIEWER);
    assertThat(viewer.get("/lines/" + line + "/let-go").status()).isEqualTo(403);
    assertThat(viewer.post("/lines/" + line + "/let-go", Map.of()).status()).isEqualTo(403);
  }
}

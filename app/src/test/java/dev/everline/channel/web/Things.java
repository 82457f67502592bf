package dev.everline.channel.web;

import dev.everline.account.Account;
import dev.everline.account.Role;
import dev.everline.catalog.Plan;
import dev.everline.catalog.bundle.TestBundles;
import dev.everline.catalog.install.Bundles;
import dev.everline.catalog.install.TrustedKeys;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Upload;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.LineId;
import dev.everline.kernel.MemberId;
import dev.everline.kernel.Money;
import dev.everline.kernel.OutsideRenewalId;
import dev.everline.line.LineNotes;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import dev.everline.renewal.outside.OutsideRenewals;
import dev.everline.renewal.outside.PaidAt;
import dev.everline.renewal.outside.Told;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes what the variables of a path can name. */
public final class Things {

  private final PortalServer server;
  private final Account account;
  private final Plan plan;
  private final Browser owner;

  /**
   * @param owner of the account, signed in
   */
  public Things(PortalServer server, Account account, Plan plan, Browser owner) {
    this.server = server;
    this.account = account;
    this.plan = plan;
    this.owner = owner;
  }

  /** The things of the account that a path can name; new ones for each asker. */
  public String path(String pattern) {
    LineId line = server.line(account.id(), plan, server.today().plusDays(3));
    String path = pattern.replace("{line}", line.toString());
    if (path.contains("{order}")) {
      Order order =
          server
              .get(Renewals.class)
              .renew(account.id(), line, Renewals.Wish.wholePeriods(1), null, "cli");
      path = path.replace("{order}", order.id().toString());
    }
    if (path.contains("{renewal}")) {
      path = path.replace("{renewal}", renewedOutside(line).toString());
    }
    if (path.contains("{job}")) {
      Job job = server.get(Jobs.class).prepare(account.id(), Job.Act.PAUSE, "", List.of(line));
      path = path.replace("{job}", job.id().toString());
    }
    if (path.contains("{upload}")) {
      byte[] file = "number,carrier\n2125550100,mint\n".getBytes(StandardCharsets.UTF_8);
      Uploads uploads = server.get(Uploads.class);
      // An account has only so many waiting.
      uploads.waiting(account.id()).forEach(uploads::giveUp);
      Upload upload = uploads.receive(account.id(), "lines.csv", new ByteArrayInputStream(file));
      path = path.replace("{upload}", upload.id().toString());
    }
    path = path.replace("{carrier}", plan.carrier()).replace("{provider}", "none");
    path = path.replace("{account}", account.id().toString());
    path = one(path, "{session}", "/settings/sessions/(ss_[^/]+)/end");
    path = one(path, "{invitation}", "/settings/invitations/(iv_[^/]+)/end");
    path = one(path, "{member}", "/settings/members/(mb_[^/]+)/role");
    if (path.contains("{device}")) {
      owner.post("/settings/app/devices", server.subscription(server.subscriber()));
      String page = owner.get("/settings/app").text();
      path =
          path.replace(
              "{device}",
              Pattern.compile("/settings/app/devices/(dv_[^/]+)/end")
                  .matcher(page)
                  .results()
                  .map(match -> match.group(1))
                  .findFirst()
                  .orElseThrow());
    }
    if (path.contains("{note}")) {
      LineNotes.Note note =
          server
              .get(LineNotes.class)
              .add(account.id(), line, new MemberId(account.id().value()), "a note");
      path = path.replace("{note}", note.id().toString());
    }
    if (path.contains("{place}")) {
      String devices = owner.get("/settings/devices").text();
      path =
          path.replace(
              "{place}",
              Pattern.compile("/settings/devices/([0-9a-f]+)/forget")
                  .matcher(devices)
                  .results()
                  .map(match -> match.group(1))
                  .findFirst()
                  .orElseThrow());
    }
    if (path.contains("{digest}")) {
      server.get(TrustedKeys.class).trust(TestBundles.MAKER.verifying(), "A maker of bundles");
      byte[] bundle = TestBundles.priced("2026-11-25T08:00:00Z", "30.00");
      path = path.replace("{digest}", server.get(Bundles.class).keep(bundle, "a file").digest());
    }
    if (path.contains("{passkey}")) {
      path = path.replace("{passkey}", passkey());
    }
    return one(path, "{token}", "/settings/tokens/(tk_[^/]+)/end");
  }

  private OutsideRenewalId renewedOutside(LineId line) {
    Told told = new Told(Money.usd(15_00), null, PaidAt.STORE, null, null);
    return server
        .get(OutsideRenewals.class)
        .record(account.id(), line, told, "outside-" + line, null)
        .id();
  }

  private String one(String path, String variable, String found) {
    if (!path.contains(variable)) {
      return path;
    }
    owner.post("/settings/invitations", Map.of("role", "VIEWER"));
    owner.post("/settings/tokens", Map.of("name", "walk", "days", "1"));
    server.member(account.id(), Role.VIEWER);
    Browser elsewhere = server.browser();
    elsewhere.name = owner.name;
    elsewhere.signIn(PortalServer.PASSWORD);
    // The newest: those who walk are older, and stay.
    List<String> all =
        Pattern.compile(found)
            .matcher(owner.get("/settings").text())
            .results()
            .map(match -> match.group(1))
            .toList();
    return path.replace(variable, all.getLast());
  }

  private String passkey() {
    String asked = owner.post("/settings/passkeys/options", Map.of()).text();
    String answer = new Authenticator().make(asked, "http://127.0.0.1:" + server.port());
    owner.post("/settings/passkeys", Map.of("passkey", answer, "name", "walk"));
    return Pattern.compile("/settings/passkeys/(pk_[^/]+)/rename")
        .matcher(owner.get("/settings/passkeys").text())
        .results()
        .map(match -> match.group(1))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }
}

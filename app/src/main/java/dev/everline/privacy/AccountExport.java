package dev.everline.privacy;

import dev.everline.account.Account;
import dev.everline.account.Accounts;
import dev.everline.account.ApiTokens;
import dev.everline.account.AuditTrail;
import dev.everline.account.Invitations;
import dev.everline.account.Member;
import dev.everline.account.Members;
import dev.everline.account.Passkeys;
import dev.everline.account.Places;
import dev.everline.account.Sessions;
import dev.everline.fleet.Job;
import dev.everline.fleet.Jobs;
import dev.everline.fleet.Upload;
import dev.everline.fleet.Uploads;
import dev.everline.kernel.AccountId;
import dev.everline.kernel.JobId;
import dev.everline.kernel.LineId;
import dev.everline.kernel.Money;
import dev.everline.kernel.NoteId;
import dev.everline.kernel.NoticeId;
import dev.everline.kernel.OrderId;
import dev.everline.kernel.ProblemException;
import dev.everline.kernel.UploadId;
import dev.everline.kernel.text.Sheet;
import dev.everline.ledger.Ledger;
import dev.everline.line.Line;
import dev.everline.line.LineNotes;
import dev.everline.line.LineStore;
import dev.everline.line.Msisdn;
import dev.everline.line.SimUse;
import dev.everline.notice.Notice;
import dev.everline.notice.Notices;
import dev.everline.notice.push.PushDevices;
import dev.everline.payment.Wallet;
import dev.everline.renewal.Renewals;
import dev.everline.renewal.order.Order;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that is stored of an account, as one ZIP of JSON and CSV files, written as it is read: an
 * account of any size fits. Secrets are not in it: of passwords, codes and tokens only hashes are
 * kept, and the seed of one-time codes is for the member's own app.
 */
public final class AccountExport {

  private static final int AT_ONCE = 1_000;

  private final Accounts accounts;
  private final Members members;
  private final Sessions sessions;
  private final Passkeys passkeys;
  private final Places places;
  private final PushDevices devices;
  private final Invitations invitations;
  private final ApiTokens tokens;
  private final AuditTrail audit;
  private final LineStore lines;
  private final LineNotes notes;
  private final Jobs jobs;
  private final Uploads uploads;
  private final Renewals renewals;
  private final Notices notices;
  private final Wallet wallet;
  private final JsonMapper json = JsonMapper.builder().build();

  AccountExport(
      Accounts accounts,
      Members members,
      Sessions sessions,
      Passkeys passkeys,
      Places places,
      PushDevices devices,
      Invitations invitations,
      ApiTokens tokens,
      AuditTrail audit,
      LineStore lines,
      LineNotes notes,
      Jobs jobs,
      Uploads uploads,
      Renewals renewals,
      Notices notices,
      Wallet wallet) {
    this.accounts = accounts;
    this.members = members;
    this.sessions = sessions;
    this.passkeys = passkeys;
    this.places = places;
    this.devices = devices;
    this.invitations = invitations;
    this.tokens = tokens;
    this.audit = audit;
    this.lines = lines;
    this.notes = notes;
    this.jobs = jobs;
    this.uploads = uploads;
    this.renewals = renewals;
    this.notices = notices;
    this.wallet = wallet;
  }

  /**
   * @param out is left open
   * @throws ProblemException NOT_FOUND when there is no such account
   * @throws IOException when it can't be written on
   */
  public void write(AccountId id, OutputStream out) throws IOException {
    Account account = accounts.get(id);
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    json(zip, "account.json", account(account));
    json(zip, "members.json", members.list(id).stream().map(this::member).toList());
    json(
        zip, "invitations.json", invitations.open(id).stream().map(AccountExport::fields).toList());
    json(zip, "tokens.json", tokens.list(id).stream().map(AccountExport::fields).toList());
    csv(zip, "lines.csv", csv -> lines(id, csv));
    csv(zip, "former-sims.csv", csv -> formerSims(id, csv));
    csv(zip, "notes.csv", csv -> notes(id, csv));
    csv(zip, "acts.csv", csv -> acts(id, csv));
    csv(zip, "acts-lines.csv", csv -> linesOfActs(id, csv));
    csv(zip, "imports.csv", csv -> imports(id, csv));
    csv(zip, "orders.csv", csv -> orders(id, csv));
    csv(zip, "entries.csv", csv -> entries(id, csv));
    csv(zip, "notices.csv", csv -> notices(id, csv));
    csv(zip, "audit.csv", csv -> audit(id, csv));
    zip.finish();
  }

  private static Map<String, @Nullable Object> account(Account account) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", account.id().toString());
    fields.put("name", account.name());
    fields.put("zone", account.zone().getId());
    fields.put("state", account.state());
    fields.put("created_at", text(account.createdAt()));
    return fields;
  }

  private Map<String, @Nullable Object> member(Member member) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", member.id().toString());
    fields.put("name", member.name());
    fields.put("role", member.role().name());
    fields.put("asks_code", member.asksCode());
    fields.put("language", member.language());
    fields.put("theme", member.theme());
    fields.put("created_at", text(member.createdAt()));
    fields.put(
        "passkeys",
        passkeys.list(member.id()).stream()
            .map(
                passkey ->
                    Map.of(
                        "id", passkey.id().toString(),
                        "name", passkey.name(),
                        "created_at", text(passkey.createdAt()),
                        "used_at", text(passkey.usedAt())))
            .toList());
    fields.put(
        "known_devices",
        places.devices(member.id(), null).stream()
            .map(known -> Map.of("device", known.device(), "proved_at", text(known.seenAt())))
            .toList());
    fields.put(
        "notices_on",
        devices.list(member.id()).stream()
            .map(
                device ->
                    Map.of(
                        "id", device.id().toString(),
                        "device", device.device(),
                        "wants", device.wants().stream().map(Enum::name).toList(),
                        "since", text(device.since())))
            .toList());
    fields.put(
        "sessions",
        sessions.list(member.id()).stream()
            .map(
                session ->
                    Map.of(
                        "id", session.id().toString(),
                        "device", session.device(),
                        "created_at", text(session.createdAt()),
                        "seen_at", text(session.seenAt())))
            .toList());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Invitations.Open invitation) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", invitation.id().toString());
    fields.put("role", invitation.role().name());
    fields.put("created_at", text(invitation.createdAt()));
    fields.put("expires_at", text(invitation.expiresAt()));
    return fields;
  }

  private static Map<String, @Nullable Object> fields(ApiTokens.Listed token) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", token.id().toString());
    fields.put("name", token.name());
    fields.put("created_at", text(token.createdAt()));
    fields.put("expires_at", text(token.expiresAt()));
    fields.put("revoked_at", text(token.revokedAt()));
    return fields;
  }

  /** Its first columns are an import's. */
  private void lines(AccountId id, Sheet csv) {
    csv.row(
        "number",
        "iccid",
        "label",
        "tags",
        "carrier",
        "plan",
        "state",
        "valid_until",
        "balance",
        "currency",
        "balance_expires_on",
        "anchor_day",
        "last_payment_on",
        "last_activity_on",
        "auto_renew",
        "price_ceiling",
        "if_not_renewed",
        "brand_confirmed",
        "paused",
        "id",
        "created_at",
        "changed_at",
        "removed_at");
    LineId after = null;
    while (true) {
      List<Line> page = lines.evenRemoved(id, after, AT_ONCE);
      for (Line line : page) {
        csv.row(
            Msisdn.dialled(line.msisdn()),
            text(line.iccid()),
            line.label(),
            String.join(";", line.tags()),
            line.carrier(),
            text(line.plan()),
            text(line.state()),
            text(line.facts().validUntil()),
            line.facts().balance(),
            line.currency().getCurrencyCode(),
            text(line.facts().balanceExpiresOn()),
            line.facts().anchorDay() == 0 ? "" : line.facts().anchorDay(),
            text(line.facts().lastPaymentOn()),
            text(line.facts().lastActivityOn()),
            yesOrNo(line.autoRenew()),
            line.priceCeiling(),
            line.ifNotRenewed().key(),
            yesOrNo(line.brandConfirmedAt() != null),
            yesOrNo(line.isPaused()),
            line.id().toString(),
            text(line.createdAt()),
            text(line.changedAt()),
            text(line.removedAt()));
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      after = page.getLast().id();
    }
  }

  private void formerSims(AccountId id, Sheet csv) {
    csv.row("line", "iccid", "since", "until", "source");
    LineId after = null;
    while (true) {
      List<Line> page = lines.evenRemoved(id, after, AT_ONCE);
      Map<LineId, List<SimUse>> sims =
          lines.simsOfThoseWhoChanged(id, page.stream().map(Line::id).toList());
      sims.forEach(
          (line, uses) ->
              uses.forEach(
                  use ->
                      csv.row(
                          line.toString(),
                          use.iccid(),
                          text(use.since()),
                          text(use.until()),
                          use.source())));
      if (page.size() < AT_ONCE) {
        return;
      }
      after = page.getLast().id();
    }
  }

  private void notes(AccountId id, Sheet csv) {
    csv.row("id", "line", "author", "at", "note");
    NoteId after = null;
    while (true) {
      List<LineNotes.Note> page = notes.all(id, after, AT_ONCE);
      for (LineNotes.Note note : page) {
        csv.row(
            note.id().toString(),
            note.line().toString(),
            note.author().toString(),
            text(note.at()),
            note.text());
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      after = page.getLast().id();
    }
  }

  private void acts(AccountId id, Sheet csv) {
    csv.row("id", "act", "argument", "state", "lines", "created_at", "finished_at");
    eachAct(
        id,
        job ->
            csv.row(
                job.id().toString(),
                job.act().name(),
                job.argument(),
                job.state().name(),
                job.lines(),
                text(job.createdAt()),
                text(job.finishedAt())));
  }

  private void linesOfActs(AccountId id, Sheet csv) {
    csv.row("act", "line", "outcome", "reason", "price", "currency", "order");
    eachAct(
        id,
        job -> {
          LineId after = null;
          while (true) {
            List<Job.Entry> page = jobs.entries(job, null, after, AT_ONCE);
            for (Job.Entry entry : page) {
              Money price = entry.price();
              csv.row(
                  job.id().toString(),
                  entry.line().toString(),
                  entry.outcome().name(),
                  text(entry.reason()),
                  price,
                  price == null ? "" : price.currency().getCurrencyCode(),
                  text(entry.order()));
            }
            if (page.size() < AT_ONCE) {
              return;
            }
            after = page.getLast().line();
          }
        });
  }

  private void eachAct(AccountId id, Consumer<Job> taker) {
    JobId below = null;
    while (true) {
      List<Job> page = jobs.below(id, below, AT_ONCE);
      page.forEach(taker);
      if (page.size() < AT_ONCE) {
        return;
      }
      below = page.getLast().id();
    }
  }

  private void imports(AccountId id, Sheet csv) {
    csv.row(
        "id",
        "file",
        "bytes",
        "columns",
        "state",
        "rows",
        "added",
        "changed",
        "unchanged",
        "rejected",
        "created_at");
    UploadId below = null;
    while (true) {
      List<Upload> page = uploads.below(id, below, AT_ONCE);
      for (Upload upload : page) {
        csv.row(
            upload.id().toString(),
            upload.fileName(),
            upload.bytes(),
            upload.mapping().toString(),
            upload.state().name(),
            upload.rows(),
            upload.added(),
            upload.changed(),
            upload.unchanged(),
            upload.rejected(),
            text(upload.createdAt()));
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      below = page.getLast().id();
    }
  }

  private void orders(AccountId id, Sheet csv) {
    csv.row(
        "id",
        "line",
        "kind",
        "period_from",
        "periods",
        "state",
        "reason",
        "origin",
        "carrier",
        "plan",
        "total",
        "currency",
        "components",
        "valid_until",
        "created_at",
        "changed_at");
    OrderId below = null;
    while (true) {
      List<Order> page = renewals.orders(id, below, AT_ONCE);
      for (Order order : page) {
        csv.row(
            order.id().toString(),
            order.line().toString(),
            order.kind().name(),
            order.periodFrom().toString(),
            order.periods(),
            order.state().code(),
            text(order.reason()),
            order.origin(),
            order.carrier(),
            text(order.plan()),
            order.total(),
            order.total().currency().getCurrencyCode(),
            order.components(),
            text(order.validUntil()),
            text(order.createdAt()),
            text(order.changedAt()));
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      below = page.getLast().id();
    }
  }

  private void entries(AccountId id, Sheet csv) {
    csv.row("number", "at", "kind", "amount", "currency", "order");
    Long below = null;
    while (true) {
      List<Ledger.Entry> page = wallet.entries(id, Money.USD, below, AT_ONCE);
      for (Ledger.Entry entry : page) {
        Long order = entry.orderId();
        csv.row(
            entry.number(),
            text(entry.at()),
            entry.kind().name(),
            entry.amount(),
            entry.amount().currency().getCurrencyCode(),
            order == null ? "" : new OrderId(order).toString());
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      below = page.getLast().number();
    }
  }

  private void notices(AccountId id, Sheet csv) {
    csv.row("id", "line", "kind", "for_date", "needed", "act_by", "at", "settled_at");
    NoticeId below = null;
    while (true) {
      List<Notice> page = notices.list(id, false, below, AT_ONCE);
      for (Notice notice : page) {
        csv.row(
            notice.id().toString(),
            notice.line().toString(),
            notice.kind().name(),
            notice.forDate().toString(),
            notice.needed(),
            text(notice.actBy()),
            text(notice.at()),
            text(notice.settledAt()));
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      below = page.getLast().id();
    }
  }

  private void audit(AccountId id, Sheet csv) {
    csv.row("number", "at", "actor", "act", "subject");
    Long below = null;
    while (true) {
      List<AuditTrail.Event> page = audit.list(id, below, AT_ONCE);
      for (AuditTrail.Event event : page) {
        csv.row(event.number(), text(event.at()), event.actor(), event.act(), event.subject());
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      below = page.getLast().number();
    }
  }

  private void json(ZipOutputStream zip, String name, Object value) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
    zip.closeEntry();
  }

  /** Writes a file's rows. */
  @FunctionalInterface
  private interface Rows {
    void to(Sheet csv);
  }

  private static void csv(ZipOutputStream zip, String name, Rows rows) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    // Not closed, since that would close the ZIP.
    Writer text = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
    Sheet csv = Sheet.on(text);
    rows.to(csv);
    csv.flush();
    text.flush();
    zip.closeEntry();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }
}

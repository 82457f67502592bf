package dev.everline.account;

import static dev.everline.storage.AccountCopy.text;

import dev.everline.kernel.AccountId;
import dev.everline.storage.AccountCopy;
import dev.everline.storage.AccountData;
import java.io.IOException;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account and its people: members with all by which they sign in, invitations and tokens. */
final class PeopleData implements AccountData {

  private static final String MEMBERS = "members.json";
  private static final String SECRET = "hashes of secrets, or secrets, which are in no copy";

  private final Accounts accounts;
  private final Members members;
  private final Sessions sessions;
  private final Passkeys passkeys;
  private final Places places;
  private final Invitations invitations;
  private final ApiTokens tokens;

  PeopleData(
      Accounts accounts,
      Members members,
      Sessions sessions,
      Passkeys passkeys,
      Places places,
      Invitations invitations,
      ApiTokens tokens) {
    this.accounts = accounts;
    this.members = members;
    this.sessions = sessions;
    this.passkeys = passkeys;
    this.places = places;
    this.invitations = invitations;
    this.tokens = tokens;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        Table.exportedAndEmptied(
            "account", "account.json", "the ledger, orders and the trail refer to its id"),
        Table.exported("member", MEMBERS),
        Table.exported("portal_session", MEMBERS),
        Table.exported("passkey", MEMBERS),
        Table.exported("known_place", MEMBERS),
        Table.exported("invitation", "invitations.json"),
        Table.exported("api_token", "tokens.json"),
        Table.deleted("recovery_code", SECRET),
        Table.deleted("sign_in_name", "finds a member by the name, which " + MEMBERS + " has"),
        Table.deleted("provider_subject", SECRET),
        Table.deleted("provider_link", SECRET),
        Table.kept("sign_in_challenge", "asked of a browser, and worth nothing minutes later"));
  }

  @Override
  public void export(AccountId id, AccountCopy copy) throws IOException {
    copy.json("account.json", fields(accounts.get(id)));
    copy.json(
        MEMBERS,
        members.list(id).stream().map(member -> fields(member, copy.moreOf(member.id()))).toList());
    copy.json("invitations.json", invitations.open(id).stream().map(PeopleData::fields).toList());
    copy.json("tokens.json", tokens.list(id).stream().map(PeopleData::fields).toList());
  }

  @Override
  public Turn turn() {
    return Turn.PEOPLE;
  }

  @Override
  public void erase(Connection connection, Erasure erasure) {
    accounts.erase(connection, erasure.account(), erasure.now());
  }

  private static Map<String, @Nullable Object> fields(Account account) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", account.id().toString());
    fields.put("name", account.name());
    fields.put("zone", account.zone().getId());
    fields.put("state", account.state());
    UsualRenewer usual = account.usualRenewer();
    fields.put("usual_renewer", usual == null ? null : usual.name());
    fields.put("created_at", text(account.createdAt()));
    return fields;
  }

  private Map<String, @Nullable Object> fields(Member member, Map<String, Object> keptElsewhere) {
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
    fields.putAll(keptElsewhere);
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
}

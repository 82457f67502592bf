-- The portal: who signs in, from where, and what was done. Secrets stand here as hashes only, but
-- for the seed of one-time codes, which has to be read to check a code.

-- A person of an account.
CREATE TABLE member (
  bucket        smallint    NOT NULL,
  id            bigint      NOT NULL,
  account_id    bigint      NOT NULL,
  name          text        NOT NULL,
  role          text        NOT NULL CHECK (role IN ('OWNER', 'MANAGER', 'VIEWER')),
  password_hash text        NOT NULL,
  totp_seed     bytea,
  totp_offered  bytea,                       -- shown, but not yet proved by a first code
  totp_step     bigint      NOT NULL DEFAULT 0, -- the last one used: a code counts once
  language      text,
  theme         text,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, account_id) REFERENCES account (bucket, id),
  CHECK (id >> 53 = bucket)
);
CREATE INDEX member_account ON member (bucket, account_id, id);

-- Finds a member by the name he signs in with. Its bucket is that of the name's hash, not of the
-- member: a name is unique over all accounts.
CREATE TABLE sign_in_name (
  bucket      smallint NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  name_hash   bytea    NOT NULL,
  member_id   bigint   NOT NULL,
  PRIMARY KEY (bucket, name_hash)
);

-- How often something was tried of late: a name, an address, a member's codes. Keyed by hash.
CREATE TABLE sign_in_try (
  bucket        smallint    NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  key_hash      bytea       NOT NULL,
  tries         integer     NOT NULL,
  last_at       timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL,
  PRIMARY KEY (bucket, key_hash)
) WITH (fillfactor = 50);

-- What signs in a member who has lost his phone; each once.
CREATE TABLE recovery_code (
  bucket      smallint    NOT NULL,
  member_id   bigint      NOT NULL,
  code_hash   bytea       NOT NULL,
  used_at     timestamptz,
  PRIMARY KEY (bucket, member_id, code_hash),
  FOREIGN KEY (bucket, member_id) REFERENCES member (bucket, id) ON DELETE CASCADE
);

-- A code by which somebody becomes a member; the first owner's is printed by the server.
CREATE TABLE invitation (
  bucket      smallint    NOT NULL,
  id          bigint      NOT NULL,
  account_id  bigint      NOT NULL,
  role        text        NOT NULL CHECK (role IN ('OWNER', 'MANAGER', 'VIEWER')),
  code_hash   bytea       NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, account_id) REFERENCES account (bucket, id),
  CHECK (id >> 53 = bucket)
);
CREATE UNIQUE INDEX invitation_code ON invitation (bucket, code_hash);
CREATE INDEX invitation_account ON invitation (bucket, account_id, id);

-- A browser that is signed in, or has given a password and still owes a code.
CREATE TABLE portal_session (
  bucket      smallint    NOT NULL,
  id          bigint      NOT NULL,
  member_id   bigint      NOT NULL,
  secret_hash bytea       NOT NULL,
  stage       text        NOT NULL CHECK (stage IN ('CODE_NEEDED', 'SIGNED_IN')),
  device      text        NOT NULL,
  created_at  timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, member_id) REFERENCES member (bucket, id) ON DELETE CASCADE,
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 70);
CREATE INDEX portal_session_member ON portal_session (bucket, member_id, id);

-- What people did, in order; each row holds the hash of the row before it, so that none can be
-- changed, dropped from the middle or slipped in without every later hash being wrong.
CREATE TABLE audit_event (
  bucket      smallint    NOT NULL,
  id          bigint      NOT NULL,
  account_id  bigint      NOT NULL,
  number      bigint      NOT NULL CHECK (number > 0),
  at          timestamptz NOT NULL,
  actor       text        NOT NULL,
  act         text        NOT NULL,
  subject     text        NOT NULL,
  previous    bytea       NOT NULL,
  hash        bytea       NOT NULL,
  PRIMARY KEY (bucket, id),
  CHECK (id >> 53 = bucket)
);
CREATE UNIQUE INDEX audit_event_number ON audit_event (bucket, account_id, number);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Passkeys and accounts elsewhere beside passwords; how fresh a session's proof is; where
-- a member was before; sessions for places that aren't trusted.

-- Who has a passkey needs no password.
ALTER TABLE member ALTER COLUMN password_hash DROP NOT NULL;

-- What authenticators file a member's passkeys under: drawn by lot behind its bucket, it says nothing
-- of the member.
ALTER TABLE member ADD COLUMN user_handle bytea;

-- A key that signs a member in. Only its public half is here.
CREATE TABLE passkey (
  bucket          smallint    NOT NULL,
  id              bigint      NOT NULL,
  member_id       bigint      NOT NULL,
  credential_id   bytea       NOT NULL,
  credential      bytea       NOT NULL, -- attested credential data, as WebAuthn writes it
  rp_id           text        NOT NULL, -- the host that it was made for
  sign_count      bigint      NOT NULL,
  backup_eligible boolean     NOT NULL,
  name            bytea       NOT NULL, -- sealed
  created_at      timestamptz NOT NULL,
  used_at         timestamptz,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, member_id) REFERENCES member (bucket, id) ON DELETE CASCADE,
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX passkey_credential ON passkey (bucket, credential_id);
CREATE INDEX passkey_member ON passkey (bucket, member_id, id);

-- What was asked of a browser and not answered yet; each is taken once. Keyed by hash, as whoever
-- answers isn't known yet.
CREATE TABLE sign_in_challenge (
  bucket         smallint    NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  challenge_hash bytea       NOT NULL,
  purpose        text        NOT NULL,
  member_id      bigint,
  held           text,
  expires_at     timestamptz NOT NULL,
  PRIMARY KEY (bucket, challenge_hash)
);

-- When and from which network the member last proved that it is he; null once a careful session has
-- used that up.
ALTER TABLE portal_session
  ADD COLUMN careful     boolean NOT NULL DEFAULT false,
  ADD COLUMN proved_at   timestamptz,
  ADD COLUMN proved_from bytea;

-- Devices and networks where a member has proved that it is he. Keyed hashes, each with the member in it,
-- so that nobody can tell from them who was in the same place.
CREATE TABLE known_place (
  bucket     smallint    NOT NULL,
  member_id  bigint      NOT NULL,
  place_hash bytea       NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (bucket, member_id, place_hash),
  FOREIGN KEY (bucket, member_id) REFERENCES member (bucket, id) ON DELETE CASCADE
) WITH (fillfactor = 70);

-- Whom an account elsewhere signs in, found by the hash of who he is there; in the hash's own bucket,
-- since nobody knows yet whose it is.
CREATE TABLE provider_subject (
  bucket       smallint NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  subject_hash bytea    NOT NULL,
  member_id    bigint   NOT NULL,
  PRIMARY KEY (bucket, subject_hash)
);

-- The same from the member's side.
CREATE TABLE provider_link (
  bucket       smallint    NOT NULL,
  member_id    bigint      NOT NULL,
  provider     text        NOT NULL,
  subject_hash bytea       NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (bucket, member_id, provider),
  FOREIGN KEY (bucket, member_id) REFERENCES member (bucket, id) ON DELETE CASCADE
);

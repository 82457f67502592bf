-- Whose bundles are taken: public keys that an operator has named. There are none at first.
CREATE TABLE catalog_key (
  key        text        NOT NULL PRIMARY KEY,
  name       text        NOT NULL,
  trusted_at timestamptz NOT NULL
);

-- Bundles whose signature was right when they came, to be looked at, installed or returned to.
CREATE TABLE catalog_bundle (
  digest    text        NOT NULL PRIMARY KEY,
  made      timestamptz NOT NULL,
  signed_by text        NOT NULL,
  origin    text        NOT NULL,
  kept_at   timestamptz NOT NULL,
  file      bytea       NOT NULL
);

-- What was in force, in order. The last row says what is: a bundle, or the built-in catalog alone.
CREATE TABLE catalog_change (
  number  bigint      NOT NULL PRIMARY KEY,
  at      timestamptz NOT NULL,
  digest  text,          -- null: none
  made    timestamptz,   -- of that bundle; an older one isn't taken
  back_to bigint         -- the row to which undoing this one returns; null: to no bundle
);

-- The catalog as lines were last looked at by it, in the form of a hash for each carrier.
CREATE TABLE catalog_seen (
  carrier text NOT NULL PRIMARY KEY,
  hash    text NOT NULL
);

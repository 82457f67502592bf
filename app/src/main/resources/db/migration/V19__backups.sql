-- What became of the backups of late, by whichever process, so that nobody forgets to make them.
CREATE TABLE backup_run (
  at       timestamptz NOT NULL PRIMARY KEY,
  kind     text        NOT NULL CHECK (kind IN ('DAILY', 'BY_HAND')),
  outcome  text        NOT NULL CHECK (outcome IN ('MADE', 'FAILED', 'NO_ROOM')),
  bytes    bigint      NOT NULL  -- of the file; 0 where there is none
);

-- That this database came out of a backup. What was renewed after the backup isn't known here, so
-- nothing is paid until a person has confirmed.
CREATE TABLE restored (
  one          boolean     PRIMARY KEY DEFAULT true CHECK (one),
  backup_at    timestamptz NOT NULL,
  restored_at  timestamptz NOT NULL,
  confirmed_at timestamptz
);

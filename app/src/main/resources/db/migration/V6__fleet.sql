-- Acts on many lines at once, and imports from an uploaded file. Nothing here touches the table of
-- lines: finding lines needs no index that a renewal would have to keep.

-- An act on many lines: first looked into line by line, then shown, then confirmed, then done.
CREATE TABLE job (
  bucket        smallint    NOT NULL,
  id            bigint      NOT NULL,
  account_id    bigint      NOT NULL,
  act           text        NOT NULL CHECK (act IN ('RENEW', 'AUTO_RENEW_ON', 'AUTO_RENEW_OFF', 'TAG', 'UNTAG',
                                                    'PAUSE', 'RESUME')),
  argument      text        NOT NULL DEFAULT '',
  state         text        NOT NULL CHECK (state IN ('PREPARING', 'READY', 'RUNNING', 'DONE', 'STOPPED')),
  lines         integer     NOT NULL CHECK (lines > 0),
  -- the last line that was looked into, or done: lines are taken in the order of their ids
  reached       bigint      NOT NULL DEFAULT 0,
  claimed_until timestamptz,
  created_at    timestamptz NOT NULL,
  confirmed_at  timestamptz,
  finished_at   timestamptz,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, account_id) REFERENCES account (bucket, id),
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 50);
CREATE INDEX job_account ON job (bucket, account_id, id);
-- What there is to go on with.
CREATE INDEX job_open ON job (bucket, id) WHERE state IN ('PREPARING', 'RUNNING');

-- A line of a job, and what became of it.
CREATE TABLE job_line (
  bucket      smallint NOT NULL,
  job_id      bigint   NOT NULL,
  line_id     bigint   NOT NULL,
  outcome     text     NOT NULL CHECK (outcome IN ('CHOSEN', 'PLANNED', 'SKIPPED', 'DONE', 'OPEN', 'FAILED')),
  reason      text,
  price       bigint,
  currency    char(3),
  request_key text,
  order_id    bigint,
  PRIMARY KEY (bucket, job_id, line_id),
  FOREIGN KEY (bucket, job_id) REFERENCES job (bucket, id) ON DELETE CASCADE
) WITH (fillfactor = 50);

-- A file that was uploaded; it lies in the server's folder until it is imported or given up.
CREATE TABLE upload (
  bucket        smallint    NOT NULL,
  id            bigint      NOT NULL,
  account_id    bigint      NOT NULL,
  file_name     text        NOT NULL,
  bytes         bigint      NOT NULL,
  -- which field each column holds, separated by commas; empty for a column that is left out
  mapping       text        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('READY', 'RUNNING', 'DONE', 'FAILED')),
  problem       text,
  bytes_read    bigint      NOT NULL DEFAULT 0,
  rows_read     bigint      NOT NULL DEFAULT 0,
  added         bigint      NOT NULL DEFAULT 0,
  changed       bigint      NOT NULL DEFAULT 0,
  unchanged     bigint      NOT NULL DEFAULT 0,
  rejected      bigint      NOT NULL DEFAULT 0,
  claimed_until timestamptz,
  created_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, account_id) REFERENCES account (bucket, id),
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 50);
CREATE INDEX upload_account ON upload (bucket, account_id, id);
CREATE INDEX upload_open ON upload (bucket, id) WHERE state = 'RUNNING';

-- Browsers in which members want to be told, and what is still to be told there.

-- It lives as long as the session in which it was asked for: whoever signs out of a browser is not
-- told there any more.
CREATE TABLE push_device (
  bucket        smallint    NOT NULL,
  id            bigint      NOT NULL,
  account_id    bigint      NOT NULL,
  member_id     bigint      NOT NULL,
  session_id    bigint      NOT NULL,
  endpoint_hash bytea       NOT NULL,
  -- Where the browser is reached and with which keys, and what it calls itself: both sealed.
  address       bytea       NOT NULL,
  device        bytea       NOT NULL,
  language      text        NOT NULL,
  wants         text[]      NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, session_id) REFERENCES portal_session (bucket, id) ON DELETE CASCADE,
  CHECK (id >> 53 = bucket)
);
CREATE UNIQUE INDEX push_device_endpoint ON push_device (bucket, member_id, endpoint_hash);
CREATE INDEX push_device_account ON push_device (bucket, account_id);
CREATE INDEX push_device_session ON push_device (bucket, session_id);

-- Put here by the transaction in which it came about; gone once the push service has taken it. No
-- foreign key: a device that is removed meanwhile must not undo a renewal.
CREATE TABLE push_due (
  bucket      smallint    NOT NULL,
  device_id   bigint      NOT NULL,
  about       bigint      NOT NULL,                 -- an escalation, or an order that was renewed
  line_id     bigint      NOT NULL,
  kind        text        NOT NULL,
  at          timestamptz NOT NULL,
  tries       smallint    NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, device_id, about)
);
CREATE INDEX push_due_next ON push_due (bucket, next_try_at);

-- The core: accounts, lines, ledger, renewal orders.
-- Every row that belongs to an account is keyed by (bucket, id); a bucket is 0..1023 and every hot
-- statement names one. Nothing newer than PostgreSQL 15. No foreign key crosses buckets.
-- State codes and kinds are text with a CHECK: readable in a dump, refused when misspelt.

-- Ids are bucket << 53 | number; processes take blocks of numbers from here.
CREATE SEQUENCE id_block AS bigint MINVALUE 1;

CREATE TABLE account (
  bucket      smallint    NOT NULL CHECK (bucket BETWEEN 0 AND 1023),
  id          bigint      NOT NULL,
  name        text        NOT NULL,
  zone        text        NOT NULL,
  state_code  char(2),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  CHECK (id >> 53 = bucket)
);

CREATE TABLE api_token (
  bucket      smallint    NOT NULL,
  id          bigint      NOT NULL,
  account_id  bigint      NOT NULL,
  name        text        NOT NULL,
  secret_hash bytea       NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz,
  revoked_at  timestamptz,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, account_id) REFERENCES account (bucket, id),
  CHECK (id >> 53 = bucket)
);

-- One row a line. Facts carry their source and age; state (active, suspended, lost) is computed.
-- fillfactor leaves room so that a claim, which touches no indexed column, stays on its page (HOT).
CREATE TABLE line (
  bucket               smallint    NOT NULL,
  id                   bigint      NOT NULL,
  account_id           bigint      NOT NULL,
  msisdn               text        NOT NULL CHECK (length(msisdn) BETWEEN 7 AND 15),
  iccid                text,
  label                text        NOT NULL DEFAULT '',
  tags                 text[]      NOT NULL DEFAULT '{}',
  carrier              text        NOT NULL,
  brand_confirmed_at   timestamptz,
  plan                 text,
  plan_source          text,
  plan_as_of           timestamptz,
  state_code           char(2),
  valid_until          date,
  validity_source      text,
  validity_as_of       timestamptz,
  currency             char(3)     NOT NULL DEFAULT 'USD',
  balance              bigint,
  balance_expires_on   date,
  balance_source       text,
  balance_as_of        timestamptz,
  anchor_day           smallint    NOT NULL DEFAULT 0 CHECK (anchor_day BETWEEN 0 AND 31),
  last_payment_on      date,
  last_activity_on     date,
  -- the owner's policy
  auto_renew           boolean     NOT NULL DEFAULT false,
  price_ceiling        bigint      CHECK (price_ceiling > 0),
  paused_at            timestamptz,
  removed_at           timestamptz,
  -- the heartbeat's
  next_wake_at         timestamptz,
  claimed_until        timestamptz,
  open_order_id        bigint,
  told_for             date,
  told_step            smallint    NOT NULL DEFAULT 0,
  escalated_for        date,
  charged_on           date,
  charged_count        smallint    NOT NULL DEFAULT 0,
  charged_minor        bigint      NOT NULL DEFAULT 0,
  created_at           timestamptz NOT NULL,
  changed_at           timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 70);

-- The index of wake-up times: what the heartbeat claims from.
CREATE INDEX line_wake ON line (bucket, next_wake_at) WHERE next_wake_at IS NOT NULL;
-- An account's lines in the order of their numbers; a number stands once in an account. A removed
-- line keeps its row (its orders and money refer to it); adding its number again revives it.
CREATE UNIQUE INDEX line_number ON line (bucket, account_id, msisdn);

-- A line's SIMs over time: moving to a new phone normally gives a new ICCID for the same number.
CREATE TABLE line_iccid (
  bucket    smallint    NOT NULL,
  line_id   bigint      NOT NULL,
  iccid     text        NOT NULL,
  since     timestamptz NOT NULL,
  until     timestamptz,
  source    text        NOT NULL,
  PRIMARY KEY (bucket, line_id, iccid, since),
  FOREIGN KEY (bucket, line_id) REFERENCES line (bucket, id)
);
CREATE INDEX line_iccid_number ON line_iccid (iccid);

-- Ledger. An account of the ledger belongs to an owner (0 for the house) and has a kind.
CREATE TABLE ledger_account (
  bucket      smallint NOT NULL,
  id          bigint   NOT NULL,
  owner_id    bigint   NOT NULL,
  kind        text     NOT NULL CHECK (kind IN ('FUNDING', 'WALLET', 'CLEARING', 'CARRIER_PAYABLE', 'TAX_PAYABLE',
                                                'FEE_INCOME', 'PROMOTION', 'REFUND')),
  subject     text     NOT NULL DEFAULT '',
  currency    char(3)  NOT NULL,
  balance     bigint   NOT NULL DEFAULT 0,
  PRIMARY KEY (bucket, id),
  -- nobody's wallet, and nothing in clearing, is ever overdrawn
  CHECK (kind NOT IN ('WALLET', 'CLEARING') OR balance >= 0),
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX ledger_account_of ON ledger_account (bucket, owner_id, kind, subject, currency);

-- A transfer debits one account and credits another with one and the same amount, so that no row,
-- and so no transaction, can be unbalanced. Append-only: a trigger refuses UPDATE and DELETE.
CREATE TABLE ledger_transfer (
  bucket      smallint    NOT NULL,
  id          bigint      NOT NULL,
  debit_id    bigint      NOT NULL,
  credit_id   bigint      NOT NULL,
  amount      bigint      NOT NULL CHECK (amount > 0),
  currency    char(3)     NOT NULL,
  kind        text        NOT NULL,
  order_id    bigint,
  wallet_id   bigint,
  at          timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  CHECK (debit_id <> credit_id),
  CHECK (debit_id >> 53 = bucket AND credit_id >> 53 = bucket AND id >> 53 = bucket)
);
-- A wallet's statement; house-only transfers are not in it.
CREATE INDEX ledger_transfer_wallet ON ledger_transfer (bucket, wallet_id, id) WHERE wallet_id IS NOT NULL;

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused; post a transfer that reverses it', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- Renewal orders. One row an order: its quote, its state, and its intent (calls, last_call_at) which
-- is stored before each outside call. No index covers a column that a state change touches.
CREATE TABLE renewal_order (
  bucket            smallint    NOT NULL,
  id                bigint      NOT NULL,
  account_id        bigint      NOT NULL,
  line_id           bigint      NOT NULL,
  kind              text        NOT NULL CHECK (kind IN ('WHOLE_PERIOD', 'FLEXIBLE', 'KEEP_ALIVE')),
  period_from       date        NOT NULL,
  attempt           smallint    NOT NULL,
  periods           smallint    NOT NULL CHECK (periods BETWEEN 1 AND 24),
  origin            text        NOT NULL,
  carrier           text        NOT NULL,
  plan              text,
  route             text        NOT NULL,
  currency          char(3)     NOT NULL,
  total             bigint      NOT NULL CHECK (total > 0),
  topup             bigint      NOT NULL CHECK (topup > 0),
  components        text        NOT NULL,
  deadline          timestamptz NOT NULL,
  created_at        timestamptz NOT NULL,
  -- What changes while it is under way stands together at the end: a change is logged as the part
  -- of the row from the first to the last byte that differs.
  payment_reference text,
  calls             smallint    NOT NULL DEFAULT 0,
  look_ups          smallint    NOT NULL DEFAULT 0,
  last_call_at      timestamptz,
  valid_until       date,
  changed_at        timestamptz NOT NULL,
  state             text        NOT NULL CHECK (state IN ('QUOTED', 'AWAITING_APPROVAL', 'PAYING', 'PAID', 'FULFILLING',
                                                        'RENEWED', 'DECLINED', 'IN_DOUBT', 'REVERSED', 'CANCELLED', 'EXPIRED')),
  reason            text,
  carrier_reference text,
  PRIMARY KEY (bucket, id),
  CHECK (id >> 53 = bucket)
) WITH (fillfactor = 60);
-- A period of a line is ordered once; after an order that ended without renewal, once more.
CREATE UNIQUE INDEX renewal_order_period ON renewal_order (bucket, line_id, period_from, attempt);
-- An account's orders, newest first.
CREATE INDEX renewal_order_account ON renewal_order (bucket, account_id, id);

-- What was spent by an account on a day (UTC), counted before the charge: the runaway breaker's bound.
-- account_id 0 is the bucket's own total.
CREATE TABLE spend_day (
  bucket      smallint NOT NULL,
  account_id  bigint   NOT NULL,
  day         date     NOT NULL,
  count       integer  NOT NULL,
  minor       bigint   NOT NULL,
  PRIMARY KEY (bucket, account_id, day)
) WITH (fillfactor = 50);

-- How a route has done, to know how much room its retries need.
CREATE TABLE route_record (
  bucket         smallint    NOT NULL,
  route          text        NOT NULL,
  renewed        bigint      NOT NULL DEFAULT 0,
  refused        bigint      NOT NULL DEFAULT 0,
  in_doubt       bigint      NOT NULL DEFAULT 0,
  slowest_seconds integer    NOT NULL DEFAULT 0,
  slowest_at     timestamptz,
  PRIMARY KEY (bucket, route)
) WITH (fillfactor = 50);

-- What the owner was told, or is to be told: reminders and escalations. Delivery comes from here.
CREATE TABLE escalation (
  bucket      smallint    NOT NULL,
  id          bigint      NOT NULL,
  account_id  bigint      NOT NULL,
  line_id     bigint      NOT NULL,
  kind        text        NOT NULL,
  for_date    date        NOT NULL,
  step        smallint    NOT NULL DEFAULT 0,
  reason      text        NOT NULL,
  needed      bigint,
  currency    char(3),
  act_by      timestamptz,
  at          timestamptz NOT NULL,
  settled_at  timestamptz,
  PRIMARY KEY (bucket, id),
  CHECK (id >> 53 = bucket)
);
CREATE UNIQUE INDEX escalation_once ON escalation (bucket, line_id, kind, for_date, step);
CREATE INDEX escalation_account ON escalation (bucket, account_id, id);

-- Events leave a transaction here: one row a batch.
CREATE TABLE outbox (
  bucket       smallint    NOT NULL,
  id           bigint      NOT NULL,
  at           timestamptz NOT NULL,
  kind         text        NOT NULL,
  payload      text        NOT NULL,
  published_at timestamptz,
  PRIMARY KEY (bucket, id)
);

-- Answers given to requests with an Idempotency-Key, so that the same request gets the same answer.
CREATE TABLE idempotency (
  bucket       smallint    NOT NULL,
  account_id   bigint      NOT NULL,
  key          text        NOT NULL,
  request_hash bytea       NOT NULL,
  status       smallint,
  body         text,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id, key)
);

-- Renewals that owners paid for at their carriers themselves, as they told. What the line was before
-- stands beside, so that each can be undone.
CREATE TABLE outside_renewal (
  bucket                    smallint    NOT NULL,
  id                        bigint      NOT NULL,
  account_id                bigint      NOT NULL,
  line_id                   bigint      NOT NULL,
  carrier                   text        NOT NULL,
  plan                      text,
  amount                    minor_above_zero,       -- null: not known, and not in the ledger
  currency                  char(3)     NOT NULL,
  paid_on                   date        NOT NULL,
  paid_at                   text        NOT NULL
                            CHECK (paid_at IN ('WEB', 'APP', 'STORE', 'PHONE', 'THIRD_PARTY', 'OTHER')),
  period_from               date        NOT NULL,
  valid_until               date,                   -- the last day served that it has led to
  recorded_at               timestamptz NOT NULL,
  recorded_by               bigint,                 -- a member; null for somebody at the server
  undone_at                 timestamptz,
  undone_by                 bigint,
  before_valid_until        date,
  before_validity_source    text,
  before_validity_as_of     timestamptz,
  before_validity_by        bigint,
  before_balance            bigint,
  before_balance_expires_on date,
  before_balance_source     text,
  before_balance_as_of      timestamptz,
  before_balance_by         bigint,
  before_anchor_day         anchor_day  NOT NULL,
  before_last_payment_on    date,
  PRIMARY KEY (bucket, id),
  CHECK (id >> 53 = bucket)
);
CREATE INDEX outside_renewal_line ON outside_renewal (bucket, line_id, period_from);
CREATE INDEX outside_renewal_account ON outside_renewal (bucket, account_id, id);
CREATE INDEX outside_renewal_spent ON outside_renewal (bucket, account_id, paid_on);

-- What owners paid outside their wallets, and to whom: a pair of its own.
ALTER DOMAIN ledger_account_kind DROP CONSTRAINT ledger_account_kind_check1;
ALTER DOMAIN ledger_account_kind ADD CONSTRAINT ledger_account_kind_check
  CHECK (VALUE IN ('FUNDING', 'WALLET', 'CLEARING', 'CARRIER_PAYABLE', 'TAX_PAYABLE', 'FEE_INCOME',
                   'PROMOTION', 'REFUND', 'OUTSIDE', 'PAID_OUTSIDE'));

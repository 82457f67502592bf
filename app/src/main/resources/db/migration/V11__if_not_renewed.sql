-- What the owner wants done when a line can't be renewed as he wishes: be told only, or have its
-- number kept by the least payment too.
ALTER TABLE line
  ADD COLUMN if_not_renewed text NOT NULL DEFAULT 'TELL'
             CHECK (if_not_renewed IN ('TELL', 'KEEP_NUMBER'));

-- The same for many lines at once.
ALTER TABLE job DROP CONSTRAINT job_act_check;
ALTER TABLE job ADD CONSTRAINT job_act_check
  CHECK (act IN ('RENEW', 'AUTO_RENEW_ON', 'AUTO_RENEW_OFF', 'KEEP_NUMBER', 'TELL_ONLY', 'TAG', 'UNTAG',
                 'PAUSE', 'RESUME'));

-- When the ledger was proved, and what came of it.
CREATE TABLE ledger_proof (
  at        timestamptz NOT NULL PRIMARY KEY,
  sound     boolean     NOT NULL,
  transfers bigint      NOT NULL
);

-- The newest time at which anything was planned or written, by which a clock that was set back is
-- noticed. One row, kept by the heartbeat and by renewals by hand.
CREATE TABLE clock_seen (
  one boolean     PRIMARY KEY DEFAULT true CHECK (one),
  at  timestamptz NOT NULL
);

-- What an earlier version wrote counts too.
INSERT INTO clock_seen (at)
SELECT newest.at
  FROM (SELECT greatest((SELECT max(changed_at) FROM renewal_order),
                        (SELECT max(at) FROM ledger_transfer),
                        (SELECT max(changed_at) FROM line),
                        (SELECT max(at) FROM escalation)) AS at) AS newest
 WHERE newest.at IS NOT NULL;

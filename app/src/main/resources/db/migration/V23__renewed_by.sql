-- Who renews a line: Everline, the carrier's own autopay, or its owner. What was renewed
-- automatically is Everline's; the rest is its owner's. The type is changed in one pass over the
-- table, which keeps the column's place.
CREATE DOMAIN renewed_by AS text CHECK (VALUE IN ('EVERLINE', 'CARRIER', 'OWNER'));
ALTER TABLE line ALTER COLUMN auto_renew DROP DEFAULT;
ALTER TABLE line
  ALTER COLUMN auto_renew TYPE renewed_by
  USING CASE WHEN auto_renew THEN 'EVERLINE' ELSE 'OWNER' END;
ALTER TABLE line RENAME COLUMN auto_renew TO renewed_by;
ALTER TABLE line
  ALTER COLUMN renewed_by SET DEFAULT 'OWNER',
  -- The end that the carrier's autopay failed to pay, as its owner said.
  ADD COLUMN autopay_failed_for date,
  -- The end that the carrier's autopay may have paid although Everline renews from the next on.
  ADD COLUMN carrier_until      date;

-- The same for many lines at once.
ALTER TABLE job DROP CONSTRAINT job_act_check;
UPDATE job SET act = CASE act WHEN 'AUTO_RENEW_ON' THEN 'BY_EVERLINE' ELSE 'BY_OWNER' END
 WHERE act IN ('AUTO_RENEW_ON', 'AUTO_RENEW_OFF');
ALTER TABLE job ADD CONSTRAINT job_act_check
  CHECK (act IN ('RENEW', 'BY_EVERLINE', 'BY_CARRIER', 'BY_OWNER', 'KEEP_NUMBER', 'TELL_ONLY', 'TAG',
                 'UNTAG', 'PAUSE', 'RESUME'));

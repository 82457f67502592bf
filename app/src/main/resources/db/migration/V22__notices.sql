-- One word for one thing: what owners are told are notices, orders wait held for approval, and lines
-- that can't be read are quarantined.

ALTER TABLE escalation RENAME TO notice;
ALTER TABLE notice DROP COLUMN reason;  -- was always the kind
ALTER INDEX escalation_once RENAME TO notice_once;
ALTER INDEX escalation_account RENAME TO notice_account;
UPDATE notice SET kind = 'HELD_FOR_APPROVAL' WHERE kind = 'PARKED';
UPDATE push_due SET kind = 'HELD_FOR_APPROVAL' WHERE kind = 'PARKED';

ALTER TABLE line RENAME COLUMN told_for TO reminded_for;
ALTER TABLE line RENAME COLUMN told_step TO reminded_step;
ALTER TABLE line RENAME COLUMN escalated_for TO notified_for;

ALTER DOMAIN order_state DROP CONSTRAINT order_state_check;
UPDATE renewal_order SET state = 'HELD_FOR_APPROVAL' WHERE state = 'AWAITING_APPROVAL';
ALTER DOMAIN order_state ADD CONSTRAINT order_state_check
  CHECK (VALUE IN ('QUOTED', 'HELD_FOR_APPROVAL', 'PAYING', 'PAID', 'FULFILLING', 'RENEWED',
                   'DECLINED', 'IN_DOUBT', 'REVERSED', 'CANCELLED', 'EXPIRED'));

ALTER TABLE parked_line RENAME TO quarantined_line;

-- Constraints keep the names that they had; which there are differs by PostgreSQL's version.
DO $$
DECLARE
  old record;
BEGIN
  FOR old IN
    SELECT conrelid::regclass AS its, conname AS name,
           regexp_replace(regexp_replace(regexp_replace(conname,
             '^escalation_', 'notice_'), '^parked_line_', 'quarantined_line_'),
             '^line_told_step_', 'line_reminded_step_') AS fresh
      FROM pg_constraint
     WHERE conrelid IN ('notice'::regclass, 'quarantined_line'::regclass, 'line'::regclass)
  LOOP
    IF old.fresh <> old.name THEN
      EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', old.its, old.name, old.fresh);
    END IF;
  END LOOP;
END
$$;

-- What is known of many lines is said at once, and what was paid outside of many is entered at once.
ALTER TABLE job DROP CONSTRAINT job_act_check;
ALTER TABLE job ADD CONSTRAINT job_act_check
  CHECK (act IN ('COMPLETE', 'ENTER_RENEWALS', 'RENEW', 'BY_EVERLINE', 'BY_CARRIER', 'BY_OWNER', 'KEEP_NUMBER',
                 'TELL_ONLY', 'TAG', 'UNTAG', 'PAUSE', 'RESUME'));

-- What an import took and found worth a look, in the order of their kinds; null before its end.
ALTER TABLE upload ADD COLUMN remarks bigint[];
